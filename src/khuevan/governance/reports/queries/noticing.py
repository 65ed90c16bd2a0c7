"""Sentences that the data suggest for a narrative part: what rose, what fell, who lags, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from ..choices import State
from ..rules import SENT, Measured, Outcome, lagging, move_of, outcome_of, said_number
from .drawing import unit_of
from .filling import Told
from .templates import Part

MOST = 6


@dataclass(frozen=True)
class Notice:
    """url: where it can be looked at."""

    sentence: str
    url: str = ""


def notices(told: Told, part: Part) -> list[Notice]:
    """For a part: from the figures that stand under its heading; the general ones for the first and the last part. In
    Vietnamese, as they go into the report."""
    with translation.override("vi"):
        return _notices(told, part)


def _notices(told: Told, part: Part) -> list[Notice]:
    found = [*_moves(told, part.codes), *_lagging(told, part.codes)]
    if part == told.sheet.parts[0]:
        found += [*_late(told), *_sending(told)]
    if part == told.sheet.parts[-1]:
        found += _aims(told)
    return found[:MOST]


def typed_below(told: Told, label: str) -> tuple[str, int]:
    """The sum of what those below typed for the same, as text, and how many did; "" where it is no number."""
    from .filling import contents_of

    numbers = []
    for one in told.parts:
        contents = contents_of(one) if one.state in SENT else None
        said = contents.entries.get(label, "").strip() if contents is not None else ""
        plain = said.replace(".", "")
        if plain.isdigit():
            numbers.append(int(plain))
    return (said_number(sum(numbers)), len(numbers)) if numbers and "%" not in label else ("", len(numbers))


def _moves(told: Told, codes: Iterable[str]) -> list[Notice]:
    found = []
    for code in codes:
        indicator = told.known.get(code)
        now, before = told.figures.now.get(code), told.figures.before.get(code)
        if indicator is None or now is None or before is None:
            continue
        unit = unit_of(indicator)
        move = move_of(before.value, now.value, is_share=unit == "%")
        if move is None:
            continue
        words = (
            _("%(label)s tăng từ %(before)s lên %(now)s so với kỳ trước.")
            if move.rose
            else _("%(label)s giảm từ %(before)s xuống %(now)s so với kỳ trước.")
        )
        said = {
            "label": indicator.label, "before": said_number(move.before, indicator.decimals, unit),
            "now": said_number(move.now, indicator.decimals, unit),
        }  # fmt: skip
        found.append(Notice(words % said, told.address(code)))
    return found


def _lagging(told: Told, codes: Iterable[str]) -> list[Notice]:
    names: Mapping[int, str] = dict(told.below)
    found = []
    for code in codes:
        indicator = told.known.get(code)
        if indicator is None or unit_of(indicator) != "%" or not names:
            continue
        values = {pk: figure.value for pk, figure in told.figures.below.get(code, {}).items()}
        whole = told.figures.now[code].value if code in told.figures.now else None
        low = lagging(values, whole)
        if low:
            units = ", ".join(
                f"{names[pk]} ({said_number(values[pk], indicator.decimals, '%')})" for pk in low
            )
            words = _("%(label)s thấp nhất ở: %(units)s; chung là %(whole)s.")
            said = {
                "label": indicator.label,
                "units": units,
                "whole": said_number(whole, indicator.decimals, "%"),
            }
            found.append(Notice(words % said, told.address(code)))
    return found


def _late(told: Told) -> list[Notice]:
    """Targets and tasks of the unit's own plans that are behind."""
    words = _("Chậm so với kế hoạch: %(name)s (%(done)s, phải đạt %(wanted)s).")
    late = [one for one in (*told.plan_targets, *told.plan_tasks) if one.is_late]
    return [
        Notice(words % {"name": one.name, "done": one.done, "wanted": one.wanted}, one.url)
        for one in late[:3]
    ]


def _sending(told: Told) -> list[Notice]:
    missing = [one for one in told.parts if one.state not in SENT]
    if not missing:
        return []
    names = ", ".join(one.unit_name for one in missing[:5]) + ("…" if len(missing) > 5 else "")
    words = _("Còn %(number)s/%(all)s đơn vị chưa gửi báo cáo: %(names)s.")
    return [Notice(words % {"number": len(missing), "all": len(told.parts), "names": names})]


def _aims(told: Told) -> list[Notice]:
    found = []
    for aim in told.aims:
        figures = [(gauge, told.figures.now.get(gauge.code)) for gauge in aim.gauges]
        measured = [
            Measured(one.value if one else None, gauge.goal, gauge.is_strict) for gauge, one in figures
        ]
        if aim.gauges and outcome_of(measured) in (Outcome.MISSED, Outcome.PARTLY):
            found.append(Notice(_("Mục tiêu chưa đạt: %(goal)s.") % {"goal": aim.goal}))
    return found


def is_open(state: str) -> bool:
    return state in (State.OWED, State.DRAFT)
