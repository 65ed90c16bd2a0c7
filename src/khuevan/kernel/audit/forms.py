from __future__ import annotations

from django import forms

from khuevan.kernel import ui

from .queries import Question


class QuestionForm(forms.Form):
    """The viewer's filters as they stand in the address; what cannot be read is left out."""

    person = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    unit = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    action = forms.CharField(required=False, max_length=120)
    kind = forms.CharField(required=False, max_length=30)
    table = forms.CharField(required=False, max_length=80)
    row = forms.CharField(required=False, max_length=60)
    since = ui.DateField(required=False)
    until = ui.DateField(required=False)

    def question(self, text: str) -> Question:
        self.is_valid()
        asked = self.cleaned_data
        return Question(
            text=text,
            actor_id=asked.get("person"),
            action=asked.get("action", ""),
            kind=asked.get("kind", ""),
            unit_id=asked.get("unit"),
            table=asked.get("table", ""),
            row_id=asked.get("row", ""),
            since=asked.get("since"),
            until=asked.get("until"),
        )
