"""What may be done about other people's sign-in and about the sector's applications."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

MANAGE_APPLICATIONS = Permission(
    "signin.application:manage", _("Quản lý ứng dụng đăng nhập qua nền tảng"), sensitive=True
)
RESET_SECOND_FACTOR = Permission(
    "signin.second_factor:reset", _("Gỡ xác thực hai bước của người khác"), sensitive=True
)
