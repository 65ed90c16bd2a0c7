"""`python -m khuevan run` for real: started, stopped, killed, crowded out, without room, without
its database, and started again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import requests

from khuevan.demo.logins import LOGINS, PASSWORD
from khuevan.kernel.database import server
from khuevan.kernel.testing.patience import PATIENCE
from tests.house import FirstDay, House, own_folder, wait_until

pytestmark = pytest.mark.process
FURNISHED = "Tỉnh mẫu:"
LOAD = """
import sys, django
django.setup()
from datetime import date
from khuevan.kernel import access, clock
from khuevan.kernel.database.lifecycle import as_owner
from khuevan.register.people import services

def rows():
    for number in range(10_000_000, 10_020_000):
        if number == 10_010_000:
            print("half", flush=True)
            sys.stdin.readline()
        yield services.PersonRow(number, "Nguyễn Văn Nạp", None, "", ())

with as_owner():
    services.load_people(rows(), actor=access.system(), at=clock.now())
"""
WORK = """
import django
django.setup()
from khuevan.kernel import access, clock, database, jobs
from khuevan.register.signin import tasks
with database.acting(access.system()):
    print(jobs.start(access.system(), tasks.sweep, at=clock.now()).pk)
"""


@pytest.fixture
def house(first_day: FirstDay) -> Iterator[House]:
    """Furnished and stopped; whatever a test leaves running is ended."""
    yield first_day.house
    first_day.house.kill_everything()


def test_a_start_that_may_not_write_says_so_and_blocks_nothing(first_day: FirstDay) -> None:
    refused = first_day.refused
    assert refused is not None
    assert refused.process.returncode == 1
    assert "Đĩa đầy" in refused.said()
    assert str(first_day.house.data) in refused.said()
    assert "Traceback" not in refused.said()
    assert first_day.started is not None, "the same folder was started right afterwards"


def test_the_first_start_furnishes_and_shows_who_may_sign_in(first_day: FirstDay) -> None:
    assert first_day.started is not None
    said = first_day.started.said()
    assert FURNISHED in said
    assert first_day.house.url in said
    for login in LOGINS:
        assert login.username in said
    assert PASSWORD in said
    assert first_day.pages == [200] * len(LOGINS)
    assert all(first_day.counts.values())


def test_ctrl_c_stops_everything_in_order(first_day: FirstDay) -> None:
    assert first_day.stopped_with == 0
    assert first_day.left == []
    assert first_day.port_was_free
    assert first_day.started is not None
    assert "Traceback" not in first_day.started.said()
    assert not (server.cluster(first_day.house.data) / "postmaster.pid").exists()


def test_a_second_start_keeps_the_data_and_nobody_else_gets_in_between(
    first_day: FirstDay, house: House, tmp_path: Path
) -> None:
    started = house.start()
    assert FURNISHED not in started.said()
    assert house.counts() == first_day.counts

    twin = House(house.data, tmp_path)
    second = twin.begin()
    neighbour = House(tmp_path / "other", tmp_path / "logs", port=house.port)
    neighbour.logs.mkdir()
    crowded = neighbour.begin()
    assert crowded.until_ended() == 1
    assert f"cổng {house.port} đang có chương trình khác dùng" in crowded.said()
    assert f"KHUEVAN_PORT={house.port + 1}" in crowded.said()
    assert neighbour.processes() == []
    assert second.until_ended() == 1
    assert "một Khuê Văn khác đang chạy trên cùng thư mục dữ liệu" in second.said()
    assert str(house.data) in second.said()

    house.visitor()
    assert started.ctrl_c() == 0
    assert house.processes() == []


def test_a_killed_supervisor_takes_its_children_along_and_the_next_start_works(
    first_day: FirstDay, house: House
) -> None:
    started = house.start()
    started.kill()
    wait_until(lambda: not house.processes(besides_database=True), "the end of the web server and the worker")
    assert house.port_is_free()
    again = house.start()
    assert house.counts() == first_day.counts
    house.visitor()
    assert again.ctrl_c() == 0
    assert house.processes() == []


def test_everything_killed_during_work_comes_back_without_the_half_of_it(
    first_day: FirstDay, house: House
) -> None:
    house.start()
    working = house.connect()
    working.execute("begin")
    assert (
        working.execute("delete from people_affiliation").rowcount == first_day.counts["people_affiliation"]
    )
    house.kill_everything()
    with pytest.raises(psycopg.OperationalError):
        working.execute("commit")
    again = house.start()
    assert house.counts() == first_day.counts
    house.visitor("hieutruong")
    assert again.ctrl_c() == 0
    assert house.processes() == []


def answers(person: requests.Session, house: House, times: int = 12) -> list[int]:
    """More requests than the server has threads, so that each of its kept connections is met."""
    return [
        person.get(f"{house.url}/me/", timeout=PATIENCE, allow_redirects=False).status_code
        for _ in range(times)
    ]


def test_a_database_stopped_and_started_under_a_running_platform_costs_no_failed_request(
    first_day: FirstDay, house: House
) -> None:
    started = house.start()
    person = house.visitor("hieutruong")
    assert set(answers(person, house)) == {200}
    server.stop(house.data)
    away = person.get(f"{house.url}/me/", timeout=PATIENCE)
    assert away.status_code == 503
    assert "Cơ sở dữ liệu tạm thời không dùng được" in away.text
    assert int(away.headers["Retry-After"]) > 0
    server.start(house.data)
    assert set(answers(person, house)) == {200}, "the first request after the return is answered, too"
    assert started.ctrl_c() == 0


def test_a_database_killed_during_a_load_comes_back_by_itself_without_the_half_of_it(
    first_day: FirstDay, house: House
) -> None:
    started = house.start()
    person = house.visitor("hieutruong")
    environment = {**house.environment(), "PYTHONUNBUFFERED": "1"}
    load = subprocess.Popen(
        [sys.executable, "-c", LOAD], env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert load.stdout is not None
    assert load.stdout.readline().strip() == "half"
    house.postmaster().kill()
    _out, error = load.communicate("go on\n", timeout=PATIENCE)
    assert load.returncode != 0
    assert "OperationalError" in error

    started.until_said("Cơ sở dữ liệu đã dừng đột ngột; đang khởi động lại.")
    wait_until(lambda: _answers(house), "the database's return")
    assert house.counts() == first_day.counts
    assert set(answers(person, house)) == {200}
    with house.connect() as looking:
        forced = "select count(*) from pg_class where relname like 'people_%' and relrowsecurity and relforcerowsecurity"
        assert looking.execute(forced).fetchone()[0] > 0  # type: ignore[index]

    run = subprocess.run(
        [sys.executable, "-c", WORK], env=environment, text=True, capture_output=True, check=True
    )
    wait_until(lambda: _succeeded(house, int(run.stdout)), "a job done after the return")
    assert started.ctrl_c() == 0
    assert house.processes() == []


def _answers(house: House) -> bool:
    try:
        house.connect().close()
    except psycopg.OperationalError:
        return False
    return True


def _succeeded(house: House, run_id: int) -> bool:
    with house.connect() as looking:
        state = looking.execute("select state from jobs_jobrun where id = %s", [run_id]).fetchone()
    return state == ("succeeded",)


if os.geteuid() == 0:

    def test_a_full_disk_and_a_kill_on_the_first_day_block_nothing() -> None:
        """Only root may mount a disk of a chosen size; the limit on files above stands in for everybody else."""
        with own_folder() as folder:
            house = House(folder / "disk", folder)
            house.data.mkdir()
            _mount(house.data, "40m")
            try:
                _too_small_then_killed_then_full_then_well(house)
            finally:
                house.kill_everything()
                subprocess.run(["umount", "-l", house.data], check=True)


def _mount(folder: Path, size: str, *words: str) -> None:
    options = ",".join([*words, f"size={size}"])
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "khuevan-test", folder], check=True)


def _too_small_then_killed_then_full_then_well(house: House) -> None:
    small = house.begin()
    assert small.until_ended() == 1
    assert "MB trống, cần ít nhất 480 MB" in small.said()
    assert "KHUEVAN_DATA" in small.said()

    _mount(house.data, "600m", "remount")
    killed = house.begin()
    wait_until(lambda: list(house.data.glob(f"{server.UNFINISHED}*")), "the cluster being made")
    killed.kill()
    full = house.begin()
    wait_until((house.data / "prepared").exists, "the tables")
    filler = house.data / "filler"
    _fill(filler)
    assert full.until_ended() == 1
    assert "Đĩa đầy" in full.said()
    assert str(house.data) in full.said()
    assert "Traceback" not in full.said()
    assert not (house.data / "furnished").exists()
    assert house.processes() == []

    filler.unlink()
    well = house.start()
    assert FURNISHED in well.said(), "nothing half-furnished was taken for a whole province"
    assert house.visitor("quantri").get(f"{house.url}/people/", timeout=PATIENCE).status_code == 200
    assert well.ctrl_c() == 0
    assert house.processes() == []


def _fill(filler: Path) -> None:
    """Leaves no byte free."""
    done = subprocess.run(
        ["dd", "if=/dev/zero", f"of={filler}", "bs=64k"], capture_output=True, text=True, check=False
    )
    assert "No space left" in done.stderr
