"""What may be done in this room."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_UNITS = Permission("organisations.unit:view", _("Xem đơn vị"))
MANAGE_UNITS = Permission("organisations.unit:manage", _("Ghi quyết định về tổ chức đơn vị"))
CORRECT_UNITS = Permission("organisations.unit:correct", _("Đính chính dữ liệu đơn vị"))
EDIT_CONTACTS = Permission("organisations.unit:edit", _("Sửa thông tin liên hệ, điểm trường"))
LOAD_COUNTRY = Permission("organisations.country:load", _("Nạp danh mục tỉnh, xã"))
