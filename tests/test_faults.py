"""`kill -9` in the middle of work, of the web server and of the worker: nothing half-written stays, and what can go on
does so by itself. (Of the database and of everything: test_supervisor.py.)"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
import requests

from khuevan.kernel.testing.patience import PATIENCE
from khuevan.kernel.testing.server import Platform, start_platform
from tests.house import sign_in, token_of, wait_until

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Platform]:
    """The furnished platform; web servers and workers of it are started and killed by the tests."""
    with django_db_blocker.unblock():
        yield from start_platform(tmp_path_factory.mktemp("faults"), mark="faults")


def count(platform: Platform, table: str) -> int:
    with platform.connect(owner=True) as connection:
        return int(connection.execute(f"select count(*) from {table}").fetchone()[0])  # type: ignore[index]


@contextmanager
def held(platform: Platform, table: str) -> Iterator[psycopg.Connection]:
    """Nobody can write to the table; whoever wants to waits in the middle of a transaction."""
    with platform.connect(owner=True) as holder, holder.transaction():
        holder.execute(f"lock table {table} in share mode")
        yield holder


def waiting(holder: psycopg.Connection) -> list[int]:
    """Server processes of this database that wait for a table."""
    found = holder.execute(
        "select pid from pg_locks where not granted and locktype = 'relation'"
        " and database = (select oid from pg_database where datname = current_database())"
    )
    return [row[0] for row in found.fetchall()]


def kill_group(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def visitor(platform: Platform, username: str) -> requests.Session:
    visitor = requests.Session()
    assert sign_in(visitor, platform.url, username).status_code == 200
    return visitor


def form_of(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form with this action."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert form, page[:3000]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
    return dict(hidden)


def test_a_web_server_killed_in_the_middle_of_a_write_has_written_nothing(live: Platform) -> None:
    clerk = visitor(live, "vanthu")
    page = clerk.get(f"{live.url}/people/register", timeout=PATIENCE).text
    unit = re.search(r'<option value="(\d+)"', page[page.index('name="unit_id"') :])
    assert unit
    form = {
        "csrfmiddlewaretoken": token_of(page),
        "full_name": "Đặng Thị Đứt Quãng",
        "born": "05/09/2015",
        "sex": "female",
        "unit_id": unit[1],
        "kind": "learner",
    }
    before = count(live, "people_person"), count(live, "people_affiliation"), count(live, "audit_entry")
    web = live.processes[-1]
    with held(live, "people_affiliation") as holder:
        sender = subprocess.Popen(
            [
                sys.executable,
                "-c",
                _SEND,
                f"{live.url}/people/register",
                str(clerk.cookies.get_dict()),
                str(form),
            ]
        )
        wait_until(lambda: waiting(holder), "the person written, their place not yet")
        kill_group(web)
        assert sender.wait(PATIENCE) == 7, "whoever sent it sees that it failed"
        writers = waiting(holder)
    with live.connect(owner=True) as looking:
        wait_until(lambda: not _alive(looking, writers), "the end of the orphaned transaction")
    assert (
        count(live, "people_person"),
        count(live, "people_affiliation"),
        count(live, "audit_entry"),
    ) == before

    live.serve()
    again = clerk.post(f"{live.url}/people/register", form, timeout=PATIENCE)
    assert again.status_code == 200
    assert "Đã lập hồ sơ của Đặng Thị Đứt Quãng." in again.text
    assert count(live, "people_person") == before[0] + 1
    assert count(live, "people_affiliation") == before[1] + 1


_SEND = """
import sys, ast, requests
url, cookies, form = sys.argv[1], ast.literal_eval(sys.argv[2]), ast.literal_eval(sys.argv[3])
try:
    print(requests.post(url, form, cookies=cookies, timeout=300).text)
except requests.ConnectionError:
    sys.exit(7)
"""


def _alive(looking: psycopg.Connection, backends: list[int]) -> bool:
    found = looking.execute(
        "select count(*) from pg_stat_activity where pid = any(%s)", [backends]
    ).fetchone()
    return bool(found and found[0])


def test_a_worker_killed_in_the_middle_of_a_bulk_creation_leaves_none_and_the_next_makes_all(
    live: Platform,
) -> None:
    administrator = visitor(live, "quantri")
    with live.connect(owner=True) as looking:
        school, learners = looking.execute(_SMALL_SCHOOL).fetchone()  # type: ignore[misc]
    page = administrator.get(f"{live.url}/accounts/bulk?unit={school}&kind=learner", timeout=PATIENCE).text
    form = form_of(page, "/accounts/bulk/commit")
    accounts, grants = count(live, "accounts_account"), count(live, "accounts_grant")
    answer = administrator.post(f"{live.url}/accounts/bulk/commit", form, timeout=PATIENCE)
    assert "Đang tạo tài khoản" in answer.text

    first = live.worker()
    with held(live, "accounts_slipbatch") as holder:
        wait_until(lambda: waiting(holder), "all accounts made, their slips not yet")
        kill_group(first)
        writers = waiting(holder)
    with live.connect(owner=True) as looking:
        wait_until(lambda: not _alive(looking, writers), "the end of the orphaned transaction")
    assert (count(live, "accounts_account"), count(live, "accounts_grant")) == (accounts, grants)
    assert count(live, "accounts_slipbatch") == 0

    live.worker()
    wait_until(lambda: _run(live)["state"] not in ("waiting", "running"), "the end of the bulk creation")
    assert _run(live) == {"state": "succeeded", "attempts": 2, "accounts": learners}
    assert learners > 50, "fewer are made at once, without a job"
    assert count(live, "accounts_account") == accounts + learners
    assert count(live, "accounts_slipbatch") == 1


def _run(platform: Platform) -> dict[str, Any]:
    """The one bulk creation there is."""
    with platform.connect(owner=True) as looking:
        found = looking.execute(
            "select state, attempts, (result->>'accounts')::int from jobs_jobrun where name = 'accounts.create'"
        ).fetchone()
    assert found is not None
    return dict(zip(("state", "attempts", "accounts"), found, strict=True))


_SMALL_SCHOOL = """
select u.code, count(*) from people_affiliation a join organisations_orgunit u on u.id = a.unit_id
 where a.kind = 'learner' and a.valid_until is null
   and not exists (select from accounts_account where person_id = a.person_id)
 group by u.code having count(*) > 50 order by count(*), u.code limit 1
"""
