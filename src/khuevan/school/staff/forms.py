"""Reading what people typed; what is right is for the rules to say."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui
from khuevan.kernel.records.errors import WHOLE, Invalid
from khuevan.kernel.records.formats import format_number, parse_number
from khuevan.register.organisations.choices import EducationLevel
from khuevan.register.people.choices import Sex
from khuevan.register.people.services import PersonFacts

from . import services
from .choices import Computer, ContractForm, Internet, Leave, Position, PostingKind
from .queries.places import Place, destination

NOT_SAID = ("", "---")
Pairs = Iterable[tuple[Any, Any]]


def take_errors(form: forms.BaseForm, error: Invalid) -> None:
    """Puts a service's sentences at the fields that they are about."""
    for name, sentence in error.errors.items():
        form.add_error(None if name == WHOLE or name not in form.fields else name, sentence)


def choose(form: forms.Form, name: str, pairs: Pairs) -> None:
    form.fields[name].choices = list(pairs)  # type: ignore[attr-defined]


class PeriodsField(forms.CharField):
    """Periods a week, written 4 or 3,5."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            number = parse_number(text)
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem
        if number != round(number, 1):
            raise forms.ValidationError(_now("Nhiều nhất một chữ số thập phân."))
        return number

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, Decimal) else value


class DecreeForm(forms.Form):
    """The decision on which an act rests."""

    effective_on = ui.DateField(label=_("Ngày hiệu lực"))
    number = forms.CharField(label=_("Số quyết định"), max_length=60, required=False)
    body = forms.CharField(label=_("Cơ quan ban hành"), max_length=160, required=False)

    def decree(self) -> services.Decree:
        given = self.cleaned_data
        return services.Decree(
            effective_on=given["effective_on"],
            number=given["number"],
            body=given["body"],
            note=given.get("note", ""),
        )


class RegisterForm(DecreeForm):
    """Somebody new to the school. `confirmed` comes back as a tick once doubts have been shown."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=100)
    born = forms.CharField(label=_("Ngày sinh"), max_length=10, help_text=_("Ví dụ 05/09/1990."))
    sex = forms.ChoiceField(label=_("Giới tính"), choices=[NOT_SAID, *Sex.choices])
    national_id = forms.CharField(
        label=_("Số định danh cá nhân"), required=False, max_length=30, help_text=_("12 chữ số")
    )
    phone = forms.CharField(label=_("Điện thoại"), required=False, max_length=30)
    email = forms.CharField(label=_("Thư điện tử"), required=False, max_length=254)
    kind = forms.ChoiceField(
        label=_("Hình thức"),
        choices=[
            (kind.value, kind.label)
            for kind in (PostingKind.HIRED, PostingKind.ARRIVED, PostingKind.SECONDED_IN)
        ],
    )
    from_name = forms.CharField(
        label=_("Nơi công tác trước"),
        required=False,
        max_length=200,
        help_text=_("Khi chuyển đến hoặc được biệt phái đến."),
    )
    position = forms.ChoiceField(
        label=_("Vị trí việc làm"), choices=[NOT_SAID, *Position.choices], required=False
    )
    level = forms.ChoiceField(label=_("Cấp dạy"), choices=[NOT_SAID, *EducationLevel.choices], required=False)
    main_subject = forms.ChoiceField(label=_("Môn dạy"), required=False)
    contract_form = forms.ChoiceField(
        label=_("Hình thức hợp đồng"), choices=[NOT_SAID, *ContractForm.choices], required=False
    )
    code = forms.CharField(label=_("Mã cán bộ"), required=False, max_length=20)
    confirmed = forms.BooleanField(label=_("Tôi đã kiểm tra, thông tin trên là đúng"), required=False)

    def __init__(self, *args: Any, subjects: Pairs, schools: Pairs = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "main_subject", [NOT_SAID, *subjects])
        schools = list(schools)
        if len(schools) > 1:
            self.fields["school"] = forms.ChoiceField(label=_("Trường"), choices=schools)
        self.order_fields(["school", "full_name", "born", "sex"])

    def facts(self, born: Any) -> PersonFacts:
        names = ("full_name", "sex", "national_id", "phone", "email")
        return PersonFacts(born=born, **{name: self.cleaned_data[name] for name in names})


class ActForm(DecreeForm):
    """Any decision about somebody of the school; fields that the kind does not ask for are taken out."""

    WANTED = {
        PostingKind.APPOINTED: ("position",),
        PostingKind.LEAVE: ("leave", "until"),
        PostingKind.SECONDED_OUT: ("to", "to_name", "until", "accept"),
        PostingKind.MOVED: ("to", "to_name", "accept"),
        PostingKind.REASSIGNED: ("to", "to_name", "accept"),
        PostingKind.RESIGNED: ("why",),
    }
    position = forms.ChoiceField(label=_("Vị trí mới"), choices=[NOT_SAID, *Position.choices], required=False)
    leave = forms.ChoiceField(label=_("Lý do nghỉ"), choices=[NOT_SAID, *Leave.choices[1:]], required=False)
    to = forms.CharField(
        label=_("Trường đến"),
        required=False,
        max_length=20,
        help_text=_("Gõ tên hoặc mã trường rồi chọn; trường sẽ nhận được đề nghị tiếp nhận."),
    )
    to_name = forms.CharField(
        label=_("Hoặc nơi đến khác"),
        required=False,
        max_length=200,
        help_text=_("Trường ngoài tỉnh, cơ quan khác."),
    )
    until = ui.DateField(label=_("Thời hạn đến"), required=False)
    why = forms.CharField(label=_("Lý do"), max_length=200, required=False)
    accept = forms.BooleanField(
        label=_("Tiếp nhận luôn ở trường đến (khi bạn có quyền ở cả hai trường)"), required=False
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False, widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        asked = self.WANTED.get(PostingKind(kind), ())
        for name in {name for names in self.WANTED.values() for name in names} - set(asked):
            del self.fields[name]

    def clean_to(self) -> Place | None:
        text = str(self.cleaned_data["to"]).strip()
        if not text:
            return None
        found = destination(text)
        if found is None:
            raise forms.ValidationError(
                _now("Không có trường nào mang mã này; hãy gõ tên rồi chọn trong danh sách.")
            )
        return found

    def order(self) -> services.Order:
        given = self.cleaned_data
        place = given.get("to")
        return services.Order(
            kind=self.kind,
            decree=self.decree(),
            position=given.get("position", ""),
            leave=given.get("leave", ""),
            to_school_id=place.id if place else None,
            to_name=place.name if place else given.get("to_name", ""),
            until=given.get("until"),
            why=given.get("why", ""),
            accept=bool(given.get("accept")),
        )


class AcceptForm(forms.Form):
    """The receiving school takes somebody in."""

    on = ui.DateField(label=_("Tiếp nhận từ ngày"))
    position = forms.ChoiceField(label=_("Vị trí việc làm"), choices=Position.choices)
    level = forms.ChoiceField(label=_("Cấp dạy"), choices=[NOT_SAID, *EducationLevel.choices], required=False)
    main_subject = forms.ChoiceField(label=_("Môn dạy"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, subjects: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "main_subject", [NOT_SAID, *subjects])


class WhyForm(forms.Form):
    """For acts that need nothing but a reason."""

    why = forms.CharField(label=_("Lý do"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class LessonForm(forms.Form):
    """A teacher for a cell of the matrix."""

    staff = forms.TypedChoiceField(label=_("Giáo viên"), coerce=int)
    periods = PeriodsField(label=_("Số tiết/tuần"), max_length=5)
    part = forms.CharField(label=_("Phần, mạch, nhóm"), max_length=60, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, teachers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [NOT_SAID, *teachers]  # type: ignore[attr-defined]
        self.fields["staff"].error_messages["invalid_choice"] = _("Hãy chọn một giáo viên của trường.")


class HomeroomForm(forms.Form):
    """The homeroom teacher of a class."""

    staff = forms.TypedChoiceField(
        label=_("Giáo viên chủ nhiệm"), coerce=int, empty_value=None, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, teachers: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "staff", [("", _now("Chưa có")), *teachers])


class MeansForm(forms.Form):
    """Devices and line for teaching online."""

    computers = forms.MultipleChoiceField(
        label=_("Thiết bị bạn có để dạy trực tuyến"),
        choices=Computer.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    internet = forms.ChoiceField(
        label=_("Đường truyền Internet ở nhà"), choices=Internet.choices, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
