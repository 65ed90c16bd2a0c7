"""The shape of what is typed about plans; whether it is allowed is the services' business."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import EducationLevel

from .choices import ChangeKind, Direction, Measure, SectionKind, Tier
from .models import Target, Task
from .services import (
    AmendmentOrder,
    ChangeOrder,
    InstrumentOrder,
    PlanOrder,
    ReportOrder,
    SectionOrder,
    TargetOrder,
    TaskOrder,
)

Choices = Sequence[tuple[str, str]]
TIERS = [(one.value, one.label) for one in Tier if one is not Tier.MINISTRY]
LONG = {"rows": 3}


class Amount(forms.DecimalField):
    """Numbers as people here write them: 12,5."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip().removesuffix("%").strip()
            if "," in value:
                value = value.replace(".", "").replace(",", ".")
        return super().to_python(value)

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_digits", 14)
        options.setdefault("decimal_places", 3)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        digits = f"{value:f}"
        return (digits.rstrip("0").rstrip(".") if "." in digits else digits).replace(".", ",")


class OneOfSeveral(forms.Form):
    """Stands beside others on a page, so its fields have names of their own there."""

    own: ClassVar[str]

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", f"{self.own}_%s")
        super().__init__(*args, **options)


class PlanForm(forms.Form):
    title = forms.CharField(label=_("Tên kế hoạch"), max_length=400)
    parent = forms.ChoiceField(label=_("Thực hiện kế hoạch của cấp trên"), required=False)
    starts_on = ui.DateField(label=_("Thực hiện từ"))
    ends_on = ui.DateField(label=_("Đến hết"))
    source = forms.CharField(label=_("Nguồn"), max_length=400, required=False)
    note = forms.CharField(
        label=_("Ghi chú"), max_length=1000, required=False, widget=forms.Textarea(attrs=LONG)
    )

    def __init__(self, *args: Any, parents: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["parent"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Không thực hiện kế hoạch nào")), *parents]

    def order(self) -> PlanOrder:
        given = self.cleaned_data
        return PlanOrder(
            title=given["title"], starts_on=given["starts_on"], ends_on=given["ends_on"], source=given["source"],
            note=given["note"], parent_id=int(given["parent"]) if given["parent"] else None,
        )  # fmt: skip


class InstrumentForm(OneOfSeveral):
    own = "instrument"
    number = forms.CharField(label=_("Số, ký hiệu"), max_length=60)
    issued_on = ui.DateField(label=_("Ngày"), required=False)
    issuer = forms.CharField(label=_("Cơ quan"), max_length=200, required=False)
    title = forms.CharField(label=_("Trích yếu"), max_length=500, required=False)

    def order(self) -> InstrumentOrder:
        return InstrumentOrder(**self.cleaned_data)


class SectionForm(OneOfSeveral):
    own = "section"
    kind = forms.ChoiceField(label=_("Loại"), choices=SectionKind.choices)
    number = forms.CharField(label=_("Số thứ tự"), max_length=20, required=False)
    name = forms.CharField(label=_("Tên"), max_length=500)

    def order(self) -> SectionOrder:
        given = self.cleaned_data
        return SectionOrder(given["name"], given["number"], SectionKind(given["kind"]))


class LineForm(forms.Form):
    name = forms.CharField(label=_("Nội dung"), max_length=2000, widget=forms.Textarea(attrs=LONG))
    number = forms.CharField(label=_("Số thứ tự"), max_length=20, required=False)
    section = forms.ChoiceField(label=_("Nhóm"), required=False)
    item = forms.CharField(
        label=_("Mục của văn bản"), max_length=200, required=False, help_text=_("Ví dụ: Phụ lục 1, mục 8")
    )
    lead = forms.CharField(label=_("Đơn vị chủ trì"), max_length=400, required=False)
    supporting = forms.CharField(label=_("Đơn vị phối hợp"), max_length=600, required=False)
    deliverable = forms.CharField(
        label=_("Sản phẩm"), max_length=1200, required=False, widget=forms.Textarea(attrs=LONG)
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=1000, required=False)

    def __init__(self, *args: Any, sections: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "section", [("", _("Không thuộc nhóm nào")), *sections])

    def shared(self) -> dict[str, Any]:
        names = ("name", "number", "item", "lead", "supporting", "deliverable", "note")
        section = self.cleaned_data["section"]
        return {name: self.cleaned_data[name] for name in names} | {
            "section_id": int(section) if section else None
        }


class TargetForm(LineForm):
    measure = forms.ChoiceField(label=_("Cách đo"), choices=Measure.choices)
    indicator = forms.ChoiceField(
        label=_("Chỉ tiêu"), required=False, help_text=_("Chỉ khi cách đo là chỉ tiêu tự tính")
    )
    direction = forms.ChoiceField(label=_("Chiều"), choices=Direction.choices)
    threshold = Amount(label=_("Mức phải đạt"))
    unit_word = forms.CharField(label=_("Đơn vị tính"), max_length=40, initial="%")
    base = Amount(label=_("Mức ban đầu"), required=False, help_text=_("Lúc bắt đầu kế hoạch, để tính tốc độ"))
    starts_on = ui.DateField(
        label=_("Từ ngày"), required=False, help_text=_("Để trống là thời gian của kế hoạch")
    )
    due_on = ui.DateField(label=_("Đạt vào ngày"), required=False)
    tiers = forms.MultipleChoiceField(
        label=_("Cấp dưới phải nhận"), required=False, choices=TIERS, widget=forms.CheckboxSelectMultiple
    )
    levels = forms.MultipleChoiceField(
        label=_("Chỉ các cấp học"),
        required=False,
        choices=EducationLevel.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    units = forms.CharField(
        label=_("Chỉ các đơn vị (mã)"), max_length=2000, required=False,
        help_text=_("Mã các đơn vị, cách nhau bằng dấu phẩy; để trống là mọi đơn vị bên dưới"),
    )  # fmt: skip

    def __init__(self, *args: Any, indicators: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "indicator", [("", "–"), *indicators])

    def clean_units(self) -> tuple[int, ...]:
        """Ids of the units whose codes were typed."""
        codes = list(
            dict.fromkeys(one.strip() for one in self.cleaned_data["units"].split(",") if one.strip())
        )
        known = organisations.ids_by_code(codes)
        strange = [one for one in codes if one not in known]
        if strange:
            raise ValidationError(_("Không có đơn vị mang mã %(codes)s.") % {"codes": ", ".join(strange[:5])})
        return tuple(known[one] for one in codes)

    def order(self, before: Target | None = None) -> TargetOrder:
        """before: the line that is changed; what the form does not show stays."""
        given = self.cleaned_data
        return TargetOrder(
            **self.shared(), measure=Measure(given["measure"]), indicator=given["indicator"],
            direction=Direction(given["direction"]), threshold=given["threshold"], unit_word=given["unit_word"],
            base=given["base"], starts_on=given["starts_on"], due_on=given["due_on"], tiers=tuple(given["tiers"]),
            levels=tuple(given["levels"]), held=dict(before.held) if before else {},
            units=given["units"], parent_id=before.parent_id if before else None,
            lead_unit_id=before.lead_unit_id if before and before.lead == given["lead"] else None,
        )  # fmt: skip


class TaskForm(LineForm):
    starts_on = ui.DateField(
        label=_("Bắt đầu"), required=False, help_text=_("Để trống là thời gian của kế hoạch")
    )
    ends_on = ui.DateField(label=_("Hoàn thành"), required=False)
    is_yearly = forms.BooleanField(label=_("Làm lại hằng năm"), required=False)
    depends_on = forms.ChoiceField(label=_("Chờ nhiệm vụ"), required=False)

    def __init__(self, *args: Any, others: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "depends_on", [("", _("Không chờ nhiệm vụ nào")), *others])

    def order(self, before: Task | None = None) -> TaskOrder:
        given = self.cleaned_data
        return TaskOrder(
            **self.shared(), starts_on=given["starts_on"], ends_on=given["ends_on"], is_yearly=given["is_yearly"],
            depends_on_id=int(given["depends_on"]) if given["depends_on"] else None,
            period_said=before.period_said if before else "",
            lead_unit_id=before.lead_unit_id if before and before.lead == given["lead"] else None,
        )  # fmt: skip


class AdoptForm(OneOfSeveral):
    own = "adopt"
    number = forms.CharField(label=_("Số, ký hiệu"), max_length=60)
    issued_on = ui.DateField(label=_("Ngày ban hành"))


class ReportForm(forms.Form):
    """Of a task the part done in percent; of a target its value."""

    value = Amount(label=_("Giá trị"))
    as_of = ui.DateField(label=_("Tính đến ngày"))
    text = forms.CharField(
        label=_("Nội dung"), max_length=2000, required=False, widget=forms.Textarea(attrs=LONG)
    )
    link = forms.CharField(label=_("Đường dẫn"), max_length=500, required=False)
    file = forms.FileField(label=_("Tệp minh chứng"), required=False)

    def order(self) -> ReportOrder:
        given = self.cleaned_data
        return ReportOrder(given["as_of"], given["value"], given["text"], given["link"])


class DecisionForm(forms.Form):
    """A later decision about one line: a page of its own, so several changes of one decision are written one after the
    other under the same number."""

    decision = forms.CharField(label=_("Số quyết định"), max_length=60)
    effective_on = ui.DateField(label=_("Có hiệu lực từ"))
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=200, required=False)
    title = forms.CharField(label=_("Trích yếu của quyết định"), max_length=500, required=False)
    place = forms.CharField(label=_("Mục của quyết định"), max_length=100, required=False)
    cited = forms.CharField(
        label=_("Mục bị sửa, như quyết định ghi"), max_length=300, required=False,
        help_text=_("Ví dụ: nhiệm vụ số I.1.3 của Quyết định số 1282/QĐ-BGDĐT"),
    )  # fmt: skip
    reason = forms.CharField(label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs=LONG))

    def decided(self) -> AmendmentOrder:
        given = self.cleaned_data
        return AmendmentOrder(given["decision"], given["effective_on"], given["issuer"], given["title"])

    def change(self, kind: ChangeKind, **of: Any) -> ChangeOrder:
        given = self.cleaned_data
        return ChangeOrder(kind, given["reason"], given["cited"], given["place"], **of)


DECISION = tuple(DecisionForm.base_fields)


class AddedTargetForm(DecisionForm, TargetForm):
    """A target that a decision adds."""


class AddedTaskForm(DecisionForm, TaskForm):
    """A task that a decision adds."""


class AmendForm(DecisionForm):
    """What a decision makes of a line: what is left empty stays."""

    drop = forms.BooleanField(label=_("Bỏ hẳn mục này"), required=False)
    name = forms.CharField(
        label=_("Nội dung mới"), max_length=2000, required=False, widget=forms.Textarea(attrs=LONG)
    )
    starts_on = ui.DateField(label=_("Bắt đầu mới"), required=False)
    due_on = ui.DateField(label=_("Hạn mới"), required=False)
    lead = forms.CharField(label=_("Đơn vị chủ trì mới"), max_length=400, required=False)
    supporting = forms.CharField(label=_("Đơn vị phối hợp mới"), max_length=600, required=False)
    deliverable = forms.CharField(
        label=_("Sản phẩm mới"), max_length=1200, required=False, widget=forms.Textarea(attrs=LONG)
    )
    threshold = Amount(label=_("Mức mới"), required=False)

    def __init__(self, *args: Any, is_target: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_target = is_target
        if not is_target:
            del self.fields["threshold"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("drop") and not self.values(given):
            raise ValidationError(_("Ghi ít nhất một nội dung mới, hoặc chọn bỏ hẳn mục này."))
        return given

    def values(self, given: dict[str, Any]) -> dict[str, Any]:
        names = {one: one for one in ("name", "starts_on", "lead", "supporting", "deliverable")}
        names["due_on"] = "due_on" if self.is_target else "ends_on"
        if self.is_target:
            names["threshold"] = "threshold"
        return {field: given[name] for name, field in names.items() if given.get(name) not in (None, "")}


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
