"""Boards of the programme over a province: how plans stand, how digital the schools are, for the department and for a
commune; with 1,500 schools that each carry out a plan of 16 lines and have an assessment, three in four of them sent.

One client, over HTTP, different addresses one after the other (filters, words, orders, pages deep in the list). Every
page is asked for in three rounds; its middle time counts, and of those p95. BENCH_SCALE=small takes the small demo and
copies its schools until there are as many, for machines on which the province is not made.
"""

from __future__ import annotations

import http.client
import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg

from khuevan.kernel.database import address
from khuevan.kernel.testing.server import Platform, connected

from .lists import LIMIT, answer_of, statements
from .measure import Figure, milliseconds, percentile
from .province import served, wanted
from .session import cookie_of

SCHOOLS = int(os.environ.get("BENCH_SCHOOLS", "1500"))
ROLES = {"chuyenvien.so": "department officer", "chuyenvien.xa": "commune officer"}
PAGES = {
    "plans and targets": "/targets/board",
    "maturity": "/maturity/board",
    "reports": "/reports/campaigns/{campaign}",
}
ASKED: dict[str, list[dict[str, str]]] = {
    "plans and targets": [{}, {"page": "2"}, {"page": "3"}],
    "maturity": [
        {}, {"page": "5"}, {"page": "30"}, {"state": "published"}, {"state": "late"}, {"state": "none"}, {"level": "2"},
        {"q": "kim dong"}, {"q": "thcs"}, {"sort": "-level"}, {"sort": "-group1"}, {"sort": "group2", "page": "3"},
    ],
    "reports": [{}],
}  # fmt: skip
ROUNDS = 3
MARK = "(phép đo)"
"""In the title of what is made here, so that it can be taken away again."""


def run() -> Iterator[Figure]:
    place = wanted()
    with (
        filled(place) as campaign,
        tempfile.TemporaryDirectory() as folder,
        served(place, Path(folder)) as platform,
    ):
        for username, role in ROLES.items():
            cookie = cookie_of(platform, username)
            for what, path in PAGES.items():
                targets = [f"{path.format(campaign=campaign)}?{urlencode(words)}" for words in ASKED[what]]
                with connected(place):
                    most = max(len(statements(cookie, target)) for target in targets)
                yield _pages(platform, cookie, f"board of {what}, {role}", targets, most)


def _pages(platform: Platform, cookie: str, name: str, targets: list[str], most: int) -> Figure:
    client = http.client.HTTPConnection(urlsplit(platform.url).netloc)
    for target in targets[:2]:
        for _worker in range(4):
            answer_of(client, cookie, target)
    rounds = [[answer_of(client, cookie, target)[0] for target in targets] for _ in range(ROUNDS)]
    client.close()
    took = [statistics.median(spent) for spent in zip(*rounds, strict=True)]
    if os.environ.get("BENCH_SLOWEST"):
        for spent, target in sorted(zip(took, targets, strict=True), reverse=True)[:5]:
            print(f"{name}: {milliseconds(spent)} {target}")  # noqa: T201
    p95 = percentile(took, 0.95)
    return Figure(
        f"{name}, p95 (at most {most} queries)", f"{milliseconds(p95)} (median {milliseconds(statistics.median(took))})",
        milliseconds(LIMIT), p95 / LIMIT, "< 150 ms", p95 < LIMIT,
    )  # fmt: skip


@contextmanager
def filled(place: address.Addresses) -> Iterator[int]:
    """A plan with its readings and an assessment for every school that has none, taken away afterwards; the number of a
    campaign in which all of them report."""
    assert place.admin is not None
    login = {**place.admin.libpq(), "dbname": place.app.name}
    with psycopg.connect(**login) as control:
        control.execute("set session_replication_role = replica")  # no audit of what is not there to stay
        _emptied(control)
        for statement in FILL:
            control.execute(statement, {"schools": SCHOOLS, "mark": MARK})
    with psycopg.connect(**login, autocommit=True) as control:
        control.execute("analyze")
        row = control.execute("select min(id) from reports_campaign").fetchone()
    assert row is not None
    try:
        yield row[0]
    finally:
        with psycopg.connect(**login) as control:
            control.execute("set session_replication_role = replica")
            _emptied(control)


def _emptied(control: psycopg.Connection) -> None:
    for statement in EMPTY:
        control.execute(statement, {"mark": MARK})


_SCHOOL = "u.kind not in ('ministry', 'department', 'district_office', 'commune') and u.closed_on is null"
FILL = (
    # Copies of schools until there are so many: with their states and places in the tree.
    f"""
    create temporary table copied on commit drop as
    select u.id as old, (select max(id) from organisations_orgunit) + row_number() over (order by n, u.id) as id
    from organisations_orgunit u, generate_series(1, 20) n where {_SCHOOL}
    order by n, u.id
    limit greatest(0, %(schools)s - (select count(*) from organisations_orgunit u where {_SCHOOL}))
    """,
    """
    insert into organisations_orgunit
    select (jsonb_populate_record(u, jsonb_build_object(
        'id', c.id, 'code', %(mark)s || c.id,
        'managing_path', replace(u.managing_path, '/' || c.old || '/', '/' || c.id || '/'),
        'professional_path', replace(u.professional_path, '/' || c.old || '/', '/' || c.id || '/')))).*
    from copied c join organisations_orgunit u on u.id = c.old
    """,
    """
    insert into organisations_unitstate
    select (jsonb_populate_record(s, jsonb_build_object('id', (select max(id) from organisations_unitstate)
        + row_number() over (), 'unit_id', c.id))).*
    from copied c join organisations_unitstate s on s.unit_id = c.old
    """,
    """
    insert into organisations_subordination
    select (jsonb_populate_record(s, jsonb_build_object('id', (select max(id) from organisations_subordination)
        + row_number() over (), 'unit_id', c.id))).*
    from copied c join organisations_subordination s on s.unit_id = c.old
    """,
    """
    insert into reports_report
    select (jsonb_populate_record(r, jsonb_build_object('id', (select max(id) from reports_report)
        + row_number() over (), 'unit_id', c.id))).*
    from copied c join reports_report r on r.unit_id = c.old
    """,
    "update organisations_treeversion set version = nextval('organisations_tree_number')",
    f"""
    insert into targets_plan (unit_id, unit_name, tier, title, search, number, issuer, issued_on, starts_on, ends_on,
        state, is_published, source, note, written_by, written_at, adopted_by, adopted_at, version)
    select u.id, u.name, 'school', %(mark)s || ' ' || u.name, '', '1/KH', '', current_date - 90, current_date - 90,
        current_date + 275, 'adopted', false, '', '', 'bench', now(), 'bench', now(), 1
    from organisations_orgunit u where {_SCHOOL}
    """,
    """
    insert into targets_target (plan_id, unit_id, number, "order", item, name, lead, supporting, deliverable, note,
        is_added, measure, indicator, indicator_version, held, direction, threshold, unit_word, starts_on, due_on, tiers,
        levels, units)
    select p.id, p.unit_id, n::text, n, '', 'Chỉ tiêu ' || n, '', '', '', '', false, 'reported', '', 0, '{}', 'at_least',
        80, '%%', p.starts_on, p.ends_on, '[]', '[]', '[]'
    from targets_plan p, generate_series(1, 10) n where p.title like %(mark)s || '%%'
    """,
    """
    insert into targets_task (plan_id, unit_id, number, "order", item, name, lead, supporting, deliverable, note,
        is_added, starts_on, ends_on, is_yearly, period_said)
    select p.id, p.unit_id, n::text, n, '', 'Nhiệm vụ ' || n, '', '', '', '', false, p.starts_on, p.ends_on, false, ''
    from targets_plan p, generate_series(1, 6) n where p.title like %(mark)s || '%%'
    """,
    """
    insert into targets_reading (plan_id, unit_id, target_id, task_id, read_on, value, standing, is_latest)
    select plan_id, unit_id, target, task, current_date - d, 40,
        (array['reached', 'on_the_way', 'behind', 'late'])[1 + (row + plan_id) %% 4], d = 0
    from (select plan_id, unit_id, id as target, null::bigint as task, id as row from targets_target
          union all select plan_id, unit_id, null, id, id from targets_task) line, generate_series(0, 3) d
    where plan_id in (select id from targets_plan where title like %(mark)s || '%%')
    """,
    f"""
    insert into maturity_assessment (unit_id, unit_name, receiver_id, receiver_name, edition_id, school_year, state,
        due_on, publish_by, self_groups, self_level, sampled, final_groups, final_level, decision_number, version)
    select u.id, u.name, r.id, r.name, e.id, y.code, s.state, current_date + 180, current_date + 200,
        case when s.state = 'draft' then '{{}}' else '{{"1": "62.5", "2": "71"}}' end::jsonb,
        case when s.state = 'draft' then '' else '2' end, '[]',
        case when s.state = 'published' then '{{"1": "60", "2": "70.5"}}' else '{{}}' end::jsonb,
        case when s.state = 'published' then '2' else '' end, %(mark)s, 1
    from organisations_orgunit u
    join maturity_edition e on e.code = '4725'
    join lateral (select code from schoolyear_schoolyear where starts_on <= current_date
                  order by starts_on desc limit 1) y on true
    join lateral (select (array['draft', 'submitted', 'published', 'published'])[1 + u.id %% 4] as state) s on true
    join lateral (select p.parent_id from organisations_subordination p where p.unit_id = u.id and p.line = 'managing'
                  and p.valid_until is null limit 1) above on true
    join organisations_orgunit r on r.id = above.parent_id
    where {_SCHOOL} and not exists (select from maturity_assessment a where a.unit_id = u.id and a.school_year = y.code)
    """,
    f"""
    insert into maturity_proposal (unit_id, edition_id, school_year, scores, figures, made_at)
    select u.id, e.id, y.code, kept.scores, kept.figures, now()
    from organisations_orgunit u join maturity_edition e on e.code = '4725'
    join lateral (select code from schoolyear_schoolyear where starts_on <= current_date
                  order by starts_on desc limit 1) y on true
    join lateral (select scores, figures from maturity_proposal where figures <> '{{}}' limit 1) kept on true
    where {_SCHOOL} on conflict do nothing
    """,
)  # fmt: skip
_OF_OURS = "(select id from targets_plan where title like %(mark)s || '%%')"
EMPTY = (
    *(f"delete from targets_{table} where plan_id in {_OF_OURS}" for table in ("reading", "target", "task")),  # noqa: S608 - constants
    f"delete from targets_plan where id in {_OF_OURS}",  # noqa: S608 - constants
    "delete from maturity_assessment where decision_number = %(mark)s",
    *(
        f"delete from {table} where unit_id in (select id from organisations_orgunit where code like %(mark)s || '%%')"  # noqa: S608
        for table in (
            "reports_report",
            "maturity_proposal",
            "organisations_unitstate",
            "organisations_subordination",
        )
    ),
    "delete from organisations_orgunit where code like %(mark)s || '%%'",
    "update organisations_treeversion set version = nextval('organisations_tree_number')",
)
