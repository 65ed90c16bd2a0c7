"""What may be done with surveys, standards and recognition."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_SURVEY = Permission(
    "universalisation.survey:view",
    _("Xem điều tra phổ cập: hộ, người, số liệu"),
    holders=frozenset({"commune_officer", "department_officer"}),
)
EDIT_SURVEY = Permission(
    "universalisation.survey:edit",
    _("Ghi phiếu điều tra phổ cập"),
    holders=frozenset({"commune_officer"}),
)
SUBMIT = Permission(
    "universalisation.dossier:submit",
    _("Lập, nộp hồ sơ đề nghị công nhận phổ cập"),
    holders=frozenset({"commune_officer"}),
)
SUBMIT_PROVINCE = Permission(
    "universalisation.province:submit",
    _("Lập, nộp hồ sơ phổ cập của tỉnh"),
    holders=frozenset({"department_officer"}),
)
DECIDE = Permission(
    "universalisation.dossier:decide",
    _("Kiểm tra, công nhận hoặc trả lại hồ sơ phổ cập"),
    sensitive=True,
    holders=frozenset({"department_officer"}),
)
CONFIGURE = Permission(
    "universalisation.standard:edit",
    _("Sửa ngưỡng, thời hạn của tiêu chuẩn phổ cập"),
    holders=frozenset({"department_officer"}),
)
