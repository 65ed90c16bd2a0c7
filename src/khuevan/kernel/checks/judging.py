"""Running checks over a frame of facts, of a province or of one record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from khuevan.kernel.facts import Kind, frame_of

from .declarations import Check, Setting

if TYPE_CHECKING:
    import polars as pl

WRONG, ASKED = "wrong:", "asked:"


@dataclass(frozen=True)
class Problem:
    """What one check says of one row: `row` is its place in what was judged."""

    check: Check
    row: int
    values: Mapping[str, Any]

    def __str__(self) -> str:
        return sentence(self.check, self.values)


def sentence(check: Check, values: Mapping[str, Any]) -> str:
    """The sentence in the language of the request; what was not kept is shown as a dash."""
    text = str(check.text)
    if not check.places:
        return text
    columns = check.facts.by_name
    return text % {
        name: _written(values.get(name), columns[name].kind if name in columns else Kind.NUMBER)
        for name in check.places
    }


def judge(checks: Sequence[Check], rows: Iterable[Mapping[str, Any]], setting: Setting) -> list[Problem]:
    """What is the matter with rows at hand: all checks are about the same facts. No database is asked.

    setting.limits: overrides by check code and name, `code/name`; without them the declared values hold.
    """
    if not checks:
        return []
    values = list(rows)
    verdict = judge_frame(frame_of(checks[0].facts, values), checks, settings_of(checks, setting))
    problems = []
    for check in checks:
        hit = verdict.get_column(WRONG + check.code).to_list()
        limits = settings_of([check], setting)[check.code].limits
        problems += [
            Problem(check, number, {**limits, **{name: values[number].get(name) for name in check.kept}})
            for number, is_hit in enumerate(hit)
            if is_hit
        ]
    return problems


def settings_of(checks: Sequence[Check], setting: Setting) -> dict[str, Setting]:
    """Each check's own setting: the day and its limits."""
    return {
        check.code: check.setting(
            setting.on,
            {
                name: setting.limits[f"{check.code}/{name}"]
                for name in check.defaults
                if f"{check.code}/{name}" in setting.limits
            },
        )
        for check in checks
    }


def judge_frame(
    frame: pl.DataFrame, checks: Sequence[Check], settings: Mapping[str, Setting]
) -> pl.DataFrame:
    """One row for each row of the frame, with `wrong:<code>` and `asked:<code>` for each check: true or false."""
    import polars as pl

    columns = []
    for check in checks:
        at = settings[check.code]
        asked = pl.lit(True) if check.applies is None else check.applies(at).fill_null(False)
        columns.append(asked.alias(ASKED + check.code))
        columns.append((asked & check.wrong(at).fill_null(False)).alias(WRONG + check.code))
    return frame.lazy().select("id", "unit_id", *columns).collect(engine="streaming")


def _written(value: Any, kind: Kind) -> str:
    """As people write it; a kept day comes back from JSON as ISO text."""
    if value is None or value == "":
        return "–"
    if kind is Kind.DATE:
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return f"{day.day:02}/{day.month:02}/{day.year:04}"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)
