"""What may be done in this room."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_FACILITIES = Permission(
    "facilities.facility:view",
    _("Xem cơ sở vật chất"),
    holders=frozenset({"head", "clerk", "teacher", "department_officer", "commune_officer"}),
)
EDIT_FACILITIES = Permission(
    "facilities.facility:edit",
    _("Ghi cơ sở vật chất, kiểm đếm"),
    holders=frozenset({"head", "clerk"}),
)
CONFIRM_INVENTORY = Permission(
    "facilities.inventory:confirm",
    _("Mở, xác nhận, hủy đợt kiểm kê"),
    holders=frozenset({"head"}),
)
EDIT_STANDARDS = Permission(
    "facilities.standard:edit",
    _("Sửa danh mục thiết bị tối thiểu, định mức"),
    holders=frozenset({"department_officer"}),
)
