"""Saving as you go: one or a few fields of a row, as soon as they are typed.

Lists that are edited in place and forms that save by themselves both send here. Each save is one act through the
record's own `change` service, with the version that the reader saw; what is wrong comes back as a sentence at its
field, and what is right beside it is saved all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, Refused, requires
from khuevan.kernel.database import ChangedMeanwhile

from . import history, services
from .errors import Conflict, Invalid, NotUnderstood
from .fields import Context, Field
from .formats import VIETNAM, format_moment
from .forms import read_form
from .keys import LARGEST, key_in
from .problems import problem
from .record import Record

WAS = "was__"
"""`was__<field>`: what the input held when it was opened, as the form writes it."""


@dataclass
class Kept:
    """What became of the fields that were sent. `joined`: somebody else had changed other fields meanwhile.
    `row`: as it was read, or as it was written."""

    row: Any
    saved: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    joined: bool = False


def save_view(record: Record) -> Callable[..., HttpResponse]:
    """POST: `fields` names what is sent, the newest last; `version`, and `was__<field>`. Answers JSON."""

    @requires(record.edit)
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        row = row_of(record, actor, pk, request.POST.getlist("fields"))
        at = clock.now()
        try:
            record.demand(actor, record.edit, row)
            kept = keep(record, actor, row, request.POST, at=at)
        except Refused as refused:
            return problem(request, 403, detail=refused.reason)
        except Conflict as conflict:
            return _second(request, record, conflict)
        return _told(request, record, pk, kept, at)

    return view


def _told(request: HttpRequest, record: Record, pk: int, kept: Kept, at: datetime) -> HttpResponse:
    """What was saved; of the row what lists show where that may have changed, all of it where somebody else did."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    stored = kept.row
    cells: dict[str, str] = {}
    fresh: dict[str, list[str]] = {}
    if kept.joined or not record.is_unlisted(kept.saved):
        stored = (row_of if kept.joined else listed_row)(record, actor, pk)
        cells = {item.name: words_of(item, stored) for item in record.listed}
    if kept.joined:
        fresh = {item.name: held(record, item, stored) for item in shown(record, stored)}
    return answer(
        request,
        at=at,
        version=services.version_of(stored),
        saved=kept.saved,
        errors=kept.errors,
        cells=cells,
        fresh=fresh,
    )


def answer(
    request: HttpRequest,
    *,
    at: datetime,
    version: int = 1,
    saved: Sequence[str] = (),
    errors: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """What the page's script reads. For forms of rooms' own that save as you go: `data-autosave` names the address
    that answers so. Nothing saved and something wrong is 422, as a problem document."""
    if errors and not saved:
        return problem(request, 422, errors=errors, detail=_("Chưa lưu."), version=version)
    told = {
        "version": version,
        "saved": list(saved),
        "errors": dict(errors or {}),
        "at": f"{at.astimezone(VIETNAM):%H:%M}",
    }
    return JsonResponse(told | more)


def keep(record: Record, actor: Actor, row: Any, posted: Any, *, at: datetime) -> Kept:
    """Saves what is right of the fields sent. Raises Refused; Conflict where somebody else changed one of them.

    A field that the record's own rules refuse is left out, and the others are tried without it.
    """
    kept, values = _read(record, actor, row, posted)
    version, seen, fresh = version_sent(posted), services.version_of(row), row
    while values:
        wanted = {name: value for name, value in values.items() if record.field(name).read(fresh) != value}
        try:
            if wanted:
                fresh = services.change(record, actor, fresh, at=at, version=version, values=wanted)
        except Invalid as invalid:
            values = _without(values, invalid, kept)
            fresh = row_of(record, actor, row.pk)
        except ChangedMeanwhile as meanwhile:
            fresh = row_of(record, actor, row.pk)
            if kept.joined or not _untouched(record, actor, fresh, wanted, posted):
                raise history.conflict(record, actor, fresh, wanted) from meanwhile
            kept.joined, version = True, services.version_of(fresh)
        else:
            kept.row, kept.joined = fresh, kept.joined or seen != version
            kept.saved.extend(values)
            break
    return kept


def _read(record: Record, actor: Actor, row: Any, posted: Any) -> tuple[Kept, dict[str, Any]]:
    """Each field by itself: one that cannot be read does not keep the others from being saved."""
    kept = Kept(row)
    values: dict[str, Any] = {}
    for name in dict.fromkeys(posted.getlist("fields")):
        try:
            values |= read_form(record, actor, posted, row=row, only={name})
        except Invalid as invalid:
            kept.errors |= invalid.errors
    return kept, values


def _without(values: dict[str, Any], invalid: Invalid, kept: Kept) -> dict[str, Any]:
    """The fields that are not named in the refusal; the newest alone where it names none of them."""
    kept.errors |= {name: text for name, text in invalid.errors.items() if name not in kept.errors}
    left = {name: value for name, value in values.items() if name not in invalid.errors}
    if len(left) < len(values):
        return left
    newest = list(values)[-1]
    return {newest: values[newest]} if len(values) > 1 else {}


def _untouched(record: Record, actor: Actor, stored: Any, wanted: Mapping[str, Any], posted: Any) -> bool:
    """Whether each of these fields still holds what its input held when it was opened: then somebody else changed
    other fields, and both may have their way."""
    context = Context(actor, record.edit, record.model)
    for name in wanted:
        item = record.field(name)
        if item.sensitive or f"{WAS}{name}" not in posted:
            return False
        try:
            was = item.accept(item.from_form(posted.getlist(f"{WAS}{name}")), context)
        except NotUnderstood:
            was = item.empty
        if was != item.read(stored):
            return False
    return True


def _second(request: HttpRequest, record: Record, conflict: Conflict) -> HttpResponse:
    """409: who was quicker, and each field as it is stored against what was typed."""
    who, when = conflict.who or _("Người khác"), conflict.when
    told = _("%(who)s vừa sửa lúc %(when)s.") if when else _("%(who)s vừa sửa.")
    return problem(
        request,
        409,
        detail=told % {"who": who, "when": format_moment(when) if when else ""},
        version=services.version_of(conflict.obj),
        differences=[
            {"field": one.name, "label": one.label, "stored": one.stored, "entered": one.entered}
            for one in conflict.differences
        ],
        fresh={item.name: held(record, item, conflict.obj) for item in shown(record, conflict.obj)},
        cells={item.name: words_of(item, conflict.obj) for item in record.listed},
    )


# --- pieces ------------------------------------------------------------------------------------------------


def row_of(record: Record, actor: Actor, pk: int, names: Sequence[str] | None = None) -> Any:
    """A row within the actor's scope, read anew. Raises Http404. `names`: the fields that will be looked at, others are
    read when asked for; None: all."""
    if names is None:
        reading = record.by_key(record.followed)
    else:
        reading = record.by_key(record.links_for(names), record.columns_for(names))
    return _seen(record, actor, reading.read(pk) if pk <= LARGEST else None)


def listed_row(record: Record, actor: Actor, pk: int) -> Any:
    """Of a row within the actor's scope what the list shows, and its version. Raises Http404."""
    if record.shape is None:
        return row_of(record, actor, pk, record.list)
    values = record.by_key_as_listed.read(pk)
    return _seen(record, actor, None if values is None else record.shape.row(values))


def _seen(record: Record, actor: Actor, row: Any | None) -> Any:
    if row is None or not record.shows(actor, row):
        raise Http404
    record.gathered([row])
    return row


def version_sent(posted: Any) -> int:
    """What is sent without its version is as stale as can be."""
    return key_in(posted.get("version", "")) or 0


def words_of(item: Field, row: Any) -> str:
    """A field as lists show it."""
    value = item.read(row)
    return item.masked(value) if item.sensitive else item.text(value)


def shown(record: Record, row: Any) -> tuple[Field, ...]:
    return tuple(item for item in record.enterable(row) if not item.sensitive)


def held(record: Record, item: Field, row: Any) -> list[str]:
    """What the field's input holds, as the browser would send it back; a reference by both its id and its name,
    because the input is a drop-down or a box with names."""
    value = item.read(row)
    if item.widget == "checkboxes":
        return [str(code) for code in value or ()]
    texts = [item.input_text(value)]
    return texts if item.text(value) in texts or item.widget != "select" else [*texts, item.text(value)]
