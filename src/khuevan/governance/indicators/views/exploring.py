"""An address of the explorer read, and the form that asks for another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import Http404, HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import clock
from khuevan.kernel.access import Actor
from khuevan.kernel.measures import Indicator

from .. import queries
from ..models import Snapshot
from ..rules import asked_of
from ..rules.exploring import MOST_INDICATORS, MOST_STATES, MOST_UNITS, Bounds, Form
from .words import NUMBERS, choices, line_of, unit_of

Kind = TypeVar("Kind", Form, Bounds)
FORMS = {
    Form.TABLE: gettext_lazy("Bảng"),
    Form.BAR: gettext_lazy("Cột"),
    Form.LINE: gettext_lazy("Đường"),
    Form.PYRAMID: gettext_lazy("Tháp"),
    Form.MAP: gettext_lazy("Bản đồ"),
}
BELOW = "below"
FIRST = "schoolyear.student:all"


@dataclass(frozen=True)
class Wanted:
    """shown: ids of the units; words: `by` and what is held; states: ("" or the number, state) in order of time;
    every, frozen: what may be asked."""

    indicators: Sequence[Indicator]
    place: queries.Place
    shown: Sequence[int]
    asked_units: Sequence[str]
    words: Mapping[str, str]
    states: Sequence[tuple[str, queries.State]]
    asked_states: Sequence[str]
    form: Form
    bounds: Bounds
    names: Mapping[int, str]
    state_names: Mapping[str, str]
    notes: Sequence[str]
    every: Mapping[str, Indicator]
    frozen: Sequence[Snapshot]

    @property
    def held(self) -> dict[str, str]:
        return {name: word for name, word in self.words.items() if name != "by"}

    def question(self) -> str:
        """The address again, without what asks nothing."""
        pairs: list[tuple[str, str]] = [("ind", one.code) for one in self.indicators]
        pairs += [("unit", str(self.place.id)), ("line", self.place.line.value)]
        pairs += [("u", one) for one in self.asked_units]
        pairs += [("state", one or "now") for one in self.asked_states]
        pairs += [("form", self.form.value), ("bounds", self.bounds.value), *self.words.items()]
        return urlencode(pairs)


def wanted_of(request: HttpRequest) -> Wanted:
    """Raises Http404 for a unit outside the scope; other nonsense asks nothing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    place = queries.place_of(actor, unit_of(request), line_of(request), on=clock.today())
    if place is None:
        raise Http404
    every = queries.indicators(on=clock.today())
    codes = list(dict.fromkeys(request.GET.getlist("ind")))
    indicators = [every[code] for code in codes if code in every][:MOST_INDICATORS]
    if not indicators and every:
        indicators = [every.get(FIRST) or next(iter(every.values()))]
    form = _one_of(Form, request.GET.get("form", ""), Form.TABLE)
    asked_units = list(dict.fromkeys(request.GET.getlist("u")))
    shown, names = _units(place, asked_units, form)
    words = asked_of(indicators[0], request.GET.dict()).words if indicators else {}
    frozen = queries.snapshots()
    states, asked_states, state_names = _states(request, frozen)
    notes = []
    if len(shown) > MOST_UNITS and form is not Form.MAP:
        notes.append(_("Chỉ hiện %(most)s đơn vị đầu.") % {"most": MOST_UNITS})
        shown = shown[:MOST_UNITS]
    return Wanted(
        indicators, place, shown, asked_units, words, states, asked_states, form,
        _one_of(Bounds, request.GET.get("bounds", ""), Bounds.THEN), names, state_names, notes, every, frozen,
    )  # fmt: skip


def _units(place: queries.Place, asked: Sequence[str], form: Form) -> tuple[list[int], dict[int, str]]:
    names = {one.id: one.name for one in (*place.above, *place.below)} | {place.id: place.name}
    below = [one.id for one in place.below]
    if form is Form.MAP:
        return below, names
    shown: list[int] = []
    for word in asked:
        if word == BELOW:
            shown += below
        elif word.isascii() and word.isdigit() and len(word) <= NUMBERS and int(word) in names:
            shown.append(int(word))
    return list(dict.fromkeys(shown)) or [place.id], names


def _states(
    request: HttpRequest, frozen: Sequence[Snapshot]
) -> tuple[list[tuple[str, queries.State]], list[str], dict[str, str]]:
    """Frozen ones from the earliest to the latest, then the one in service."""
    words = [
        word for word in dict.fromkeys(request.GET.getlist("state")) if word == "now" or word.isdigit()
    ] or ["now"]
    known = {str(one.pk): one for one in frozen}
    names = {pk: str(one) for pk, one in known.items()} | {"": _("Hiện tại")}
    chosen = sorted(
        (one for pk, one in known.items() if pk in words), key=lambda one: (one.as_of, one.frozen_at)
    )
    states = []
    for one in chosen[-MOST_STATES:]:
        state = queries.frozen(one)
        if state is not None:
            states.append((str(one.pk), state))
    now = queries.current() if "now" in words or not states else None
    if now is not None:
        states.append(("", now))
    return states, [name for name, _state in states], names


@dataclass(frozen=True)
class Field:
    """A field of the form, as `ui.input` takes it."""

    name: str
    label: str
    value: Any
    choices: Sequence[Any]
    type: str = "select"
    id: str = ""


def form_of(wanted: Wanted) -> list[Field]:
    """What may be asked next."""
    units = list(wanted.asked_units) or [str(wanted.place.id)]
    fields = [
        Field("form", _("Dạng xem"), wanted.form.value, [(form.value, words) for form, words in FORMS.items()]),
        *_indicator_fields(wanted.every, [one.code for one in wanted.indicators]),
        Field("u", _("Đơn vị"), units, _unit_choices(wanted.place), "multiple"),
    ]  # fmt: skip
    fields += [one for one in _splits(wanted) if one.name == "by"]
    frozen = [(str(one.pk), str(one)) for one in wanted.frozen]
    if frozen:
        bounds = [(Bounds.THEN.value, _("như lúc chốt")), (Bounds.NOW.value, _("hiện nay"))]
        chosen = [one or "now" for one in wanted.asked_states]
        fields.append(Field("state", _("Kỳ số liệu"), chosen, [("now", _("Hiện tại")), *frozen], "multiple"))
        fields.append(Field("bounds", _("Địa giới của kỳ đã chốt"), wanted.bounds.value, bounds))
    return fields


def filters_of(wanted: Wanted) -> list[Field]:
    """Splits that may be held at a value."""
    return [one for one in _splits(wanted) if one.name != "by"]


def _splits(wanted: Wanted) -> list[Field]:
    offered = choices(wanted.indicators[0]) if wanted.indicators else []
    return [Field(one.name, one.label, wanted.words.get(one.name, ""), one.choices) for one in offered]


def _indicator_fields(every: Mapping[str, Indicator], codes: Sequence[str]) -> list[Field]:
    """One for each that is chosen, and one for another."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in sorted(every.values(), key=lambda one: (one.group.order, one.group.code)):
        groups.setdefault(str(one.group.label), []).append((one.code, str(one.label)))
    offered: list[Any] = list(groups.items())
    fields = []
    for number in range(min(len(codes) + 1, MOST_INDICATORS)):
        label = _("So với chỉ tiêu") if number else _("Chỉ tiêu")
        value = codes[number] if number < len(codes) else ""
        fields.append(
            Field("ind", label, value, [("", "–"), *offered] if number else offered, id=f"ind_{number}")
        )
    return fields


def _unit_choices(place: queries.Place) -> list[tuple[str, str]]:
    every = [(BELOW, _("Mọi đơn vị bên dưới"))] if place.below else []
    return [
        (str(place.id), place.name), *((str(one.id), one.name) for one in place.above), *every,
        *((str(one.id), one.name) for one in place.below),
    ]  # fmt: skip


def _one_of(kinds: type[Kind], word: str, default: Kind) -> Kind:
    return kinds(word) if word in {one.value for one in kinds} else default
