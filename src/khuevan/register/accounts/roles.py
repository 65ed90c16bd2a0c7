"""The roles that are shipped: one table of role -> permissions, brought into the database after every migration.

Roles are data; a province makes its own beside these. A role says what, the grant says where and until when.
The sets build on each other so that what a role adds is what is written here. Rooms above this one name the holders
of their permissions themselves (`Permission.holders`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from khuevan.kernel.access import Permission


@dataclass(frozen=True)
class BuiltinRole:
    """`codes`: permission codes of the rooms. `has_all`: every permission there is, of rooms to come too."""

    code: str
    name: str
    description: str
    codes: frozenset[str] = frozenset()
    has_all: bool = False

    def permissions(self, declared: Mapping[str, Permission]) -> frozenset[str]:
        if self.has_all:
            return frozenset(declared)
        named_there = {code for code, permission in declared.items() if self.code in permission.holders}
        return self.codes | named_there


SEES_UNITS = frozenset({"organisations.unit:view"})

TEACHES = SEES_UNITS | {"people.person:view"}

KEEPS_RECORDS = TEACHES | {
    "people.person:register",
    "people.person:correct",
    "people.affiliation:edit",
    "people.guardianship:edit",
    "people.history:view",
    "accounts.account:view",
    "accounts.account:create",
    "accounts.account:reset_password",
    "accounts.slip:print",
}

LEADS_SCHOOL = KEEPS_RECORDS | {
    "people.person:uncover",
    "accounts.account:lock",
    "accounts.session:end",
    "accounts.role:view",
    "accounts.grant:give",
    "organisations.unit:edit",
    "audit.entry:view",
    "jobs.run:view",
    "files.file:view",
    "signin.second_factor:reset",
}

WATCHES_OVER_SCHOOLS = SEES_UNITS | {
    "people.person:view",
    "people.history:view",
    "accounts.account:view",
    "accounts.role:view",
}

RUNS_SECTOR = WATCHES_OVER_SCHOOLS | {
    "organisations.unit:manage",
    "organisations.unit:correct",
    "organisations.unit:edit",
    "people.person:uncover",
    "audit.entry:view",
    "jobs.run:view",
    "files.file:view",
}

BUILTIN_ROLES: tuple[BuiltinRole, ...] = (
    BuiltinRole(
        "administrator",
        "Quản trị hệ thống",
        "Bộ phận công nghệ thông tin của Sở: mọi quyền trong phạm vi được cấp.",
        has_all=True,
    ),
    BuiltinRole(
        "ministry_officer",
        "Chuyên viên Bộ Giáo dục và Đào tạo",
        "Xem số liệu toàn quốc; nhận, trả lại biểu thống kê các Sở gửi đến.",
        SEES_UNITS,
    ),
    BuiltinRole(
        "department_officer",
        "Chuyên viên Sở Giáo dục và Đào tạo",
        "Theo dõi, kiểm tra các đơn vị trong tỉnh; thực hiện thay đổi tổ chức theo quyết định.",
        RUNS_SECTOR,
    ),
    BuiltinRole(
        "commune_officer",
        "Cán bộ phụ trách giáo dục cấp xã",
        "Theo dõi các trường mầm non, tiểu học, trung học cơ sở do xã, phường quản lý.",
        WATCHES_OVER_SCHOOLS,
    ),
    BuiltinRole(
        "head",
        "Hiệu trưởng",
        "Lãnh đạo trường: hồ sơ, tài khoản, cấp quyền trong trường.",
        LEADS_SCHOOL,
    ),
    BuiltinRole(
        "clerk", "Văn thư, giáo vụ", "Lập và cập nhật hồ sơ, tạo tài khoản trong trường.", KEEPS_RECORDS
    ),
    BuiltinRole("teacher", "Giáo viên", "Xem hồ sơ trong trường; việc của lớp theo phân công.", TEACHES),
    BuiltinRole("learner", "Người học", "Tài khoản của chính mình."),
    BuiltinRole("parent", "Cha mẹ, người giám hộ", "Tài khoản của chính mình, thông tin của con em."),
)
