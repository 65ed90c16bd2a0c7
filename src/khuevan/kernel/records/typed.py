"""What was typed into the small forms that stand on a page beside others."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import HttpRequest

from khuevan.kernel import ui

from .errors import Invalid


def typed_day(request: HttpRequest, name: str) -> date | None:
    """As people write it; None where nothing was written. Raises Invalid at the field."""
    try:
        found: date | None = ui.DateField(required=False).clean(request.POST.get(name, ""))
    except forms.ValidationError as wrong:
        raise Invalid({name: "; ".join(wrong.messages)}) from None
    return found


def typed_of(request: HttpRequest) -> dict[str, str]:
    """Every field as it was typed, to stand in the form again beside what is wrong."""
    return {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
