"""Editing in place: which cells of a list can be edited, and the input that such a cell becomes.

The rows of a list are drawn as ever; the table's frame says which columns and rows the reader may edit, and the page's
script asks here for the input. Saving goes the way of every save as you go (`autosave`). Without scripts the record's
own form does the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from khuevan.kernel import audit, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.text import nfc

from . import services
from .autosave import row_of, words_of
from .fields import Field
from .forms import Input, drawn_input
from .record import Record


@dataclass(frozen=True)
class Inline:
    """What the frame of an editable table says: the address of the rows, the field of each column ("" where it is
    only shown), the id of each row ("" where the reader may not edit it)."""

    base: str
    fields: str
    rows: str


@dataclass(frozen=True)
class Cell:
    """One cell that is being edited. `covered`: a sensitive value, to be uncovered first."""

    record: Record
    row_id: int
    input: Input
    version: int
    shown: str
    covered: bool = False
    may_uncover: bool = False


def editable(record: Record) -> tuple[Field, ...]:
    """The listed fields that can be changed once the row is there."""
    if record.change is None:
        return ()
    return tuple(item for item in record.listed if item.editable and not item.fixed)


def offered(record: Record, actor: Actor, rows: Sequence[Any]) -> Inline | None:
    """For the list's page; None where there is nothing that this reader could edit."""
    fields = editable(record)
    if not fields or not record.decide(actor, record.edit):
        return None
    may = [bool(record.decide(actor, record.edit, row)) for row in rows]
    if not any(may):
        return None
    return Inline(
        base=record.url("list"),
        fields=",".join(item.name if item in fields else "" for item in record.listed),
        rows=",".join(str(row.pk) if allowed else "" for row, allowed in zip(rows, may, strict=True)),
    )


def cell_view(record: Record) -> Callable[..., HttpResponse]:
    """GET: the input of one cell. POST: the same of a sensitive field, uncovered; the look is logged first."""

    @requires(record.edit)
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, pk: int, name: str) -> HttpResponse:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        item = next((one for one in editable(record) if one.name == name), None)
        if item is None:
            raise Http404
        row = row_of(record, actor, pk)
        record.demand(actor, record.edit, row)
        if not item.is_kept_for(row):
            raise Http404
        shown = Cell(
            record, pk, drawn_input(record, actor, item, row), services.version_of(row), words_of(item, row)
        )
        if item.sensitive and request.method == "POST":
            record.demand(actor, item.sensitive, row)
            unit, why = record.unit_of(row), nfc(request.POST.get("why", ""))[:500]
            audit.look(actor, item.sensitive.code, at=clock.now(), on=row, unit_id=unit, why=why)
            shown = replace(
                shown, input=replace(shown.input, value=item.input_text(item.read(row)), masked="")
            )
        elif item.sensitive:
            may = bool(record.decide(actor, item.sensitive, row))
            shown = replace(shown, covered=True, may_uncover=may)
        return ui.fragment(request, "records/_cell.html", shown)

    return view
