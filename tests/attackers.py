"""The province as attackers meet it: each role of the demo, what is theirs, what is not, and canaries in every row.

A canary is a word hidden in the names of a row that tells the row's unit: whatever page, fragment, export or
answer shows one of a unit outside the reader's reach has leaked, however it came there.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import psycopg
from django.apps import apps
from django.test import Client
from django.urls import URLPattern

from khuevan.demo.logins import LOGINS, OTHERS
from khuevan.governance.indicators import services as indicators
from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Actor
from khuevan.kernel.database import address
from khuevan.kernel.records import registry
from khuevan.register.accounts import queries as accounts
from tests.test_architecture import patterns

CANARY = re.compile(r"zq([pu])(\d+)qz")
FAMILY = tuple(login for login in OTHERS if login.role in ("parent", "learner"))
ASKING = (*LOGINS, *FAMILY)
ROLES = ("anonymous", *(login.role for login in ASKING))
CHOOSES_A_SCHOOL = (
    "/staff/moves/", "/transfers/", "/api/v1/staff/moves/", "/api/v1/transfers/",
    "/portal/", "/en/", "/sitemap.xml", "/maturity/public/", "/targets/public/", "/indicators/public/",
)  # fmt: skip
"""Where one names the school that a child or a colleague goes to, and the pages for everybody: names of open schools,
wherever they are, are public there by design (`queries/places.py`, `queries/schools.py`); people's names are not."""
ANSWERS_FOR_RESIDENTS = ("/universalisation/communes/", "/api/v1/universalisation/communes/")
"""A commune answers for the schooling of those who live in it, wherever they learn: it reads there, by design and with
each look logged, in which school somebody of its own forms is (`people`), and which children living in it no form names
(`clashes`). See `migrations/registered.sql` of that room."""
FIGURE = "schoolyear.student:girls_share"
"""An indicator, whose records are pupils of schools."""
BEHIND = {
    "unit_id": ("organisations_orgunit", "id"),
    "school_id": ("organisations_orgunit", "id"),
    "account_id": ("accounts_account", "unit_id"),
    "batch_id": ("accounts_slipbatch", "unit_id"),
    "entry_id": ("audit_entry", "unit_id"),
    "run_id": ("jobs_jobrun", "unit_id"),
    "file_id": ("files_storedfile", "unit_id"),
    "import_id": ("sheets_import", "unit_id"),
    "point_id": ("organisations_schoolpoint", "school_id"),
    "affiliation_id": ("people_affiliation", "unit_id"),
    "learner_id": ("learners_learner", "school_id"),
    "correction_id": ("learners_correctionrequest", "school_id"),
    "staff_id": ("staff_staffmember", "school_id"),
    "member_id": ("staff_staffmember", "school_id"),
    "move_id": ("staff_staffmove", "from_school_id"),
    "transfer_id": ("transfers_transfer", "sending_id"),
    "finding_id": ("quality_finding", "unit_id"),
    "reminder_id": ("quality_reminder", "unit_id"),
    "package_id": ("exchange_package", "unit_id"),
    "check_id": ("exchange_packagecheck", "unit_id"),
    "report_id": ("statistics_report", "unit_id"),
    "document_id": ("reports_report", "unit_id"),
    "campaign_id": ("reports_campaign", ""),
    "class_id": ("schoolyear_classgroup", "school_id"),
    "leave_id": ("attendance_leaverequest", "school_id"),
    "enrolment_id": ("schoolyear_enrolment", "school_id"),
    "certificate_id": ("signing_certificate", "unit_id"),
    "signature_id": ("signing_signature", "unit_id"),
    "stand_in_id": ("signing_standin", "unit_id"),
    "order_id": ("signing_deskorder", "unit_id"),
    "order": ("signing_deskorder", "unit_id"),
    "card_id": ("reportcards_card", "school_id"),
    "card": ("reportcards_card", "school_id"),
    "copy_id": ("copies_copy", "school_id"),
    "handover_id": ("custody_handover", "school_id"),
    "package": ("custody_package", "school_id"),
    "class_group": ("schoolyear_classgroup", "school_id"),
    "enrolment": ("schoolyear_enrolment", "school_id"),
    "reopening": ("gradebook_reopening", "school_id"),
    "commune_id": ("organisations_orgunit", "id"),
    "household_id": ("universalisation_household", "unit_id"),
    "resident_id": ("universalisation_member", "unit_id"),
    "dossier_id": ("universalisation_dossier", "unit_id"),
    "person_id": ("people_person", ""),
    "grant_id": ("accounts_grant", ""),
    "guardianship_id": ("people_guardianship", ""),
    "merge_id": ("people_merge", ""),
    "pair_id": ("quality_pair", ""),
    "subject_id": ("curriculum_subject", ""),
    "plan_id": ("targets_plan", ""),
    "target_id": ("targets_target", ""),
    "task_id": ("targets_task", ""),
    "notice_id": ("targets_notice", "unit_id"),
    "progress_id": ("targets_report", "unit_id"),
    "subject": ("curriculum_subject", ""),
    "assessment_id": ("maturity_assessment", "unit_id"),
    "evidence_id": ("maturity_evidence", "unit_id"),
    "review_id": ("maturity_review", ""),
    "appeal_id": ("maturity_appeal", ""),
    "schedule_id": ("inspections_plan", "unit_id"),
    "candidate_id": ("inspections_candidate", ""),
    "visit_id": ("inspections_visit", "unit_id"),
    "photo_id": ("inspections_photo", ""),
    "remedy_id": ("inspections_remedy", "unit_id"),
}
"""Argument of an address -> the table that it numbers the rows of, and the column that names their unit."""
OF_PATH = {
    ("custody/", "package_id"): ("custody_package", "school_id"),
    ("signing/", "batch_id"): ("signing_signingbatch", "unit_id"),
}
"""Beginning of an address and argument -> the same, where the argument's name means something else elsewhere."""
OF_PK = {
    "transfers/transfers/": ("transfers_transfer", "sending_id"),
    "staff/assignments/": ("staff_teachingassignment", "school_id"),
    "schoolyear/roll-over/classes/": ("schoolyear_classgroup", "school_id"),
    "gradebook/reopenings/": ("gradebook_reopening", "school_id"),
    "gradebook/phrases/": ("gradebook_phrase", "school_id"),
    "gradebook/exemptions/": ("gradebook_exemption", "school_id"),
}
"""Beginning of an address -> the same for its `pk`, where no record stands there."""
HIDE = (
    "update organisations_orgunit set name = name || ' zqu' || id || 'qz', address = 'zqu' || id || 'qz'",
    "update organisations_unitstate set name = name || ' zqu' || unit_id || 'qz'",
    "update organisations_schoolpoint set name = name || ' zqp' || school_id || 'qz'",
    "update people_person p set full_name = full_name || ' zqp' || a.unit_id || 'qz'"
    " from people_affiliation a where a.person_id = p.id",
    "update people_affiliation set title = title || ' zqp' || unit_id || 'qz'",
    "update accounts_account set display_name = display_name || ' zqp' || unit_id || 'qz'",
    "update schoolyear_classgroup set name = name || ' zqp' || school_id || 'qz'",
    "update schoolyear_enrolment set full_name = full_name || ' zqp' || school_id || 'qz'",
)


@dataclass
class Province:
    """Actors and account ids by role; ids of the whole province by the name of the address' argument."""

    actors: dict[str, Actor]
    pools: dict[str, list[Any]]
    accounts: dict[str, int] = field(default_factory=dict)
    families: dict[str, frozenset[int]] = field(default_factory=dict)
    """Role of a family's log-in -> units of their own children, whose rows are theirs to see."""


def hide_canaries(addresses: address.Addresses) -> None:
    """As the owner, without the audit triggers' work: the rows keep their meaning, and tell where they belong."""
    with psycopg.connect(**addresses.owner.libpq()) as connection:
        for statement in HIDE:
            table = statement.split()[1]
            connection.execute(f"alter table {table} disable trigger user")
            connection.execute(statement)
            connection.execute(f"alter table {table} enable trigger user")


def survey(addresses: address.Addresses) -> Province:
    """Reads, as the owner, what there is; builds the demo's actors from their real grants."""
    pools: dict[str, list[Any]] = {
        "code": ["teacher", "head", "administrator", FIGURE, "4725", "2.3.2"],
        "provider_id": ["vneid"],
    }
    with psycopg.connect(**addresses.owner.libpq()) as connection:
        for table, _unit in (*BEHIND.values(), *OF_PATH.values(), *_records().values()):
            pools[table] = _ids(connection, table)
        pools |= {name: pools[table] for name, (table, _unit) in BEHIND.items()}
        ids = dict(connection.execute("select username, id from accounts_account").fetchall())
    on = clock.today()
    indicators.rebuild(actor=access.system(), at=clock.now())
    actors = {login.role: accounts.actor_for(ids[login.username], on) for login in ASKING}
    actors["anonymous"] = Actor.anonymous("127.0.0.1 thử")
    pools["kind"] = ["rename", "close", "merge", "move", "split", "change_level", "correct", "open", "x"]
    pools["on"], pools["slot"] = [str(on), f"{on:%d-%m-%Y}", "0001-01-01", "x"], ["am", "p3", "x"]
    pools["outline"], pools["tier"] = ["programme", "disclosure", "x"], ["school", "commune", "x"]
    pools["term"] = [1, 2, 0, 3]
    pools["rest"] = ["portal/", "portal/schools/", "targets/public/", "people/", "x"]
    pools["form"], pools["cell"] = ["dn-th", "cn-thcs", "x"], ["learners.all.total", "x"]
    pools["tab"] = ["history", "children", "points", "map", "lineage", "x"]
    return Province(
        actors, pools, {login.role: ids[login.username] for login in ASKING}, _families(addresses)
    )


def _families(addresses: address.Addresses) -> dict[str, frozenset[int]]:
    """Units where those log-ins' own children (or the learners themselves) are or were."""
    query = """
    select distinct a.unit_id from people_affiliation a
     where a.person_id = (select person_id from accounts_account where username = %(name)s)
        or a.person_id in (select g.ward_id from people_guardianship g join accounts_account c
                               on c.person_id = g.guardian_id where c.username = %(name)s)"""
    with psycopg.connect(**addresses.owner.libpq()) as connection:
        return {
            login.role: frozenset(row[0] for row in connection.execute(query, {"name": login.username}))
            for login in FAMILY
        }


def behind(where: str, name: str) -> tuple[str, str] | None:
    """Table and unit's column of the rows that this argument of the address numbers; None for words and dates."""
    path = where.removeprefix("api/v1/")
    for (start, argument), rows in OF_PATH.items():
        if name == argument and path.startswith(start):
            return rows
    if name != "pk":
        return BEHIND.get(name)
    fitting = [start for start in _records() if path.startswith(start)]
    return _records()[max(fitting, key=len)] if fitting else None


@cache
def _records() -> dict[str, tuple[str, str]]:
    """Beginning of the addresses of each record -> its table and unit's column."""
    import khuevan.config.api  # noqa: F401 - reads the records of every room

    declared = {
        f"{one.module}/{one.address}/": (one.model._meta.db_table, one.scope_field)
        for one in registry.declared()
        if one.model._meta.app_label != "specimens"
    }
    return {**declared, **OF_PK}


def _ids(connection: psycopg.Connection, table: str) -> list[int]:
    """Up to 5,000 of its keys, spread evenly."""
    found = connection.execute(
        f"select pk from (select {key_of(table)} as pk, row_number() over (order by {key_of(table)}) as place,"  # noqa: S608
        f" count(*) over () as total from {table}) as rows where place % greatest(total / 5000, 1) = 0 order by 1"
    ).fetchall()
    return [row[0] for row in found]


def key_of(table: str) -> str:
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    return str(model._meta.pk.column)


def signed_in_client(province: Province, role: str) -> Client:
    """A client with a real session of the role's account; without one for anonymous."""
    client = Client(raise_request_exception=False)
    if role in province.accounts:
        account = accounts.account_by_id(province.accounts[role])
        assert account is not None
        with everything():
            client.force_login(account)
    return client


def arguments(pattern: URLPattern, where: str, province: Province, chance: random.Random) -> str:
    """The address with every argument filled in from the pools, at random; numbers that nobody has, too."""

    def fill(match: re.Match[str]) -> str:
        name = match.group(2)
        table = behind(where, name)
        pool = province.pools.get(table[0] if table else name) or (
            province.pools["unit_id"] if match.group(1) in ("int:", None) else ["x"]
        )
        if match.group(1) == "int:" and chance.random() < 0.05:
            return str(chance.choice((0, 2**31 - 1, 999_999)))
        return str(chance.choice(pool))

    return "/" + re.sub(r"<(\w+:)?(\w+)>", fill, where)


def pages() -> list[tuple[str, URLPattern]]:
    """Every address of ours, without the gallery (no data) and the doors of sign-in libraries' own tests."""
    return [(where, entry) for where, entry in patterns() if not where.startswith("ui/gallery")]


def leaks(body: str, actor: Actor, own_units: Collection[int] = ()) -> Iterator[str]:
    """Canaries that this reader must not see: people outside the reach, units outside the outline. `own_units`: of a
    family's own children."""
    for kind, number in CANARY.findall(body):
        allowed = actor.reach if kind == "p" else actor.outline | actor.reach
        own = actor.home_unit_id == int(number) or int(number) in own_units
        if int(number) not in allowed and not own:
            yield f"{kind}{number}"


def everything() -> Any:
    """The database without row-level security's narrowing, for checks."""
    return database.acting(access.system("kiểm tra"))
