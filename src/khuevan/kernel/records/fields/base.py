"""What every kind of field does.

A value has four dresses: the model's value; the typed wire value of the API; the text that people read
and write on pages (Vietnamese format); the cell of an export. A field kind translates between them, and
`accept` is the one gate through which form and API values pass before a service sees them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from khuevan.kernel.access import Actor, Permission

from ..errors import DeclarationError, NotUnderstood

if TYPE_CHECKING:
    from ..record import Record

Label = str | Promise
MASK = "••••"


@dataclass(frozen=True)
class Context:
    """For whom a value is read: references are looked up within this actor's scope for `permission`."""

    actor: Actor
    permission: Permission
    model: type[models.Model]


@dataclass(frozen=True)
class Slot:
    """One query parameter of a filter: its name, how it limits the rows, its type in the API."""

    parameter: str
    lookup: str
    type: Any
    many: bool = False
    bound: str = ""
    """`from` or `to` for the two ends of a range, empty otherwise."""


@dataclass(frozen=True)
class Field:
    """Declares one field. `name` is the model's field; `label` is what people read.

    hint: shown below the input and in the API's description.
    group: heading of the section of form and detail page that the field belongs to.
    source: the law, template or code list the field comes from (documentation).
    sensitive: shown masked; whoever holds this permission may uncover it, and each look is logged.
    keep: how many trailing characters the mask leaves readable.
    editable: False for values that only services set.
    fixed: given once at creation, never changed later.
    via: a one-to-one link of the model; the value is a column of the row at its end (the person of a learner). Such
        fields are written by services of the room's own, never plainly.
    later: not asked when a row is added, only once it is there: a form of first acquaintance stays short.
    applies: whether the field is kept for a row at all; where not, forms leave it out and pages show it only filled.
    """

    name: str
    label: Label
    _: KW_ONLY
    required: bool = False
    hint: Label = ""
    group: Label = ""
    source: str = ""
    sensitive: Permission | None = None
    keep: int = 0
    editable: bool = True
    fixed: bool = False
    via: str = ""
    later: bool = False
    applies: Callable[[Any], bool] | None = None
    numeric: ClassVar[bool] = False
    stored: ClassVar[bool] = True
    widget: ClassVar[str] = "text"

    # --- the model -------------------------------------------------------------------------------

    @property
    def column(self) -> str:
        """The attribute that holds the stored value and the name the database filters by."""
        return self.path

    @property
    def path(self) -> str:
        """The way from the record's model to the value, as the database's queries write it."""
        return f"{self.via}__{self.name}" if self.via else self.name

    def owner(self, model: type[models.Model]) -> type[models.Model]:
        """The model whose column this is. Raises DeclarationError when `via` is no link."""
        if not self.via:
            return model
        try:
            related = model._meta.get_field(self.via).related_model
        except FieldDoesNotExist as error:
            raise DeclarationError(f"{model._meta.label} has no field {self.via!r}") from error
        if related is None or isinstance(related, str):
            raise DeclarationError(f"{self.via!r} of {model._meta.label} links to nothing")
        return related

    def check_declared(self, model: type[models.Model]) -> None:
        """Raises DeclarationError if the model has no such field."""
        owner = self.owner(model)
        try:
            owner._meta.get_field(self.name)
        except FieldDoesNotExist as error:
            raise DeclarationError(f"{owner._meta.label} has no field {self.name!r}") from error

    def read(self, obj: models.Model) -> Any:
        return getattr(getattr(obj, self.via) if self.via else obj, self.name)

    def is_kept_for(self, obj: models.Model) -> bool:
        return self.applies is None or self.applies(obj)

    @property
    def empty(self) -> Any:
        """What an empty input means."""
        return None

    # --- in: form text -> wire value -> accepted value ------------------------------------------------

    def from_form(self, raw: Sequence[str]) -> Any:
        """The wire value written in a form's input. Raises NotUnderstood."""
        text = raw[-1].strip() if raw else ""
        return self.empty if text == "" else self.from_text(text)

    def from_text(self, text: str) -> Any:
        """The wire value of a text that is not empty. Raises NotUnderstood."""
        return text

    def accept(self, wire: Any, context: Context) -> Any:
        """The value for the service, from a typed wire value. Raises NotUnderstood."""
        if self.is_empty(wire):
            if self.required:
                raise NotUnderstood(_("Chưa nhập."))
            return self.empty
        return self.check(wire)

    def is_empty(self, value: Any) -> bool:
        return value is None or value == ""

    def check(self, value: Any) -> Any:
        """Limits of the kind (length, range). Raises NotUnderstood."""
        return value

    # --- out ----------------------------------------------------------------------------------

    def text(self, value: Any) -> str:
        """What people read on a page."""
        return "" if value is None else str(value)

    def input_text(self, value: Any) -> str:
        """What stands in the form's input; `from_form` reads it back."""
        return self.text(value)

    def wire(self, value: Any) -> Any:
        """What the API gives."""
        return value

    def cell(self, value: Any) -> Any:
        """What an export's cell holds: text, number, date, bool or None."""
        return self.text(value)

    def masked(self, value: Any) -> str:
        """The shown form of a sensitive value: that there is one, and its last `keep` characters."""
        if self.is_empty(value):
            return ""
        text = self.text(value)
        return MASK + (text[-self.keep :] if self.keep and len(text) > self.keep else "")

    shown: ClassVar[bool] = True
    """False for what is asked without being kept: it stands in forms only."""

    cell_format: ClassVar[str] = ""
    """Excel's number format of the column."""

    @property
    def width(self) -> float:
        """Column width of the export in characters."""
        return 18

    # --- API types ------------------------------------------------------------------------------

    @property
    def wire_type(self) -> Any:
        """Python type of the wire value that comes in."""
        return str

    @property
    def shown_type(self) -> Any:
        """Python type of the wire value that goes out."""
        return self.wire_type

    @property
    def limits(self) -> dict[str, Any]:
        """Keyword arguments of the Pydantic field: the limits that a schema can state."""
        return {}

    # --- finding --------------------------------------------------------------------------------

    def slots(self) -> tuple[Slot, ...]:
        """Query parameters of the filter on this field."""
        raise DeclarationError(f"no filter on {type(self).__name__} {self.name!r}")

    def condition(self, slot: Slot, values: Sequence[Any]) -> models.Q:
        """The rows that a filter of this field keeps."""
        return models.Q(**{f"{self.path}{slot.lookup}": list(values) if slot.many else values[-1]})

    @property
    def sort_column(self) -> str:
        """Column to sort by; empty when lists cannot be sorted by this field. Sorting a long list through a link would
        read all of it."""
        return "" if self.via else self.column

    def options(
        self, record: Record, actor: Actor, permission: Permission | None = None
    ) -> Sequence[tuple[str, str]]:
        """(value, label) of the choices in a form or filter; empty when anything may be entered."""
        return ()
