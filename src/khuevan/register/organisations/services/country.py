"""The ministry, the departments of 63 and of 34 provinces, and the 3,321 communes of today.

Source: the package vietnam-provinces (Decision 19/2025/QĐ-TTg) and ``former_provinces``. Codes of units:
"BGDDT" the ministry, "68" the department of the province with that code today, "67.CU" of a former one,
"24778" a commune. Districts are not known nationally; a province enters its own as history where it needs
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from khuevan.kernel import access, audit, clock, text
from khuevan.kernel.access import Actor

from ..choices import ActKind, UnitKind
from ..models import Province, UnitAct
from ..permissions import LOAD_COUNTRY
from ..rules.acts import Decree
from .former_provinces import (
    LESS_SURE,
    LESS_SURE_NOTE,
    MERGED_ON,
    MERGERS,
    RENAMED,
    SINCE,
    SOURCE,
)
from .loading import LoadedUnit, both_lines, load_successions, load_units, province_ids
from .orders import Attributes
from .writing import Nation

MINISTRY_CODE = "BGDDT"
_PREFIXES = ("Thành phố", "Tỉnh", "Phường", "Xã", "Đặc khu")
_ASSEMBLY = "Quốc hội"


@dataclass(frozen=True)
class Loaded:
    """What a load left in the database: numbers of units of each sort named by it."""

    provinces: int
    departments: int
    communes: int


def load_country(actor: Actor, *, at: datetime) -> Loaded:
    """Load or complete the country. Repeating it changes nothing. Raises Refused."""
    access.demand(actor, LOAD_COUNTRY, on=Nation())
    with audit.act(actor, "organisations.country:load", at=at):
        _load_provinces()
        now, then = province_ids(MERGED_ON), province_ids(SINCE)
        units = [_ministry(), *_former_departments(then), *_departments(now), *_communes(now)]
        ids = load_units(actor, units, at=at, on=clock.on(at))
        UnitAct.objects.filter(
            unit_id__in=[ids[code] for code in MERGERS], kind=ActKind.OPEN, effective_on=MERGED_ON
        ).update(kind=ActKind.MERGE)
        links = [(former_code(old), new) for new, parts in MERGERS.items() for old, _name in parts]
        load_successions(links, ids, MERGED_ON)
    return Loaded(
        provinces=len(now),
        departments=sum(unit.attributes.kind is UnitKind.DEPARTMENT for unit in units),
        communes=sum(unit.attributes.kind is UnitKind.COMMUNE for unit in units),
    )


def former_code(province_code: str) -> str:
    """Code of the department of a former province: province codes were given anew in 2025."""
    return f"{province_code}.CU"


def clean_name(name: str) -> str:
    """NFC, with the prefix in its usual capitals: "xã Bắc Sơn" -> "Xã Bắc Sơn"."""
    cleaned = text.nfc(name)
    for prefix in _PREFIXES:
        if cleaned.lower().startswith(prefix.lower() + " "):
            return prefix + cleaned[len(prefix) :]
    return cleaned


def short_province(name: str) -> str:
    """The name as it stands in "Sở GDĐT …": only Hồ Chí Minh keeps the word city."""
    if name.startswith("Thành phố ") and name != "Thành phố Hồ Chí Minh":
        return name.removeprefix("Thành phố ")
    return name


def _load_provinces() -> None:
    from vietnam_provinces import Province as PackagedProvince

    known = set(Province.objects.values_list("code", "valid_from"))
    fresh: list[Province] = []
    for packaged in PackagedProvince.iter_all():
        code = f"{packaged.code.value:02}"
        valid_from = MERGED_ON if code in MERGERS else SINCE
        name, source = RENAMED.get(code, (clean_name(packaged.name), "QĐ 19/2025/QĐ-TTg"))
        if (code, valid_from) not in known:
            fresh.append(_province(code, name, valid_from, None, source))
    for new, parts in MERGERS.items():
        source = SOURCE + (LESS_SURE_NOTE if new in LESS_SURE else "")
        fresh.extend(
            _province(old, name, SINCE, MERGED_ON, source) for old, name in parts if (old, SINCE) not in known
        )
    Province.objects.bulk_create(fresh)
    now = province_ids(MERGED_ON)
    for new, parts in MERGERS.items():
        Province.objects.filter(code__in=[old for old, _name in parts], valid_from=SINCE).update(
            successor_id=now[new]
        )


def _province(code: str, name: str, valid_from: date, valid_until: date | None, source: str) -> Province:
    short = name.removeprefix("Thành phố ")
    return Province(
        code=code,
        name=short,
        full_name=name if name.startswith("Thành phố") else f"Tỉnh {name}",
        sort_key=text.sort_key(short),
        valid_from=valid_from,
        valid_until=valid_until,
        source=source,
    )


def _ministry() -> LoadedUnit:
    return LoadedUnit(
        code=MINISTRY_CODE,
        attributes=Attributes(name="Bộ Giáo dục và Đào tạo", short_name="Bộ GDĐT", kind=UnitKind.MINISTRY),
        opened_on=SINCE,
        decree=Decree(
            effective_on=SINCE,
            decision_number="",
            deciding_body="Chính phủ",
            note="Ngày bắt đầu của dữ liệu, không phải ngày thành lập",
        ),
    )


def _department(
    code: str, province: str, province_id: int, opened_on: date, closed_on: date | None, note: str
) -> LoadedUnit:
    name = short_province(province)
    merged = opened_on == MERGED_ON
    return LoadedUnit(
        code=code,
        attributes=Attributes(
            name=f"Sở Giáo dục và Đào tạo {name}", short_name=f"Sở GDĐT {name}", kind=UnitKind.DEPARTMENT
        ),
        opened_on=opened_on,
        closed_on=closed_on,
        decree=Decree(
            effective_on=opened_on,
            decision_number="202/2025/QH15" if merged else "15/2008/QH12",
            deciding_body=_ASSEMBLY,
            note=note,
        ),
        placings=both_lines(MINISTRY_CODE, opened_on, closed_on),
        province_id=province_id,
    )


def _former_departments(provinces: dict[str, int]) -> Iterator[LoadedUnit]:
    note = "Ngày bắt đầu của dữ liệu; tỉnh có thể được lập sớm hơn"
    for new, parts in MERGERS.items():
        unsure = LESS_SURE_NOTE if new in LESS_SURE else ""
        for old, name in parts:
            yield _department(former_code(old), name, provinces[old], SINCE, MERGED_ON, note + unsure)


def _departments(provinces: dict[str, int]) -> Iterator[LoadedUnit]:
    from vietnam_provinces import Province as PackagedProvince

    for packaged in PackagedProvince.iter_all():
        code = f"{packaged.code.value:02}"
        opened_on = MERGED_ON if code in MERGERS else SINCE
        note = "Hợp nhất" + (LESS_SURE_NOTE if code in LESS_SURE else "") if code in MERGERS else ""
        yield _department(code, clean_name(packaged.name), provinces[code], opened_on, None, note)


def _communes(provinces: dict[str, int]) -> Iterator[LoadedUnit]:
    from vietnam_provinces import Ward

    decree = Decree(
        effective_on=MERGED_ON,
        decision_number="19/2025/QĐ-TTg",
        deciding_body="Thủ tướng Chính phủ",
    )
    wards = sorted(Ward.iter_all(), key=lambda ward: (ward.province_code.value, ward.code.value))
    for ward in wards:
        province = f"{ward.province_code.value:02}"
        yield LoadedUnit(
            code=f"{ward.code.value:05}",
            attributes=Attributes(name=clean_name(ward.name), kind=UnitKind.COMMUNE),
            opened_on=MERGED_ON,
            decree=decree,
            placings=both_lines(province, MERGED_ON),
            province_id=provinces[province],
        )
