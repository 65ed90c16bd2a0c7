"""Units by the thousand: a country, a province's schools. COPY into temporary tables, then one insert each.

PostgreSQL does not COPY into a table under row-level security, hence the temporary tables. Codes that exist
already are left as they are, so a load may be repeated.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from khuevan.kernel import access, audit, text
from khuevan.kernel.access import Actor

from ..choices import ActKind, Line
from ..models import OrgUnit, Province, Succession
from ..permissions import LOAD_COUNTRY
from ..rules.acts import STATE_OPEN, WHAT_STATE, Change, Decree
from ..rules.kinds import level_refusals
from ..rules.sentences import ActRefused, Sentence, _
from .orders import Attributes
from .today import refresh_all
from .writing import Nation, attribute_columns


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Under which unit, named by its code, on which line, within which half-open period."""

    line: Line
    parent_code: str
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class LoadedUnit:
    """A unit with its history so far. Parents may stand earlier in the same load."""

    code: str
    attributes: Attributes
    opened_on: date
    decree: Decree
    placings: tuple[Placed, ...] = ()
    closed_on: date | None = None
    commune_code: str = ""
    province_id: int | None = None
    phone: str = ""
    email: str = ""
    website: str = ""


def both_lines(parent_code: str, valid_from: date, valid_until: date | None = None) -> tuple[Placed, ...]:
    """The same body managing and directing."""
    return tuple(
        Placed(line=line, parent_code=parent_code, valid_from=valid_from, valid_until=valid_until)
        for line in Line
    )


def load_units(actor: Actor, units: Sequence[LoadedUnit], *, at: datetime, on: date) -> dict[str, int]:
    """Open the units that do not exist yet, each with its opening act; compute the picture of the day ``on``.

    Returns code -> id of all named units, old and new. Only for those who may load the country. Raises
    ActRefused naming the unit whose levels or parents are wrong; nothing is loaded then.
    """
    access.demand(actor, LOAD_COUNTRY, on=Nation())
    with audit.bulk(actor, "organisations.country:load", at=at):
        ids = dict(OrgUnit.objects.values_list("code", "pk"))
        missing = [unit for unit in units if unit.code not in ids]
        _check(missing, ids)
        for unit, unit_id in zip(missing, _next_ids("orgunit", len(missing)), strict=True):
            ids[unit.code] = unit_id
        act_ids = dict(zip((unit.code for unit in missing), _next_ids("unitact", len(missing)), strict=True))
        _insert("orgunit", [_unit_row(actor, unit, ids, at) for unit in missing])
        _insert("unitact", [_act_row(actor, unit, ids, act_ids, at) for unit in missing])
        _insert("unitstate", [_state_row(unit, ids, act_ids) for unit in missing])
        _insert("subordination", [row for unit in missing for row in _parent_rows(unit, ids, act_ids)])
        if missing:
            refresh_all(on=on)
    return {unit.code: ids[unit.code] for unit in units}


def load_successions(links: Iterable[tuple[str, str]], ids: dict[str, int], on: date) -> None:
    """(predecessor, successor) by code, under the act that opened the successor."""
    wanted = [(ids[old], ids[new]) for old, new in links]
    known = set(Succession.objects.values_list("predecessor_id", "successor_id"))
    opened = dict(
        OrgUnit.objects.filter(acts__kind=ActKind.MERGE, acts__effective_on=on).values_list("pk", "acts__pk")
    )
    Succession.objects.bulk_create(
        [
            Succession(act_id=opened[new], predecessor_id=old, successor_id=new, effective_on=on)
            for old, new in wanted
            if (old, new) not in known
        ]
    )


def _check(units: Sequence[LoadedUnit], ids: dict[str, int]) -> None:
    known = set(ids)
    for unit in units:
        reasons = list(level_refusals(unit.attributes.kind, unit.attributes.levels))
        if unit.code in known:
            reasons.append(Sentence("code_twice", _("Mã %(code)s xuất hiện hai lần."), {"code": unit.code}))
        for placed in unit.placings:
            if placed.parent_code not in known:
                reasons.append(
                    Sentence(
                        "parent_unknown",
                        _("Không có đơn vị mã %(parent)s (cấp trên của %(name)s)."),
                        {"parent": placed.parent_code, "name": unit.attributes.name},
                    )
                )
        if reasons:
            raise ActRefused(tuple(reasons))
        known.add(unit.code)


def _next_ids(table: str, number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            [f"organisations_{table}", number],
        )
        return [int(row[0]) for row in cursor.fetchall()]


def _columns(unit: LoadedUnit, ids: dict[str, int]) -> dict[str, Any]:
    columns = attribute_columns(unit.code, unit.attributes)
    if unit.commune_code:
        columns["commune_id"] = ids[unit.commune_code]
    return columns


def _unit_row(actor: Actor, unit: LoadedUnit, ids: dict[str, int], at: datetime) -> dict[str, Any]:
    return {
        "id": ids[unit.code],
        "version": 1,
        "code": text.nfc(unit.code),
        "opened_on": unit.opened_on,
        "closed_on": unit.closed_on,
        "province_id": unit.province_id,
        "managing_path": "",
        "professional_path": "",
        "phone": unit.phone,
        "email": unit.email,
        "website": unit.website,
        "changed_at": at,
        "changed_by": actor.name,
        **_columns(unit, ids),
    }


def _act_row(
    actor: Actor, unit: LoadedUnit, ids: dict[str, int], act_ids: dict[str, int], at: datetime
) -> dict[str, Any]:
    change = asdict(Change(unit.attributes.name, WHAT_STATE, "", STATE_OPEN))
    return {
        "id": act_ids[unit.code],
        "unit_id": ids[unit.code],
        "kind": ActKind.OPEN.value,
        "effective_on": unit.opened_on,
        "decision_number": unit.decree.decision_number,
        "deciding_body": unit.decree.deciding_body,
        "note": unit.decree.note,
        "details": json.dumps([change], ensure_ascii=False),
        "recorded_at": at,
        "recorded_by": actor.name,
    }


def _state_row(unit: LoadedUnit, ids: dict[str, int], act_ids: dict[str, int]) -> dict[str, Any]:
    return {
        "unit_id": ids[unit.code],
        "valid_from": unit.opened_on,
        "valid_until": unit.closed_on,
        "act_id": act_ids[unit.code],
        **_columns(unit, ids),
    }


def _parent_rows(unit: LoadedUnit, ids: dict[str, int], act_ids: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "unit_id": ids[unit.code],
            "parent_id": ids[placed.parent_code],
            "line": placed.line.value,
            "valid_from": placed.valid_from,
            "valid_until": placed.valid_until,
            "act_id": act_ids[unit.code],
        }
        for placed in unit.placings
    ]


def _insert(table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Rows of the same columns, by COPY. Names come from this module only, never from data."""
    if not rows:
        return
    names = ", ".join(rows[0])
    target, passing = f"organisations_{table}", f"load_{table}"
    with connection.cursor() as cursor:
        cursor.execute(f"create temp table {passing} on commit drop as select {names} from {target} limit 0")  # noqa: S608
        with cursor.copy(f"copy {passing} ({names}) from stdin") as copy:
            for row in rows:
                copy.write_row(tuple(row.values()))
        cursor.execute(f"insert into {target} ({names}) select {names} from {passing}")  # noqa: S608
        cursor.execute(f"drop table {passing}")


def province_ids(on: date) -> dict[str, int]:
    """Code -> id of the provinces of the day."""
    rows = Province.objects.filter(valid_from__lte=on).exclude(valid_until__lte=on)
    return dict(rows.values_list("code", "pk"))
