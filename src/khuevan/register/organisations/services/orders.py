"""What somebody asks to be done: plain values, checked for shape by forms, for sense by the rules."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ..choices import ActKind, Area, Difficulty, EducationLevel, MapPrecision, Ownership, UnitKind
from ..rules.acts import Decree


@dataclass(frozen=True, kw_only=True)
class Attributes:
    """Everything effective-dated that is stated of a unit."""

    name: str
    kind: UnitKind
    levels: frozenset[EducationLevel] = frozenset()
    short_name: str = ""
    ownership: Ownership = Ownership.PUBLIC
    area: Area = Area.UNKNOWN
    difficulty: Difficulty = Difficulty.NONE
    address: str = ""
    commune_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    map_precision: MapPrecision = MapPrecision.UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A unit to be opened. ``share`` is the stated part of a divided unit that it takes over."""

    code: str
    attributes: Attributes
    managing_parent_id: int | None
    professional_parent_id: int | None
    share: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class OpenUnit:
    """Thành lập."""

    decree: Decree
    opening: Opening
    act = ActKind.OPEN


@dataclass(frozen=True, kw_only=True)
class RenameUnit:
    """Đổi tên. ``version`` here and below: the version that the person saw; None skips the check."""

    decree: Decree
    unit_id: int
    name: str
    short_name: str = ""
    version: int | None = None
    act = ActKind.RENAME


@dataclass(frozen=True, kw_only=True)
class MoveUnit:
    """Chuyển cơ quan quản lý hoặc địa điểm; None leaves a thing as it is."""

    decree: Decree
    unit_id: int
    managing_parent_id: int | None = None
    professional_parent_id: int | None = None
    commune_id: int | None = None
    address: str | None = None
    version: int | None = None
    act = ActKind.MOVE


@dataclass(frozen=True, kw_only=True)
class ChangeLevels:
    """Chuyển cấp học, loại trường."""

    decree: Decree
    unit_id: int
    kind: UnitKind
    levels: frozenset[EducationLevel]
    version: int | None = None
    act = ActKind.CHANGE_LEVEL


@dataclass(frozen=True, kw_only=True)
class CloseUnit:
    """Giải thể."""

    decree: Decree
    unit_id: int
    version: int | None = None
    act = ActKind.CLOSE


@dataclass(frozen=True, kw_only=True)
class MergeUnits:
    """Sáp nhập into ``into_id``, or hợp nhất into the unit opened by ``opening``: exactly one is given."""

    decree: Decree
    source_ids: tuple[int, ...]
    into_id: int | None = None
    opening: Opening | None = None
    children_follow: bool = False
    version: int | None = None
    act = ActKind.MERGE

    def __post_init__(self) -> None:
        """Refuse an order that names no target, or two."""
        if (self.into_id is None) == (self.opening is None):
            raise ValueError("a merger has one target: an existing unit or one to be opened")


@dataclass(frozen=True, kw_only=True)
class SplitUnit:
    """Chia (the unit ends) or tách (``stays``)."""

    decree: Decree
    unit_id: int
    parts: tuple[Opening, ...]
    stays: bool = False
    version: int | None = None
    act = ActKind.SPLIT


@dataclass(frozen=True, kw_only=True)
class CorrectUnit:
    """Đính chính: put right the attributes of the present period."""

    unit_id: int
    attributes: Attributes
    why: str
    version: int | None = None
    act = ActKind.CORRECT


Order = OpenUnit | RenameUnit | MoveUnit | ChangeLevels | CloseUnit | MergeUnits | SplitUnit | CorrectUnit
