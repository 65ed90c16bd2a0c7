"""What may be done with certificates and signatures. Signing a document itself is allowed by the room that owns it."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

REGISTER_CERTIFICATE = Permission(
    "signing.certificate:register",
    _("Đăng ký chứng thư số của mình"),
    holders=frozenset({"head", "clerk", "teacher", "department_officer", "commune_officer"}),
)
KEEP_SEAL = Permission(
    "signing.seal:keep",
    _("Giữ con dấu số của đơn vị"),
    sensitive=True,
    holders=frozenset({"head", "clerk", "department_officer", "commune_officer"}),
)
VERIFY_FILES = Permission(
    "signing.file:verify",
    _("Kiểm tra chữ ký số của tệp"),
    holders=frozenset({"head", "clerk", "teacher", "department_officer", "commune_officer"}),
)
VIEW_SIGNATURES = Permission(
    "signing.signature:view",
    _("Xem nhật ký ký số"),
    holders=frozenset({"head", "clerk", "department_officer", "commune_officer"}),
)
MANAGE_TRUST = Permission(
    "signing.trust:manage",
    _("Chọn cơ quan chứng thực và con dấu ngoài hệ thống được tin cậy"),
    sensitive=True,
    holders=frozenset(),
)
"""Administrators only: whoever decides whom the installation believes decides what is valid."""
NAME_STAND_IN = Permission(
    "signing.stand_in:name",
    _("Cử người ký thay"),
    sensitive=True,
    holders=frozenset({"head"}),
)
"""Not for handing on: who stands in for whom is the head's to answer for."""
