"""The books of a school as workbooks: land, rooms, toilets, computers, equipment.

No template of the sector has them one by one (QĐ 4998 prints land and rooms of centres, groups DD.1.1 and PH.1.1): the
headings are those of our forms, with the symbols of the annex as other names.
"""

from __future__ import annotations

from khuevan.kernel.sheets import Key, recorded

from .records import COMPUTERS, EQUIPMENT, LAND, LINES, ROOMS, TOILETS

ROOMS_SHEET = recorded.layout(
    ROOMS, "facilities.rooms", keys=(Key(("name", "building", "point"), empty=True),), sheet="Phong",
    aliases={"name": ("TEN_PHONG",), "area_m2": ("DIEN_TICH",), "quantity": ("SO_LUONG",), "kind": ("Loại",)},
)  # fmt: skip
TOILETS_SHEET = recorded.layout(
    TOILETS, "facilities.toilets", keys=(Key(("name", "users", "point"), empty=True),), sheet="NhaVeSinh"
)
LAND_SHEET = recorded.layout(
    LAND, "facilities.land", keys=(Key(("name", "point"), empty=True),), sheet="Dat",
    aliases={
        "name": ("TEN_CO_SO_DAO_TAO",), "address": ("DIA_DIEM",), "area_m2": ("DIEN_TICH_DAT",),
        "built_m2": ("DIEN_TICH_XAY_DUNG",), "tenure": ("SO_HUU_ID",), "owner_name": ("TEN_NGUOI_SO_HUU",),
        "purpose": ("MUC_DICH_SU_DUNG_DAT",), "use_years": ("THOI_GIAN_SU_DUNG",),
    },
)  # fmt: skip
LINES_SHEET = recorded.layout(
    LINES,
    "facilities.lines",
    keys=(Key(("provider", "kind", "point"), certain=False, empty=True),),
    sheet="DuongTruyen",
)
COMPUTERS_SHEET = recorded.layout(
    COMPUTERS,
    "facilities.computers",
    keys=(Key(("name", "kind", "purpose", "point"), empty=True),),
    sheet="MayTinh",
)
EQUIPMENT_SHEET = recorded.layout(
    EQUIPMENT,
    "facilities.equipment",
    keys=(Key(("name", "kind", "point", "room"), empty=True),),
    sheet="ThietBi",
)
