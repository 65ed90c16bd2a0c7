"""What several pages say in the same way."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from khuevan.kernel import ui
from khuevan.kernel.records.errors import WHOLE, Invalid

from ..models import Certificate
from ..verification.report import Outcome, Severity

OUTCOME_TONES = {Outcome.VALID: "success", Outcome.REMARKS: "warning", Outcome.INVALID: "danger"}
SEVERITY_TONES = {Severity.WRONG: "danger", Severity.DOUBT: "warning", Severity.NOTE: "info"}


def take_errors(form: forms.Form, error: Invalid) -> None:
    """Puts a service's sentences at the fields that they are about."""
    for name, sentence in error.errors.items():
        form.add_error(None if name == WHOLE or name not in form.fields else name, sentence)


def certificates_trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Chứng thư số của tôi"), reverse("signing:certificates")), *steps]


def certificate_badges(one: Certificate) -> Markup:
    marks = [ui.badge(_("Con dấu"), "primary")] if one.is_seal else []
    if one.is_test:
        marks.append(ui.badge(_("Thử nghiệm"), "warning"))
    return Markup(" ").join(marks)
