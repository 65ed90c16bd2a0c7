"""What a written place means today: a commune of the 34 provinces, or a district, which is history.

Luật Tổ chức chính quyền địa phương 72/2025/QH15: provinces and communes only, from 1 July 2025; papers of before name
districts (huyện, quận, thị xã, thành phố thuộc tỉnh), and lists go on copying them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from khuevan.kernel.text import fold, nfc

_DISTRICT: Final = re.compile(r"^(huyen|quan|thi xa|thanh pho|tp|tx|h|q)\s+\S", re.ASCII)
_CERTAINLY_DISTRICT: Final = re.compile(r"^(huyen|quan|thi xa|tx|h|q)\s+\S", re.ASCII)
_COMMUNE: Final = re.compile(r"^(xa|phuong|thi tran|dac khu|x|p|tt)\s+\S", re.ASCII)
_PREFIX: Final = re.compile(r"^(xa|phuong|thi tran|dac khu|tinh|thanh pho|tp)\s+")
_SHORT: Final = {"x": "xa", "p": "phuong", "tt": "thi tran", "tp": "thanh pho"}


@dataclass(frozen=True)
class Place:
    """A commune of the catalogue."""

    id: int
    code: str
    name: str
    province: str
    is_open: bool = True

    @property
    def label(self) -> str:
        """As exports write it: with the province, so that it is read back whatever other communes are called."""
        return f"{self.name}, {self.province}" if self.province else self.name


@dataclass(frozen=True)
class Understood:
    """id: the commune. district: the former district that was named with it. fault: `unknown`, `several`, `district`
    (nothing but a district, or a commune of before that is not in the catalogue)."""

    id: int | None = None
    district: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Gazetteer:
    """The catalogue for one school: `home` is its province, whose communes may be named without it. `provinces`: folded
    names, former ones as well -> the province of today."""

    places: tuple[Place, ...]
    home: str = ""
    provinces: Mapping[str, str] = field(default_factory=dict)
    _by_code: dict[str, Place] = field(init=False, default_factory=dict)
    _by_name: dict[tuple[str, str], list[Place]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for place in self.places:
            self._by_code[place.code] = place
            for name in {_key(place.name), _bare(place.name)}:
                self._by_name.setdefault((name, _bare(place.province)), []).append(place)

    def understand(self, text: str) -> Understood:
        """What a cell means."""
        text = nfc(text).strip(" .,;")
        code = text.split(".")[0] if re.fullmatch(r"\d{1,5}(\.0)?", text) else ""
        if code:
            place = self._by_code.get(code.zfill(5))
            return Understood(place.id) if place else Understood(fault="unknown")
        whole = self._named(text, self.home)
        if whole:
            return _one(whole)
        found = Understood(fault="unknown")
        for signs in (r"[,;]", r"[,;]|\s[-–]\s"):  # a name may hold a dash: Phường Xuân Hương - Đà Lạt
            parts = [part.strip() for part in re.split(signs, text) if part.strip()]
            found = self._parted(parts) if parts else found
            if found.fault != "unknown":
                break
        return found

    def _parted(self, parts: list[str]) -> Understood:
        province = self.home
        known = (
            self.provinces.get(_bare(parts[-1])) if not _CERTAINLY_DISTRICT.match(fold(parts[-1])) else None
        )
        if known is not None:
            parts, province = parts[:-1], known
        districts = [part for part in parts if _is_district(part)]
        names = [part for part in parts if part not in districts]
        named = self._named(names[-1], province) if names else []
        if named:
            return Understood(**{**_one(named).__dict__, "district": districts[-1] if districts else ""})
        return (
            Understood(fault="district", district=districts[-1]) if districts else Understood(fault="unknown")
        )

    def _named(self, name: str, province: str) -> list[Place]:
        where = _bare(province)
        found = self._by_name.get((_key(name), where)) or (
            self._by_name.get((_bare(name), where), []) if not _COMMUNE.match(_key(name)) else []
        )
        still = [place for place in found if place.is_open]
        return still or found


def province_names(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """(any name, name of today) -> folded name -> name of today."""
    return {_bare(name): now for name, now in pairs}


def _one(found: list[Place]) -> Understood:
    different = {place.id for place in found}
    return (
        Understood(found[0].id)
        if len(different) == 1
        else Understood(fault="several" if found else "unknown")
    )


def _is_district(text: str) -> bool:
    return bool(_DISTRICT.match(fold(text)))


def _key(text: str) -> str:
    first, _gap, rest = fold(text).partition(" ")
    return f"{_SHORT.get(first, first)} {rest}".strip() if rest else first


def _bare(text: str) -> str:
    return _PREFIX.sub("", _key(text))
