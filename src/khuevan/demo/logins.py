"""The demo's log-ins: fixed names, one plain password that production refuses to start with."""

from __future__ import annotations

from dataclasses import dataclass

from rich.table import Table

PASSWORD = "KhueVan@2026"  # noqa: S105 - a demonstration's, printed at every start


@dataclass(frozen=True)
class DemoLogin:
    """`place`: department, commune or school of the fixed places in `plan`."""

    username: str
    role: str
    place: str
    who: str


LOGINS = (
    DemoLogin("quantri", "administrator", "department", "Quản trị hệ thống của Sở"),
    DemoLogin("chuyenvien.so", "department_officer", "department", "Chuyên viên Sở Giáo dục và Đào tạo"),
    DemoLogin("chuyenvien.xa", "commune_officer", "commune", "Chuyên viên văn hóa - xã hội của phường"),
    DemoLogin("hieutruong", "head", "school", "Hiệu trưởng một trường tiểu học"),
    DemoLogin("vanthu", "clerk", "school", "Văn thư của trường ấy"),
    DemoLogin("giaovien", "teacher", "school", "Giáo viên của trường ấy"),
)


def table() -> Table:
    shown = Table(title="Tài khoản dùng thử", title_justify="left", header_style="bold")
    shown.add_column("Tên đăng nhập")
    shown.add_column("Mật khẩu")
    shown.add_column("Là ai")
    for login in LOGINS:
        shown.add_row(login.username, PASSWORD, login.who)
    return shown
