"""Shapes of what is entered; what is allowed is decided in `services`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui

from .choices import Means
from .models import Certificate
from .queries import Colleague, certificate_fields

MOST = 100
"""Documents of a batch."""


class CertificateForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp chứng thư"),
        help_text=_(
            "Tệp .cer, .crt, .pem hoặc .der do nơi cấp đưa. Không bao giờ gửi khóa riêng hay tệp .p12, .pfx."
        ),
    )
    means = forms.ChoiceField(
        label=_("Cách ký"), choices=[one for one in Means.choices if one[0] != Means.SOFTWARE]
    )
    place = forms.CharField(
        label=_("Nơi giữ khóa"), max_length=300, required=False,
        help_text=_("Ký từ xa: địa chỉ dịch vụ và mã chứng thư, cách nhau một dấu cách. Thiết bị ký: nhãn của thiết bị."),
    )  # fmt: skip
    name_is_confirmed = forms.BooleanField(label=_("Chứng thư này đúng là của tôi"), required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Lý do"), max_length=300)


class VerifyForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp đã ký"), help_text=_("XML hoặc PDF, tối đa 20 MB. Tệp chỉ được đọc, không được lưu lại.")
    )


class AnswerForm(forms.Form):
    file = forms.FileField(label=_("Tệp chữ ký"), help_text=_("Tệp JSON do chương trình ký trên máy tạo ra."))


class SignForm(forms.Form):
    """One PDF, and with which of one's own certificates."""

    file = forms.FileField(label=_("Tệp PDF"), help_text=_("Tối đa 20 MB."))
    reason = forms.CharField(label=_("Nội dung ký"), max_length=100, required=False,
                             help_text=_("Hiện bên cạnh chữ ký trong PDF, ví dụ: Đã duyệt."))  # fmt: skip

    def __init__(self, *args: Any, certificates: list[Certificate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(certificate_fields(certificates, _("Ký bằng")))
        self.order_fields(("file", "certificate", "reason", "pin", "bearer"))


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files of one field, as a list."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list) else [data] if data else []
        if len(given) > MOST:
            raise forms.ValidationError(_("Tối đa %(most)d tệp một lần."), params={"most": MOST})
        return [super(_FilesField, self).clean(one, initial) for one in given or [None]]


class BatchForm(forms.Form):
    """Several documents, and with which of one's own certificates. Secrets are asked for when it is signed."""

    documents = _FilesField(
        label=_("Các tệp PDF, XML"), widget=_Files(attrs={"multiple": True}),
        help_text=_("Chọn nhiều tệp cùng lúc: tối đa 100 tệp, mỗi tệp 20 MB."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Nội dung ký"), max_length=100, required=False,
                             help_text=_("Hiện bên cạnh chữ ký trong PDF, ví dụ: Đã duyệt."))  # fmt: skip

    def __init__(self, *args: Any, certificates: list[Certificate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["certificate"] = certificate_fields(certificates, _("Ký bằng"))["certificate"]
        self.order_fields(("documents", "certificate", "reason"))


class SecretsForm(forms.Form):
    """What opens the certificate for one gesture. Nothing of it is kept."""

    def __init__(self, *args: Any, certificate: Certificate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = certificate_fields([certificate], "")
        self.fields.update({name: one for name, one in asked.items() if name != "certificate"})

    @property
    def secrets(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in ("pin", "bearer")}


class StandInForm(forms.Form):
    """Who signs for whom, for which days."""

    absent = forms.ChoiceField(label=_("Ký thay cho"))
    person = forms.ChoiceField(label=_("Người ký thay"))
    valid_from = ui.DateField(label=_("Từ ngày"))
    valid_until = ui.DateField(label=_("Đến trước ngày"), help_text=_("Tối đa một năm."))
    reason = forms.CharField(
        label=_("Lý do"), max_length=300, help_text=_("Ví dụ: nghỉ thai sản, chuyển công tác; số quyết định.")
    )

    def __init__(self, *args: Any, staff: list[Colleague], gone: list[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = [(str(one.id), f"{one.name} · {one.title}" if one.title else one.name) for one in staff]
        left = [(str(one.id), f"{one.name} · {one.title}") for one in gone]
        self.fields["absent"].choices = [("", "…"), *here, *left]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "…"), *here]  # type: ignore[attr-defined]


class _BelievedForm(forms.Form):
    source = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        help_text=_("Văn bản, địa chỉ công bố, ai xác nhận và bằng cách nào."),
    )
    valid_from = ui.DateField(
        label=_("Tin chữ ký từ ngày"), help_text=_("Văn bản ký trước ngày này không được tin, dù ký đúng.")
    )
    valid_until = ui.DateField(
        label=_("Tin đến trước ngày"), required=False, help_text=_("Để trống: không giới hạn.")
    )


class AuthorityForm(_BelievedForm):
    """An authority's own certificate, and its fingerprint got on another way."""

    file = forms.FileField(
        label=_("Chứng thư gốc của nơi cấp"),
        help_text=_("Tệp .cer, .crt, .pem hoặc .der do nơi cấp công bố."),
    )
    printed = forms.CharField(
        label=_("Vân tay SHA-256"), max_length=200,
        help_text=_("Lấy bằng đường khác với tệp (công văn, điện thoại): chỉ khi trùng với tệp thì mới được ghi."),
    )  # fmt: skip
    valid_from = ui.DateField(
        label=_("Tin chữ ký từ ngày"),
        required=False,
        help_text=_("Để trống: từ ngày đầu của chính chứng thư gốc."),
    )
    field_order = ("file", "printed", "source", "valid_from", "valid_until")


class SealForm(_BelievedForm):
    """Which identifier the seal of a school of elsewhere has."""

    code = forms.CharField(label=_("Mã trường"), max_length=60)
    name = forms.CharField(label=_("Tên trường"), max_length=200)
    identifier = forms.CharField(
        label=_("Mã trong chứng thư con dấu"),
        max_length=64,
        help_text=_("MST:… trong tên chứng thư của trường đó."),
    )
    field_order = ("code", "name", "identifier", "source", "valid_from", "valid_until")
