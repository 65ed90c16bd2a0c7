"""Results of a school year: both terms and the year of every class, worked out and stored by `gradebook.services.many`.

The peer in the same run is the same database doing the same without computing: it reads the same marks and appraisals,
and inserts the same rows of results, made before, into the same tables (their keys, row-level security and audit log
as ever), in the same batches over the same connection. Both sides begin with empty tables of results.

The demo province is enlarged by copies of its learners (BENCH_RESULT_COPIES) and every class that has teachers gets the
marks of a whole year. Batches are of equal size, so that time grows with their number: the figure for 700,000 is that
of this run times the learners.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import psycopg

from khuevan.kernel.database import address, roles
from khuevan.kernel.testing.plugin import migrated_template, state_of_migrations
from khuevan.kernel.testing.server import connected, furnished_template

from .measure import Figure, median, seconds

COPIES = int(os.environ.get("BENCH_RESULT_COPIES", "2"))
ROUNDS, AIM, WHOLE = int(os.environ.get("BENCH_ROUNDS", "3")), 1.5, 700_000
RESULTS = ("gradebook_subjectresult", "gradebook_termresult")
MARKS = """
insert into gradebook_mark (school_id, enrolment_id, subject_id, term, kind, ordinal, number, word, text, version,
    changed_at, changed_by, contested_by, contested_value)
select e.school_id, e.id, c.subject_id, t.term, c.kind, c.ordinal,
    case when c.entry in ('score', 'test') then
        case c.entry when 'test' then round((3 + 7 * x.drawn)::numeric) else round((3 + 7 * x.drawn)::numeric, 1) end end,
    case c.entry when 'pass' then case when x.drawn < 0.01 then 'CD' else 'D' end
        when 'level' then case when x.drawn < 0.05 then 'C' when x.drawn < 0.5 then 'H' else 'T' end else '' end,
    '', 1, now(), 'bench', '', ''
from schoolyear_enrolment e join shape c using (class_group_id) cross join (values (1), (2)) t(term)
cross join lateral (select (hashint8(e.id::bigint * 7919 + c.subject_id * 131 + c.ordinal * 17 + t.term
    + hashtext(c.kind)) & 1048575) / 1048575.0 as drawn) x
where e.left_on is null
"""
SAID = """
insert into gradebook_appraisal (
    school_id, enrolment_id, term, moment, conduct, levels, comment, version, changed_at, changed_by)
select school_id, id, term, 'final', case when level = 'primary' then null else 1 + (id + term) %% 3 end,
    case when level = 'primary' then (
        select jsonb_object_agg(trait, case when (id + length(trait)) %% 7 = 0 then 'D' else 'T' end)
        from unnest(%s::text[]) trait) else '{}' end, '', 1, now(), 'bench'
from schoolyear_enrolment cross join (values (1), (2)) t(term)
where class_group_id in (select class_group_id from shape) and left_on is null
"""
READ = """
select count(m.number), count(nullif(m.word, '')), count(distinct e.id), max(a.conduct)
from schoolyear_enrolment e join gradebook_mark m on m.enrolment_id = e.id and m.term = %(term)s
left join gradebook_appraisal a on a.enrolment_id = e.id and a.term = %(term)s and a.moment = 'final'
where e.class_group_id = any(%(ids)s) and e.left_on is null
"""


def run() -> Iterator[Figure]:
    template = migrated_template(f"khuevan_template_{state_of_migrations()}")
    place, admin = template.on(f"khuevan_bench_results_{os.getpid()}"), template.admin
    assert admin is not None
    with psycopg.connect(**admin.libpq(), autocommit=True) as control:
        roles.create_database(control, place, template=furnished_template(control, template))
        try:
            with (
                connected(place),
                psycopg.connect(**{**admin.libpq(), "dbname": place.app.name}, autocommit=True) as bare,
            ):
                yield from compared(place, bare)
        finally:
            roles.drop_database(control, place.app.name)


def compared(place: address.Addresses, bare: psycopg.Connection) -> Iterator[Figure]:
    classes, year = filled(bare)
    learners = count(
        bare,
        "select count(*) from schoolyear_enrolment where class_group_id = any(%s) and left_on is null",
        classes,
    )
    stored(classes)
    for table in RESULTS:
        bare.execute(f"create table raw_{table} as select r.*, e.class_group_id from {table} r"
                     " join schoolyear_enrolment e on e.id = r.enrolment_id")  # fmt: skip
        bare.execute(f"create index on raw_{table} (term, class_group_id); analyze raw_{table}")
        bare.execute(f"grant select on raw_{table} to khuevan_app")
    marks = count(bare, "select count(*) from gradebook_mark")
    rows = count(bare, "select count(*) from raw_gradebook_subjectresult")
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(emptied(bare, lambda: stored(classes)))
        theirs.append(emptied(bare, lambda: copied(classes)))
    ratio = median([a / b for a, b in zip(ours, theirs, strict=True)])
    taken = median(ours)
    yield Figure(
        f"results of {year}: {learners:,} learners, {marks:,} marks, {rows:,} results of subjects",
        f"{taken:.1f} s, {rows / taken:,.0f}/s; {WHOLE:,} learners would take {taken * WHOLE / learners:.0f} s",
        f"read and written without computing {median(theirs):.1f} s", ratio, f"≤ {AIM}", ratio <= AIM,
    )  # fmt: skip


def filled(bare: psycopg.Connection) -> tuple[list[int], str]:
    """Marks and appraisals of a year for every class that has teachers; gives the classes."""
    from khuevan.kernel import access, clock, database
    from khuevan.school.gradebook.queries import TRAITS, Shapes
    from khuevan.school.gradebook.queries.books import ClassGroup
    from khuevan.school.schoolyear.queries import year_at
    from khuevan.school.staff import queries as staff

    actor = access.system("bench")
    with database.acting(actor):
        year: Any = year_at(clock.today())
        groups = list(
            ClassGroup.objects.filter(school_year=year)
            .select_related("school_year")
            .order_by("school_id", "id")
        )
        taught, shapes = staff.taught_subjects([one.pk for one in groups]), Shapes(actor)
        shape = [
            (group.pk, subject.pk, column.kind, column.ordinal, column.entry)
            for group in groups
            for subject in taught[group.pk]
            for column in shapes.of(group, subject.pk)
            if column.entry != "text"
        ]
    bare.execute(
        "create temporary table shape (class_group_id int, subject_id int, kind text, ordinal int, entry text)"
    )
    with bare.cursor().copy("copy shape from stdin") as copy:
        for row in shape:
            copy.write_row(row)
    bare.execute("analyze shape")
    bare.execute(
        "set session_replication_role = replica"
    )  # neither keys nor the log: this database is thrown away
    bare.execute("truncate gradebook_mark, gradebook_appraisal, gradebook_exemption cascade")
    enlarged(bare, year.pk)
    bare.execute(MARKS)
    bare.execute(SAID, [list(TRAITS)])
    bare.execute("set session_replication_role = origin")
    bare.execute("vacuum analyze gradebook_mark, gradebook_appraisal, schoolyear_enrolment")
    return sorted({row[0] for row in shape}), year.code


def enlarged(bare: psycopg.Connection, year_id: int) -> None:
    """More learners in the same classes: copies of each enrolment, which no rule of the register would let in."""
    for index in ("schoolyear_enrolment_once", "schoolyear_enrolment_at_one_school"):
        bare.execute(f"drop index {index}")
    columns = [
        row[0]
        for row in bare.execute(
            "select column_name from information_schema.columns where table_name = 'schoolyear_enrolment'"
            " and column_name <> 'id' and is_generated = 'NEVER'"
        )
    ]
    names = ", ".join(columns)
    for copy in range(1, COPIES):
        bare.execute(
            f"insert into schoolyear_enrolment (id, {names}) select id + {copy} * 50000000, {names}"  # noqa: S608
            " from schoolyear_enrolment where school_year_id = %s and id < 50000000",
            [year_id],
        )


def stored(classes: list[int]) -> None:
    """Ours: as `compute_results` does it."""
    from khuevan.kernel import access, clock, database
    from khuevan.school.gradebook.services.many import BATCH, store_results_of

    actor = access.system("bench")
    for term in (1, 2):
        for place in range(0, len(classes), BATCH):
            with database.acting(actor):
                store_results_of(actor, classes[place : place + BATCH], term, at=clock.now())


def copied(classes: list[int]) -> None:
    """The peer: what was read and written, without what lies between."""
    from django.db import connection, transaction

    from khuevan.kernel import access, audit, clock, database
    from khuevan.school.gradebook.services.many import BATCH

    actor = access.system("bench")
    columns = {
        "gradebook_subjectresult": "school_id, enrolment_id, subject_id, term, average, word, instrument, computed_at",
        "gradebook_termresult": "school_id, enrolment_id, term, learning, conduct, overall, next_step, title, missing,"
        " absences, instrument, computed_at",
    }
    for term, terms in ((1, [1]), (2, [2, 0])):
        for place in range(0, len(classes), BATCH):
            ids = classes[place : place + BATCH]
            with (
                database.acting(actor), transaction.atomic(), audit.act(actor, "gradebook.term:close", at=clock.now()),
                connection.cursor() as cursor,
            ):  # fmt: skip
                cursor.execute(READ, {"ids": ids, "term": term})
                for table, names in columns.items():
                    cursor.execute(
                        f"insert into {table} ({names}) select {names} from raw_{table}"  # noqa: S608
                        " where term = any(%s) and class_group_id = any(%s) order by enrolment_id, term",
                        [terms, ids],
                    )


def emptied(bare: psycopg.Connection, act: Callable[[], None]) -> float:
    for table in RESULTS:
        bare.execute(f"truncate {table} cascade")
    bare.execute("checkpoint")
    return seconds(act)


def count(bare: psycopg.Connection, statement: str, *values: Any) -> int:
    row = bare.execute(statement, values).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return int(row[0])
