"""The small document by which an issued card is corrected or recalled: which file, what, why, when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from .slots import Place
from .writing import HEAD, VERSION, element

ROOT: Final = "QUYET_DINH_HOC_BA"
SAID: Final = "noidung"
PLACE: Final = Place("NGUOI_KY", SAID, "ky-quyet-dinh")


@dataclass(frozen=True)
class ActContent:
    """digest: SHA-256 of the signed file that it is about, hexadecimal; kind: correct, recall."""

    kind: str
    code: str
    number: int
    digest: str
    holder: str
    school: str
    reason: str
    on: date


def write_act(act: ActContent) -> bytes:
    """Unsigned, in canonical form. Raises NotWritable."""
    said = "".join(
        (
            element("HANH_VI", act.kind),
            element("MA_HOC_BA", act.code),
            element("LAN_LAP", str(act.number)),
            element("MA_BAM_SHA256", act.digest),
            element("NGUOI_HOC", act.holder),
            element("CO_SO_GIAO_DUC", act.school),
            element("LY_DO", act.reason),
            element("NGAY", act.on.isoformat()),
        )
    )
    text = f'<{ROOT} PhienBan="{VERSION}"><NOI_DUNG Id="{SAID}">{said}</NOI_DUNG><NGUOI_KY></NGUOI_KY></{ROOT}>\n'
    return HEAD + text.encode()
