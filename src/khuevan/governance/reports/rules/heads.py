"""Names in the head of an official letter (NĐ 30/2020/NĐ-CP, phụ lục I): in capitals, a long one in two lines."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 27
KINDS: Final = (
    "TRƯỜNG PHỔ THÔNG DÂN TỘC NỘI TRÚ", "TRƯỜNG TIỂU HỌC VÀ THCS", "TRƯỜNG TIỂU HỌC & THCS", "TRƯỜNG THCS VÀ THPT",
    "TRƯỜNG PTDTNT", "TRƯỜNG PTDTBT", "TRƯỜNG TIỂU HỌC", "TRƯỜNG THCS", "TRƯỜNG THPT", "TRƯỜNG MẦM NON",
    "TRƯỜNG MẪU GIÁO", "TRUNG TÂM GDNN-GDTX", "TRUNG TÂM GDTX", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "UBND PHƯỜNG", "UBND XÃ",
    "UBND ĐẶC KHU",
)  # fmt: skip


def in_head(name: str) -> str:
    """Broken where the kind of the unit ends, else near the middle; a short name stays in its line."""
    if len(name) <= LONGEST:
        return name
    kind = next((one for one in KINDS if name.startswith(f"{one} ")), "")
    if kind:
        return f"{kind}\n{name.removeprefix(kind).strip()}"
    gaps = [place for place, sign in enumerate(name) if sign == " "]
    if not gaps:
        return name
    middle = min(gaps, key=lambda place: abs(place - len(name) / 2))
    return f"{name[:middle]}\n{name[middle + 1 :]}"
