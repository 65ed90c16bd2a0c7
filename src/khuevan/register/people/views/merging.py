"""Merging two records: choose who survives and which values, see every row that moves, do it; and take it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records.keys import by_key, key_in
from khuevan.kernel.text import nfc
from khuevan.register.organisations import queries as organisations

from .. import queries, services
from ..models import Merge, Person
from ..permissions import MERGE_PEOPLE
from ..services.merging import Compared

LONGEST = 500


@dataclass(frozen=True)
class FieldRow:
    """One field of both, as words; sensitive ones masked. `taken`: whose value survives."""

    name: str
    label: str
    kept: str
    gone: str
    taken: str


@dataclass(frozen=True)
class MergePage:
    """`plan` is None while the other record is being looked for; `found`: who may be it."""

    kept: Person
    gone: Person | None
    plan: services.Plan | None
    choices: Sequence[FieldRow] = ()
    filled: Sequence[FieldRow] = ()
    steps: Sequence[tuple[str, int]] = ()
    found: Sequence[Person] = ()
    q: str = ""
    why: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class MergedPage:
    merge: Merge
    fields: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, int]]
    undoing: services.Undoing | None
    losses: Sequence[tuple[str, str]]
    why: str
    errors: dict[str, str]
    breadcrumbs: list[tuple[str, str]]


@dataclass(frozen=True)
class MergesPage:
    listing: ui.Listing
    slice: ui.Slice
    filters: Sequence[ui.Choice]
    breadcrumbs: list[tuple[str, str]]


@requires(MERGE_PEOPLE)
def merge(request: HttpRequest) -> HttpResponse:
    """Choose, preview, commit: the same page, until the plan that was shown is the plan that is done."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    given = request.POST if request.method == "POST" else request.GET
    kept = queries.person_for(actor, _number(given.get("kept", "")), MERGE_PEOPLE)
    if not given.get("gone"):
        return _look_for_other(request, actor, kept)
    gone = queries.person_for(actor, _number(given.get("gone", "")), MERGE_PEOPLE)
    order = services.Order(
        kept.pk,
        gone.pk,
        fields={name[6:]: given[name] for name in given if name.startswith("field.")},
        answers={name[7:]: given[name] for name in given if name.startswith("answer.")},
        why=nfc(given.get("why", ""))[:LONGEST],
    )
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST" and "commit" in request.POST:
        try:
            done = services.merge_people(
                actor=actor, at=clock.now(), order=order, digest=request.POST.get("digest", "")
            )
        except services.PeopleError as error:
            errors, status = _said(error), 422
        except ChangedMeanwhile:
            errors = {"": _("Kế hoạch gộp đã khác với bản vừa xem. Hãy xem lại bên dưới rồi gộp.")}
            status = 409
        else:
            messages.success(request, _("Đã gộp hồ sơ."))
            return redirect("people:merged", done.pk)
    try:
        plan = services.plan_merge(actor=actor, order=order, on=clock.today())
    except services.CannotMerge as error:
        return _show(request, MergePage(kept, None, None, errors=_said(error)), 422)
    rows = _field_rows(plan.fields)
    page = MergePage(
        kept=kept,
        gone=gone,
        plan=plan,
        choices=[row for row, one in zip(rows, plan.fields, strict=True) if one.is_choice],
        filled=[row for row, one in zip(rows, plan.fields, strict=True)
                if one.taken == "gone" and not one.is_choice],
        steps=list(Counter(step.said for step in plan.steps).items()),
        why=order.why,
        errors=errors,
    )  # fmt: skip
    return _show(request, page, status)


@requires(MERGE_PEOPLE)
def merges(request: HttpRequest) -> HttpResponse:
    listing = ui.Listing.of(request, filters=("state",))
    options = [("", _("Đang gộp")), ("undone", _("Đã tách"))]
    page = MergesPage(
        listing=listing,
        slice=ui.take(queries.merges_seen(undone=listing.chosen("state") == "undone"), listing),
        filters=[ui.choice("state", _("Trạng thái"), options)],
        breadcrumbs=[(_("Con người"), reverse("people:people")), (_("Hồ sơ đã gộp"), "")],
    )
    return ui.render(request, "people/merges.html", page)


@requires(MERGE_PEOPLE)
def merged(request: HttpRequest, merge_id: int) -> HttpResponse:
    """One merge: what it did, and taking it back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = by_key(Merge.objects, merge_id)
    if found is None:
        raise Http404
    errors: dict[str, str] = {}
    why = nfc(request.POST.get("why", ""))[:LONGEST]
    if request.method == "POST":
        try:
            services.undo_merge(actor=actor, at=clock.now(), merge=found, why=why)
        except services.PeopleError as error:
            errors = _said(error)
        else:
            messages.success(request, _("Đã tách thành hai hồ sơ như trước."))
            return redirect("people:merged", found.pk)
    undoing = None
    if found.undone_at is None and access.scope(actor, MERGE_PEOPLE).covers(found.units):
        undoing = services.preview_undo(actor=actor, merge=found)
    page = MergedPage(
        merge=found,
        fields=[(_label(name), _("của hồ sơ gộp vào") if taken == "gone" else _("của hồ sơ giữ lại"))
                for name, taken in found.fields.items()],
        rows=services.rows_said(actor=actor, merge=found),
        undoing=undoing,
        losses=[(loss.said, _label(loss.column)) for loss in undoing.losses] if undoing else (),
        why=why,
        errors=errors,
        breadcrumbs=[(_("Con người"), reverse("people:people")), (_("Hồ sơ đã gộp"), reverse("people:merges")),
                     (found.gone_name, "")],
    )  # fmt: skip
    return ui.render(request, "people/merged.html", page, status=422 if errors else 200)


def _look_for_other(request: HttpRequest, actor: Actor, kept: Person) -> HttpResponse:
    text = nfc(request.GET.get("q", ""))[:100]
    found = (
        queries.search(actor, text, 20)
        if text
        else queries.look_alikes(kept.full_name, kept.born, but=kept.pk)
    )
    others = [person for person in found if person.pk != kept.pk]
    return _show(request, MergePage(kept=kept, gone=None, plan=None, found=others, q=text))


def _show(request: HttpRequest, page: MergePage, status: int = 200) -> HttpResponse:
    page.breadcrumbs.extend(
        [
            (_("Con người"), reverse("people:people")),
            (page.kept.full_name, reverse("people:person", args=[page.kept.pk])),
            (_("Gộp hồ sơ"), ""),
        ]
    )
    return ui.render(request, "people/merge.html", page, status=status)


def _number(text: str) -> int:
    """A record's number from an address. Raises Http404."""
    key = key_in(text)
    if key is None:
        raise Http404
    return key


def _said(error: services.PeopleError) -> dict[str, str]:
    return {name: str(text) for name, text in error.errors.items()} or {"": str(error)}


def _field_rows(fields: Sequence[Compared]) -> list[FieldRow]:
    communes = organisations.names(
        value for one in fields if one.name.endswith("commune_id") for value in (one.kept, one.gone) if value
    )
    return [
        FieldRow(
            one.name,
            _label(one.name),
            _words(one, one.kept, communes),
            _words(one, one.gone, communes),
            one.taken,
        )
        for one in fields
    ]


def _label(name: str) -> str:
    """A column in the words of the form; a column of another room stays as it is called there."""
    names = {held.column: held.verbose_name for held in Person._meta.concrete_fields}
    label = str(names.get(name, name))
    return label[:1].upper() + label[1:]


def _words(one: Compared, value: Any, communes: dict[int, str]) -> str:
    if value in ("", None):
        return ""
    if one.name in ("national_id", "phone"):
        return f"•••••••••{value[-3:]}"
    if one.name in services.SENSITIVE_FIELDS:
        return "••••••••"
    if one.name.endswith("commune_id"):
        return communes.get(value, _("xã, phường ngoài phạm vi"))
    if isinstance(value, date):
        return ui.formatters.day(value)
    choices = dict(Person._meta.get_field(one.name).flatchoices)  # type: ignore[union-attr]
    return str(choices.get(value, value))
