"""Members of staff from a checked list, many at once: person, affiliation, member, posting, as an act leaves them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import polars as pl
from django.db import connection

from khuevan.kernel import access, clock, events
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records.events import RecordChanged
from khuevan.kernel.sheets import Batch, Setting, TableTarget, staging
from khuevan.kernel.text import search_text
from khuevan.register.people import services as people
from khuevan.register.people.services import name_columns

from ..choices import GROUP_OF_POSITION, PostingKind, StaffStatus
from ..events import StaffPosted
from ..models import StaffMember
from ..permissions import EDIT_STAFF, RECORD_POSTINGS
from .holding import rights_changed
from .members import KEY

_OF_PERSON: Final = ("full_name", "given", "birth_date", "sex", "search", "sort_key")
_POSTED: Final = """
insert into staff_posting (staff_id, school_id, kind, status, position, leave, valid_from, counterpart_name,
    decision_number, deciding_body, note, recorded_at)
select m.id, m.school_id, 'hired', m.status, m.position, '', m.joined_on, '', '', m.recruited_by, %s, %s
from staff_staffmember m where m.id = any(%s)
"""


def add_staff(batch: Batch, fields: Sequence[str]) -> pl.DataFrame:
    """New people and members; answers `row`, `id`. fields: the member's own columns in the frame. Raises Refused."""
    setting = batch.setting
    access.demand(setting.actor, RECORD_POSTINGS, on=setting.unit_id)
    frame = _with_every_column(batch.added, setting)
    persons = people.add_people(
        frame,
        actor=setting.actor,
        at=setting.at,
        unit_id=setting.unit_id,
        kind="staff",
        since=clock.on(setting.at),
    )
    names = {name: name_columns(name) for name in frame["full_name"].unique()}
    words = zip(frame["full_name"], frame["code"].fill_null(""), strict=True)
    whole = frame.with_columns(
        persons.alias("person"),
        pl.Series("given", [names[name].given for name in frame["full_name"]], dtype=pl.String),
        pl.Series("sort_key", [names[name].sort_key for name in frame["full_name"]], dtype=pl.String),
        pl.Series("search", [search_text(f"{name} {code}") for name, code in words], dtype=pl.String),
        pl.Series("group", [GROUP_OF_POSITION[one] for one in frame["position"]], dtype=pl.String),
        pl.col("joined_on").alias("status_on"),
    )
    written = dict.fromkeys((*fields, *_OF_PERSON, "person", "group", "status_on"))
    target = TableTarget(StaffMember, {name: name for name in written}, unit="school")
    done = target.commit(Batch(setting, whole, whole.clear(), (), batch.why))
    _post(done["id"].to_list(), setting, batch.why)
    return done.select("row", "id")


def change_staff(batch: Batch, fields: Sequence[str]) -> None:
    """Writes the touched columns of members and of their people (`id`, `person`, `version` of the member). Raises
    Refused, ChangedMeanwhile."""
    setting, frame = batch.setting, batch.changed
    access.demand(setting.actor, EDIT_STAFF, on=setting.unit_id)
    own = {"actor": setting.actor, "at": setting.at, "unit_id": setting.unit_id}
    _take_up_again(frame, batch)
    touched = tuple(name for name in batch.touched if name in fields)
    if touched and frame.height:
        filled = _with_every_column(frame, setting)
        target = TableTarget(StaffMember, {name: name for name in fields}, unit="school")
        written = target.commit(Batch(setting, filled.clear(), filled, touched, batch.why))
        for number, version in written.select("id", "version").iter_rows():
            events.publish(RecordChanged(KEY, number, setting.unit_id, version, touched))
    if people.correct_people(frame, batch.touched, why=batch.why, **own):
        with connection.cursor() as cursor:
            cursor.execute(
                "update staff_staffmember m set full_name = p.full_name, given = p.given, birth_date = p.birth_date,"
                " sex = p.sex, sort_key = p.sort_key, search = trim(p.search || ' ' || lower(m.code)),"
                " version = m.version + 1 from people_person p where p.id = m.person_id and m.id = any(%s)"
                " and (m.full_name, m.birth_date, m.sex) is distinct from (p.full_name, p.birth_date, p.sex)",
                [frame["id"].to_list()],
            )


def retract_staff(ids: Sequence[int], *, actor: Actor, at: datetime, school_id: int, why: str) -> set[int]:
    """Marks members, their posting and their people as entered by mistake, where nothing hangs on them. Nothing is
    deleted. Answers those who are marked. Raises Refused."""
    access.demand(actor, RECORD_POSTINGS, on=school_id)
    held = staging.referenced("staff_staffmember", ids, but=("staff_posting",))
    with connection.cursor() as cursor:
        cursor.execute(
            "select m.person_id, m.id from staff_staffmember m where m.id = any(%s) and (select count(*) from"
            " staff_posting p where p.staff_id = m.id and p.cancelled_at is null) = 1",
            [sorted(set(ids) - held)],
        )
        members: dict[int, int] = dict(cursor.fetchall())
        gone = people.retract_people(
            list(members), actor=actor, at=at, unit_id=school_id, kind="staff", but=("staff_staffmember",)
        )
        marked = [members[person] for person in gone]
        cursor.execute(
            "update staff_posting set cancelled_at = %s where staff_id = any(%s) and cancelled_at is null",
            [at, marked],
        )
        cursor.execute(
            "update staff_staffmember set status = '0', status_on = %s, left_on = joined_on, left_why = %s,"
            " version = version + 1 where id = any(%s)",
            [clock.on(at), why[:200], marked],
        )
    for number, version in StaffMember.objects.filter(pk__in=marked).values_list("id", "version"):
        events.publish(RecordChanged(KEY, number, school_id, version, ("status",)))
    rights_changed(gone)
    return set(marked)


def _take_up_again(frame: pl.DataFrame, batch: Batch) -> None:
    """Members who had been taken back as a mistake and stand in the list again."""
    setting = batch.setting
    back = frame.filter(pl.col("_mistaken"))
    if not back.height:
        return
    access.demand(setting.actor, RECORD_POSTINGS, on=setting.unit_id)
    people.restore_people(
        back["person"].to_list(), actor=setting.actor, at=setting.at, unit_id=setting.unit_id, kind="staff"
    )
    ids = back["id"].to_list()
    filled = _with_every_column(back, setting).select("id", "position", "joined_on", "status")
    filled = filled.with_columns(
        pl.Series("group", [GROUP_OF_POSITION[one] for one in filled["position"]], dtype=pl.String)
    )
    with staging.staged(filled, "staff_again") as staged, connection.cursor() as cursor:
        cursor.execute(
            f'update staff_staffmember m set status = s.status, status_on = s.joined_on, "group" = s."group",'  # noqa: S608
            " position = s.position, joined_on = s.joined_on, left_on = null, left_why = ''"
            f" from {staged} s where s.id = m.id and m.status = '0'"
        )
        if cursor.rowcount != len(ids):
            raise ChangedMeanwhile
    _post(ids, setting, batch.why)


def _post(ids: Sequence[int], setting: Setting, why: str) -> None:
    """Postings as of who is taken in, with their news; their rights are built anew."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTED, [why[:300], setting.at, list(ids)])
    posted = StaffMember.objects.filter(pk__in=ids).values_list("id", "person_id", "school_id", "status_on")
    for number, person_id, school_id, on in posted:
        events.publish(StaffPosted(number, person_id, school_id, PostingKind.HIRED, on))
    rights_changed(person_id for _number, person_id, _school, _on in posted)


def _with_every_column(frame: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """With the columns of a person that the list does not have, and what a missing status and day mean."""
    missing: list[Any] = [
        pl.lit(None, people.OTHER_TYPES.get(n, pl.String)).alias(n)
        for n in people.IMPORTED
        if n not in frame.columns
    ]
    return frame.with_columns(
        *missing,
        pl.col("status").fill_null(StaffStatus.WORKING.value),
        pl.col("joined_on").fill_null(clock.on(setting.at)),
        pl.col("sex").fill_null(""),
    )
