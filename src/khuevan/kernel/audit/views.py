from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import clock, ui
from khuevan.kernel.access import requires

from . import queries, subjects
from .forms import QuestionForm
from .permissions import VIEW_AUDIT

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class EntriesPage:
    slice: ui.Slice
    listing: ui.Listing
    kinds: Choices
    actions: Choices
    tables: Choices
    narrowed: tuple[tuple[str, str], ...] = ()
    mistakes: tuple[str, ...] = ()
    text_days: int = queries.TEXT_DAYS


@dataclass(frozen=True)
class EntryPage:
    entry: queries.Entry
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@require_safe
@requires(VIEW_AUDIT)
def entries(request: HttpRequest) -> HttpResponse:
    listing = ui.Listing.of(
        request,
        sort="-id",
        filters=("kind", "action", "table", "since", "until"),
        keep=("person", "unit", "row"),
    )
    form = QuestionForm(request.GET)
    question = form.question(listing.text)
    found = queries.entries(request.actor, question, on=clock.today())  # type: ignore[attr-defined]
    taken = ui.take_after(found, listing, by=("id",))
    lines = tuple(queries.lines(taken.rows))
    shown = {line.id: line for line in lines}
    page = EntriesPage(
        slice=taken.map(lambda row: shown[row.pk]),
        listing=listing,
        kinds=_kinds(),
        actions=_chosen(_actions(), question.action),
        tables=_tables(),
        narrowed=_narrowed(question, lines),
        mistakes=tuple(str(message) for name in ("since", "until") for message in form.errors.get(name, ())),
    )
    return ui.render(request, "audit/entries.html", page)


@require_safe
@requires(VIEW_AUDIT)
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    found = queries.entry(request.actor, entry_id)  # type: ignore[attr-defined]
    trail = [(_("Nhật ký hoạt động"), reverse("audit:entries")), (f"#{entry_id}", "")]
    return ui.render(request, "audit/entry.html", EntryPage(found, trail))


def _kinds() -> Choices:
    kinds = ("act", "added", "changed", "removed", "look", "export", "signin", "refusal", "bulk")
    return (("", _("Tất cả")), *((kind, queries.kind_label(kind)) for kind in kinds))


def _actions() -> list[tuple[str, str]]:
    return sorted(
        ((code, str(label)) for code, label in subjects.actions().items()), key=lambda pair: pair[1]
    )


def _chosen(known: list[tuple[str, str]], action: str) -> Choices:
    """The actions with words; one that is asked for by its code (from a link) is added."""
    if action and action not in dict(known):
        known = [(action, subjects.action_label(action)), *known]
    return (("", _("Tất cả")), *known)


def _tables() -> Choices:
    named = sorted(
        ((table, str(about.label)) for table, about in subjects.subjects().items()), key=lambda pair: pair[1]
    )
    return (("", _("Tất cả")), *named)


def _narrowed(question: queries.Question, lines: tuple[queries.Line, ...]) -> tuple[tuple[str, str], ...]:
    """What a link has narrowed the list to, beyond the filter bar: (words, address without it)."""
    words: dict[str, tuple[Any, str]] = {}
    if question.actor_id is not None:
        name = lines[0].who if lines else f"#{question.actor_id}"
        words["person"] = (question.actor_id, _("Người thực hiện: %(name)s") % {"name": name})
    if question.unit_id is not None:
        unit = subjects.unit_names({question.unit_id}).get(question.unit_id, f"#{question.unit_id}")
        words["unit"] = (question.unit_id, _("Đơn vị: %(name)s") % {"name": unit})
    if question.row_id:
        words["row"] = (question.row_id, _("Mã đối tượng: %(id)s") % {"id": question.row_id})
    listed = []
    for name, (_value, label) in words.items():
        others = {other: value for other, (value, _label) in words.items() if other != name}
        if question.table:
            others["table"] = question.table
        listed.append((label, f"{reverse('audit:entries')}?{urlencode(others)}"))
    return tuple(listed)
