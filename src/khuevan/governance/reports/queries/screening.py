"""What everybody may read of a report that was sent: figures of persons as on their public pages, the small ones withheld
together with those from which they follow. Charts and tables withhold the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from django.urls import Resolver404, resolve
from django.utils import translation

from khuevan.governance.indicators import queries as indicators
from khuevan.governance.targets import queries as targets
from khuevan.governance.targets.choices import Measure
from khuevan.kernel import access, database
from khuevan.kernel.documents import Drawing

from ..models import Report
from ..outlines import CHARTS, OUTLINES
from ..rules import Contents
from .drawing import drawing
from .filling import Told, told
from .gathering import state_of

WITHHELD: Final = "×"
FIGURE, TARGET = "indicators:value", "targets:target"
NOTHING = indicators.Open(frozenset())


@dataclass
class Screen:
    """For one report on one day. hides: whether it withheld anything so far."""

    report: Report
    told: Told
    on: date
    hides: bool = False
    found: dict[tuple[str, int, str], indicators.Open] = field(default_factory=dict)

    def shows(self, code: str, snapshot_id: int | None, unit_id: int | None = None) -> bool:
        """The figure of the unit (of the report's own, where none is named) in the frozen state."""
        shown = self._open(code, snapshot_id).shows(unit_id or self.report.unit_id)
        self.hides |= not shown
        return shown

    def shown_values(
        self, code: str, snapshot_id: int | None, column: str, values: Collection[Any]
    ) -> set[Any]:
        """Those values of a split whose number may be told of the report's own unit."""
        one = self._open(code, snapshot_id, column)
        shown = {value for value in values if one.shows_value(self.report.unit_id, column, value)}
        self.hides |= len(shown) < len(values)
        return shown

    def said(self, words: str, link: str) -> str:
        """Words of the report, without the figures that are withheld: those whose page the words lead to, and those that
        stand in lines of their own after their names."""
        if "\n" in words:
            return self.result(words)
        name, argument, asked = _page(link)
        if name != FIGURE:
            return words
        state, unit = (asked.get(key, "") for key in ("snapshot", "unit"))
        is_shown = state.isdecimal() and unit.isdecimal() and self.shows(argument, int(state), int(unit))
        self.hides |= not is_shown
        return words if is_shown else WITHHELD

    def result(self, words: str) -> str:
        """Of a row of table IV: its verdict tells of the figures below it, so it goes with any of them."""
        verdict, *lines = words.split("\n")
        made = [self._line(line) for line in lines]
        return "\n".join([WITHHELD if made != lines else verdict, *made])

    def hides_target(self, link: str) -> bool:
        """Of a target of the unit's plan, by its page."""
        name, argument, _asked = _page(link)
        return name == TARGET and self._hides(argument)

    def rows(self, contents: Contents) -> tuple[Mapping[str, str], ...]:
        """Table IV and the plan's targets as they may be read."""
        made = []
        for row in contents.aims:
            known = self._by_name.get((row.get("ke hoach", ""), row.get("noi dung", "")))
            if "ke hoach" not in row:
                made.append({**row, "ket qua": self.result(row.get("ket qua", ""))})
            elif known is not None and self._hides(known):
                made.append({**row, "thuc hien": WITHHELD, "ket qua": WITHHELD})
            else:
                made.append(dict(row))
        return tuple(made)

    def charts(self, contents: Contents) -> tuple[dict[str, Drawing], set[str]]:
        """(drawn anew by what the sent ones said, what those said of which nothing is left)."""
        drawn, dropped = {}, set()
        for one in self.told.sheet.fields:
            alt = contents.values.get(one.text, ("", ""))[0] if one.name in CHARTS else ""
            if alt:
                made = drawing(self.told, one, self)
                if made is None:
                    dropped.add(alt)
                else:
                    drawn[alt] = made
        return drawn, dropped

    def _open(self, code: str, snapshot_id: int | None, column: str = "") -> indicators.Open:
        key = (code, snapshot_id or 0, column)
        if key not in self.found:
            state = state_of(snapshot_id) if snapshot_id is not None else None
            columns = [column] if column else []
            outline = OUTLINES.get(self.report.campaign.outline)
            by_law = outline.told if outline is not None else ()
            self.found[key] = (
                indicators.open_figures(state, code, columns, on=self.on, told=by_law)
                if state is not None
                else NOTHING
            )
        return self.found[key]

    def _line(self, line: str) -> str:
        label, colon, _rest = line.rpartition(": ")
        code = self._labels.get(label)
        if code is None or self.shows(code, self.report.campaign.snapshot_id):
            return line
        return f"{label}{colon}{WITHHELD}"

    def _hides(self, target: str) -> bool:
        """What is held fast besides makes it a part of what the indicator counts, which nobody looked through."""
        code, is_held = self._targets.get(target, ("", False))
        if not code:
            return False
        one = self._open(code, self.report.campaign.snapshot_id)
        hidden = not one.shows(self.report.unit_id) or (is_held and one.units is not None)
        self.hides |= hidden
        return hidden

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {str(one.label): code for code, one in self.told.known.items()}

    @cached_property
    def _targets(self) -> dict[str, tuple[str, bool]]:
        """Number of a target -> its indicator, and whether something is held fast."""
        return {
            str(one.target.id): (one.target.indicator, bool(one.target.held))
            for one in self._rows
            if one.target.measure is Measure.INDICATOR
        }

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], str]:
        return {(one.plan_title, one.target.name): str(one.target.id) for one in self._rows}

    @cached_property
    def _rows(self) -> list[targets.TargetRow]:
        return targets.targets_of(self.told.actor, self.report.unit_id, on=self.report.campaign.as_of)


def screen(report: Report, *, on: date) -> Screen:
    """Raises StateIsGone."""
    system = access.system()
    with database.acting(system), translation.override("vi"):
        return Screen(report, told(system, report), on)


def _page(link: str) -> tuple[str, str, dict[str, str]]:
    """(name of the page, what it is about, what is asked of it); of an address elsewhere empty."""
    parts = urlsplit(link)
    try:
        match = resolve(unquote(parts.path)) if parts.path.startswith("/") else None
    except Resolver404:
        match = None
    if match is None:
        return "", "", {}
    about = [*match.args, *match.kwargs.values()]
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return match.view_name, str(about[0]) if about else "", asked
