"""What a room's urls module may hold for the shell."""

from __future__ import annotations

from datetime import date

from khuevan.kernel import ui
from khuevan.kernel.access import Actor, Permission

SEE = Permission("ui.specimen:view", "Xem mẫu")


def units(actor: Actor, text: str, limit: int) -> list[ui.Found]:
    return [ui.Found(f"Đơn vị {text}", "", "/x/", kind="Đơn vị")]


def late(actor: Actor, on: date) -> ui.Card:
    return ui.Card("B", order=9)


def silent(actor: Actor, on: date) -> None:
    return None


def early(actor: Actor, on: date) -> ui.Card:
    return ui.Card("A", order=1)


app_name = "specimen"
urlpatterns: list[object] = []
NAVIGATION = (
    ui.Entry("ui:gallery", "Bộ thành phần", permission=SEE, group="Sổ bộ", order=20, also="gallery"),
    ui.Entry("ui:palette", "Tìm nhanh", order=5),
    ui.Entry("ui:health", "Tài khoản của tôi", order=1, place="user"),
)
PALETTE = (units,)
HOME = (late, silent, early)
