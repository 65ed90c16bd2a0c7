"""What the room publishes: the declaration of the profile, for workbooks, exchange and checks."""

from __future__ import annotations

from dataclasses import dataclass

from .records.profile import PROFILE, Kept, levels_of
from .rules import EVERY, Levels, at

__all__ = ["ELSEWHERE", "PROFILE", "Kept", "Symbol", "levels_of", "symbols"]


@dataclass(frozen=True)
class Symbol:
    """A field of QĐ 4998, mục 3.6.4. held: a path from the learner (`person.full_name`, `supports=rice`), or in words of
    the rooms where it is no column of learner and person."""

    symbol: str
    levels: Levels
    held: str
    catalogue: str = ""


ELSEWHERE = (
    Symbol("TRUONG_ID", at("MN TH C2 C3"), "school.code"),
    Symbol("TRUNG_TAM_ID", at("TX"), "school.code"),
    Symbol("HOC_VIEN_ID", at("TX"), "person.sector_id"),
    Symbol("TINH_THANH_ID", EVERY, "person.permanent_commune.province", "DM_TINH"),
    Symbol("QUAN_HUYEN_ID", EVERY, "nothing since 1 July 2025: there are no districts", "DM_HUYEN"),
    Symbol("TEN_CHA", EVERY, "guardian(father).full_name"),
    Symbol("NAM_SINH_CHA", EVERY, "guardian(father).birth_date.year"),
    Symbol("TEN_ME", EVERY, "guardian(mother).full_name"),
    Symbol("NAM_SINH_ME", EVERY, "guardian(mother).birth_date.year"),
    Symbol("TEN_NGUOI_DD", EVERY, "guardian(other).full_name"),
    Symbol("NAM_SINH_NGUOI_DO_DAU", EVERY, "guardian(other).birth_date.year"),
    Symbol("IS_LUU_BAN_NAM_TRUOC", at("TH C2 C3 TX"), "enrolment.is_repeating"),
    Symbol("CAP_NHAT_KHEN_THUONG", at("TH C2 C3 TX"), "rewards are there"),
    Symbol("NOI_DUNG_KHEN_THUONG", at("TX"), "rewards"),
    Symbol("LIST_KHEN_THUONG", at("TH C2 C3"), "rewards"),
    Symbol("LIST_BAO_LUC_HOC_DUONG", at("TH C2"), "violence cases"),
)


def symbols() -> tuple[Symbol, ...]:
    """Every field of the annex and where it is held."""
    own = [
        Symbol(one.symbol, one.levels, f"{one.field.via}.{one.name}".strip("."), one.catalogue)
        for one in PROFILE
        if one.symbol
    ]
    ticks = [
        Symbol(symbol, levels, f"{one.name}={code}")
        for one in PROFILE
        for code, (symbol, levels) in one.parts.items()
    ]
    return (*own, *ticks, *ELSEWHERE)
