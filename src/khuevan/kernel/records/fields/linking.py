"""A link to another row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.text import search_words

from ..errors import DeclarationError, NotUnderstood
from ..keys import LARGEST, key_in
from .base import Context, Field, Slot

LISTED = 200
"""Up to so many rows are offered as a drop-down; beyond, a name is typed and looked up."""
OFFERED = 20


class Option(BaseModel):
    """A linked row as the API shows it."""

    id: int
    label: str


@dataclass(frozen=True)
class Reference(Field):
    """A foreign key. Only rows within the actor's scope are offered and accepted.

    show: attribute (or function) of the linked row that people read.
    order: column that sorts the choices.
    found_by: column of folded text that a typed name is looked up in.
    permission: whose scope limits the choices; the record's own edit permission unless given.
    among: conditions that the offered rows meet besides, `{"kind__in": SCHOOLS}`.
    page: name of the page of a linked row, `organisations:unit`; it takes the id.
    sorted_by: path to sort a list by, `unit__sort_key`; empty: not sortable.
    """

    _: KW_ONLY
    show: str | Callable[[Any], str] = "name"
    order: str = "name"
    found_by: str = ""
    permission: Permission | None = None
    among: Mapping[str, Any] = field(default_factory=dict)
    page: str = ""
    sorted_by: str = ""
    widget: ClassVar[str] = "select"

    @property
    def column(self) -> str:
        return f"{self.path}_id"

    def check_declared(self, model: type[models.Model]) -> None:
        super().check_declared(model)
        owner = self.owner(model)
        if not owner._meta.get_field(self.name).many_to_one:
            raise DeclarationError(f"{self.name!r} of {owner._meta.label} is not a foreign key")

    def target(self, model: type[models.Model]) -> type[models.Model]:
        related = self.owner(model)._meta.get_field(self.name).related_model
        if related is None or isinstance(related, str):
            raise DeclarationError(f"{self.name!r} of {model._meta.label} links to nothing")
        return related

    def within(self, model: type[models.Model], actor: Actor, permission: Permission) -> models.QuerySet[Any]:
        """The rows that may be linked to."""
        rows = self.target(model)._default_manager.all()
        if hasattr(rows, "within"):
            rows = rows.within(access.scope(actor, self.permission or permission))
        return rows.filter(**self.among) if self.among else rows

    def page_of(self, value: Any) -> str:
        """Address of the linked row's own page, where there is one."""
        return reverse(self.page, args=[value.pk]) if self.page and value is not None else ""

    def from_form(self, raw: Sequence[str]) -> Any:
        text = raw[-1].strip() if raw else ""
        if text == "":
            return None
        key = key_in(text)
        return text if key is None else key

    def accept(self, wire: Any, context: Context) -> Any:
        if self.is_empty(wire):
            return super().accept(wire, context)
        rows = self.within(context.model, context.actor, context.permission)
        if isinstance(wire, int):
            found = rows.filter(pk=wire).first()
            if found is None:
                raise NotUnderstood(_("Không có mục này trong phạm vi của bạn."))
            return found
        return self._named(rows, str(wire))

    def _named(self, rows: models.QuerySet[Any], name: str) -> Any:
        """The one row that a typed name means; several are named in the message."""
        found = list(self.matching(rows, name)[: OFFERED + 1])
        exact = [row for row in found if self.text(row).casefold() == name.casefold()]
        if len(exact) == 1:
            return exact[0]
        if len(found) == 1:
            return found[0]
        if not found:
            raise NotUnderstood(_("Không tìm thấy «%(name)s» trong phạm vi của bạn.") % {"name": name[:60]})
        several = "; ".join(self.text(row) for row in found[:5])
        raise NotUnderstood(_("Có nhiều mục khớp: %(several)s. Hãy viết rõ hơn.") % {"several": several})

    def matching(self, rows: models.QuerySet[Any], text: str) -> models.QuerySet[Any]:
        if not self.found_by:
            return rows.filter(**{f"{self.order.removeprefix('-')}__icontains": text}).order_by(
                self.order, "pk"
            )
        for word in search_words(text):
            rows = rows.filter(**{f"{self.found_by}__contains": word})
        return rows.order_by(self.order, "pk")

    def text(self, value: Any) -> str:
        if value is None:
            return ""
        return str(self.show(value) if callable(self.show) else getattr(value, self.show))

    def input_text(self, value: Any) -> str:
        return "" if value is None else str(value.pk)

    def wire(self, value: Any) -> Any:
        return None if value is None else {"id": value.pk, "label": self.text(value)}

    @property
    def wire_type(self) -> Any:
        return int

    @property
    def shown_type(self) -> Any:
        return Option

    @property
    def limits(self) -> dict[str, Any]:
        return {"ge": 1, "le": LARGEST}

    def slots(self) -> tuple[Slot, ...]:
        return (Slot(self.name, "_id__in", int, many=True),)

    @property
    def sort_column(self) -> str:
        return self.sorted_by

    def options(
        self, record: Any, actor: Actor, permission: Permission | None = None
    ) -> Sequence[tuple[str, str]]:
        """The choices, or nothing when there are more than LISTED: then the name is typed. That there are so many is
        remembered as long as the actor is; sorting a table through to find it out anew would cost each page more than
        its rows."""
        permission = permission or record.edit
        many = ("more options than listed", record.key, self.name, permission.code)
        if many in actor.memo:
            return ()
        rows = self.within(record.model, actor, permission).order_by(self.order, "pk")
        if self.shows_column(record.model):
            listed = [
                (str(key), str(name)) for key, name in rows.values_list("pk", str(self.show))[: LISTED + 1]
            ]
        else:
            listed = [(str(row.pk), self.text(row)) for row in rows[: LISTED + 1]]
        if len(listed) > LISTED:
            actor.memo[many] = True
            return ()
        return tuple(listed)

    def shows_column(self, model: type[models.Model]) -> bool:
        """Whether what people read of a linked row is one of its columns."""
        names = {column.name for column in self.target(model)._meta.concrete_fields}
        return isinstance(self.show, str) and self.show in names

    def offered(self, record: Any, actor: Actor, wanted: str) -> str:
        """The name that a form begins with when its address names a row by id, if that may be linked to."""
        number = self.from_form([wanted])
        if not isinstance(number, int):
            return wanted
        return self.text(self.within(record.model, actor, record.edit).filter(pk=number).first())

    @property
    def width(self) -> float:
        return 32
