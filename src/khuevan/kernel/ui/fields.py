"""What the field macro needs to know of a Django form's field, and the date field as people here write dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.utils.translation import gettext_lazy as _

_TYPES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radio"),
    (forms.SelectMultiple, "multiple"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.CheckboxInput, "checkbox"),
    (forms.DateInput, "date"),
    (forms.DateTimeInput, "datetime-local"),
    (forms.ClearableFileInput, "file"),
)
_OWN_ATTRIBUTES = frozenset(
    {"id", "class", "required", "disabled", "aria-describedby", "aria-invalid", "type"}
)


class DateField(forms.DateField):
    """dd/mm/yyyy as typed here; yyyy-mm-dd too, which browsers' pickers and programs send."""

    default_error_messages = {"invalid": _("Ngày chưa đúng. Hãy viết ngày/tháng/năm, ví dụ 01/07/2025.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"])
        options.setdefault("widget", forms.DateInput(format="%d/%m/%Y"))
        super().__init__(**options)


@dataclass(frozen=True)
class FieldFacts:
    name: str
    id: str
    label: str
    type: str
    value: Any
    help: str
    errors: tuple[str, ...]
    required: bool
    disabled: bool
    choices: list[Any]
    attrs: dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a form; `id` of the field it is about, empty for the form as a whole."""

    id: str
    label: str
    message: str


def type_of(widget: forms.Widget) -> str:
    for kind, name in _TYPES:
        if isinstance(widget, kind):
            return name
    return getattr(widget, "input_type", None) or "text"


def field_facts(bound: BoundField) -> FieldFacts:
    widget = bound.field.widget
    kind = type_of(widget)
    attrs = {name: value for name, value in widget.attrs.items() if name not in _OWN_ATTRIBUTES}
    if kind == "textarea" and attrs.get("cols") == "40" and attrs.get("rows") == "10":
        attrs = {name: value for name, value in attrs.items() if name not in ("cols", "rows")}
    if isinstance(bound.field, forms.CharField) and bound.field.max_length and kind not in ("date", "select"):
        attrs.setdefault("maxlength", bound.field.max_length)
    return FieldFacts(
        name=bound.html_name,
        id=bound.id_for_label or bound.auto_id or f"id_{bound.html_name}",
        label=str(bound.label),
        type=kind,
        value="" if kind in ("password", "file") else bound.value(),
        help=str(bound.help_text),
        errors=tuple(str(error) for error in bound.errors),
        required=bound.field.required and bound.form.use_required_attribute,
        disabled=bound.field.disabled,
        choices=list(getattr(widget, "choices", ())),
        attrs=attrs,
    )


def form_faults(form: BaseForm) -> list[Fault]:
    """Every error of a form in the order of its fields; those of the whole form first."""
    faults = [Fault("", "", str(message)) for message in form.non_field_errors()]
    for bound in form:
        facts = field_facts(bound) if bound.errors else None
        if facts:
            faults.extend(Fault(facts.id, facts.label, message) for message in facts.errors)
    return faults
