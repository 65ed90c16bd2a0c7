"""Shapes of what is entered; what is allowed is decided in `services`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui
from khuevan.kernel.records.errors import WHOLE, Invalid

from .choices import AccountKind
from .models import Account, Grant, Role
from .queries.actors import permissions_of
from .queries.grants import permission_lines
from .rules.handing_on import delegable


def take_errors(form: forms.BaseForm, error: Invalid) -> None:
    """Puts a service's sentences at the fields that they are about."""
    for name, sentence in error.errors.items():
        form.add_error(None if name == WHOLE or name not in form.fields else name, sentence)


class ReasonForm(forms.Form):
    """For acts that need nothing but a reason."""

    reason = forms.CharField(label=_("Lý do"), max_length=300)


class GrantForm(forms.Form):
    role = forms.ModelChoiceField(Role.objects.none(), label=_("Vai trò"), to_field_name="code")
    unit = forms.CharField(
        label=_("Đơn vị"),
        max_length=20,
        help_text=_("Gõ tên hoặc mã rồi chọn. Quyền có hiệu lực ở đơn vị này và mọi đơn vị trực thuộc."),
    )
    valid_from = ui.DateField(label=_("Từ ngày"))
    valid_until = ui.DateField(
        label=_("Đến trước ngày"), required=False, help_text=_("Để trống nếu chưa có hạn.")
    )
    reason = forms.CharField(
        label=_("Lý do"), max_length=300, help_text=_("Ví dụ: số quyết định bổ nhiệm, phân công.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = Role.objects.order_by("-is_builtin", "id")  # type: ignore[attr-defined]


class DelegationForm(forms.Form):
    """For oneself: which of my grants, which part of it, to whom, for which days."""

    account = forms.CharField(
        label=_("Tên đăng nhập của người thay"),
        max_length=64,
        help_text=_("Người cùng đơn vị hoặc cấp dưới."),
    )
    permissions = forms.MultipleChoiceField(
        label=_("Quyền ủy quyền"), widget=forms.CheckboxSelectMultiple, choices=()
    )
    valid_from = ui.DateField(label=_("Từ ngày"))
    valid_until = ui.DateField(label=_("Đến trước ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=300, initial=_("Nghỉ phép"))

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = permission_lines(delegable(permissions_of(grant)))
        field = self.fields["permissions"]
        field.choices = [(line.code, line.label) for line in lines]  # type: ignore[attr-defined]
        field.initial = [line.code for line in lines if not line.sensitive]


class RoleForm(forms.Form):
    name = forms.CharField(label=_("Tên vai trò"), max_length=120)
    description = forms.CharField(label=_("Mô tả"), max_length=400, required=False)
    permissions = forms.MultipleChoiceField(
        label=_("Quyền"), widget=forms.CheckboxSelectMultiple, choices=(), required=False
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permissions"].choices = offered  # type: ignore[attr-defined]


class PreferencesForm(forms.ModelForm[Account]):
    class Meta:
        model = Account
        fields = ("email", "language", "theme")


class BulkForm(forms.Form):
    unit = forms.CharField(label=_("Trường"), max_length=20, help_text=_("Gõ tên hoặc mã rồi chọn."))
    kind = forms.ChoiceField(
        label=_("Tạo tài khoản cho"),
        choices=[
            (AccountKind.STAFF.value, _("Nhà giáo, nhân viên")),
            (AccountKind.LEARNER.value, _("Người học")),
            (AccountKind.GUARDIAN.value, _("Cha mẹ, người giám hộ")),
        ],
    )


class NewAccountForm(forms.Form):
    """One account by hand: for officers and technical accounts that no affiliation leads to."""

    username = forms.CharField(label=_("Tên đăng nhập"), max_length=64)
    display_name = forms.CharField(label=_("Tên hiển thị"), max_length=150)
    kind = forms.ChoiceField(label=_("Loại tài khoản"), choices=AccountKind.choices)
    unit = forms.CharField(label=_("Đơn vị"), max_length=20, help_text=_("Gõ tên hoặc mã rồi chọn."))
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
