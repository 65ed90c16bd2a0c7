"""Every indicator there is: those that rooms declare, and those that people defined and others approved."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Source, Trust
from khuevan.kernel.facts import Facts
from khuevan.kernel.facts import declared as declared_facts
from khuevan.kernel.measures import Group, Indicator, Split, Unreadable, declared, read_measure

from ..models import OwnIndicator, OwnState
from .computing import used_facts

OWN = Group("own", _("Chỉ tiêu tự định nghĩa"), order=90)
_built: dict[int, tuple[str, Indicator | None]] = {}


def indicators(*, on: date) -> dict[str, Indicator]:
    """By code, in the order of the catalogue; of those that people defined the versions in force on the day."""
    every = declared()
    rows = OwnIndicator.objects.filter(state=OwnState.APPROVED, valid_from__lte=on)
    for row in rows.filter(Q(valid_until=None) | Q(valid_until__gt=on)).order_by("word", "version"):
        found = indicator_of_row(row)
        if found is not None:
            every[found.code] = found
    return every


def indicator_of(code: str, *, on: date) -> Indicator | None:
    return declared().get(code) or (indicators(on=on).get(code) if code.startswith("own.") else None)


def indicator_of_row(row: OwnIndicator) -> Indicator | None:
    """The same object each time, while the process lives: what was worked out for it is kept by it. None where its
    facts are declared otherwise by now, so that it cannot be read."""
    key = f"{row.facts}{row.definition}{row.splits}{row.label}{row.unit}{row.decimals}{row.version}"
    kept = _built.get(row.pk)
    if kept is None or kept[0] != key:
        kept = _built[row.pk] = (key, _read(row))
    return kept[1]


def facts_to_count(code: str) -> Facts | None:
    """Facts that indicators are computed of, for a definition to be over."""
    return next((one for one in used_facts() if one.code == code), None)


def splits_over(facts: Facts) -> list[Split]:
    """Every split that a declared indicator over these facts has, each column once."""
    found: dict[str, Split] = {}
    for one in declared().values():
        if facts in one.facts:
            for split in one.splits:
                if split.column in facts.by_name:
                    found.setdefault(split.column, split)
    return list(found.values())


def _read(row: OwnIndicator) -> Indicator | None:
    facts = declared_facts().get(row.facts)
    if facts is None:
        return None
    try:
        measure = read_measure(facts, row.definition)
    except Unreadable:
        return None
    splits = tuple(one for one in splits_over(facts) if one.column in row.splits)
    return Indicator(
        row.code, OWN, measure, label=row.label, unit=row.unit, splits=splits, decimals=row.decimals, version=row.version,
        source=Source(row.purpose, trust=Trust.PLAIN), is_own=True,
    )  # fmt: skip
