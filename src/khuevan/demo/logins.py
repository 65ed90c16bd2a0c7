"""The demo's log-ins: fixed names, one plain password that production refuses to start with."""

from __future__ import annotations

from dataclasses import dataclass

from rich.table import Table

PASSWORD = "KhueVan@2026"  # noqa: S105 - a demonstration's, printed at every start


@dataclass(frozen=True)
class DemoLogin:
    """`place`: department, commune, school, next_school (a primary school of another commune), or secondary
    (the first lower-secondary school). `kind`: of account. `number`: which of those who hold the post there."""

    username: str
    role: str
    place: str
    who: str
    kind: str = "staff"
    number: int = 0


LOGINS = (
    DemoLogin("quantri", "administrator", "department", "Quản trị hệ thống của Sở", number=1),
    DemoLogin("chuyenvien.so", "department_officer", "department", "Chuyên viên Sở Giáo dục và Đào tạo"),
    DemoLogin("chuyenvien.xa", "commune_officer", "commune", "Chuyên viên văn hóa - xã hội của phường"),
    DemoLogin("hieutruong", "head", "school", "Hiệu trưởng một trường tiểu học"),
    DemoLogin("vanthu", "clerk", "school", "Văn thư của trường ấy"),
    DemoLogin("giaovien", "teacher", "school", "Giáo viên của trường ấy"),
)

"""One of each role at one place: what tests try every page with."""

OTHERS = (
    DemoLogin("hieutruong2", "head", "next_school", "Hiệu trưởng một trường tiểu học ở xã, phường khác"),
    DemoLogin("vanthu2", "clerk", "next_school", "Văn thư của trường ấy"),
    DemoLogin("hieutruong.thcs", "head", "secondary", "Hiệu trưởng một trường trung học cơ sở"),
    DemoLogin("giaovien.thcs", "teacher", "secondary", "Giáo viên chủ nhiệm của trường ấy"),
    DemoLogin("chame", "parent", "school", "Mẹ của một học sinh ở trường thứ nhất", "guardian"),
    DemoLogin("hocsinh", "learner", "school", "Học sinh ấy", "learner"),
    DemoLogin("giaovien2", "teacher", "school", "Giáo viên thứ hai của trường thứ nhất", number=1),
    DemoLogin("giaovien3", "teacher", "school", "Giáo viên thứ ba của trường ấy", number=2),
)
"""Whom an act of two sides needs, and the family; and those who with the school's first teacher, its head and its clerk
sign the report cards of a class."""

EVERY = (*LOGINS, *OTHERS)


def table() -> Table:
    shown = Table(title="Tài khoản dùng thử", title_justify="left", header_style="bold")
    shown.add_column("Tên đăng nhập")
    shown.add_column("Mật khẩu")
    shown.add_column("Là ai")
    for login in EVERY:
        shown.add_row(login.username, PASSWORD, login.who)
    return shown
