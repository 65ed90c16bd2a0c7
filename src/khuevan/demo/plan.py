"""The demo province as values: which schools stand where, and who works in them. Pure and deterministic by seed.

Nothing here knows the database. The same seed and scale give the same province on every machine, so that a
screenshot, a figure in a report and a test can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from vietnam_provinces import ProvinceCode, Ward

from khuevan.kernel import text

from . import names
from .places import CLUSTERS, PROVINCE_CODE, Cluster

SEED = 68
HIGHLAND_AREAS = {"04": 0.16, "01": 0.18}
# Birth province codes of the personal number: Lâm Đồng, Đắk Nông, Bình Thuận, and where settlers come from.
_BIRTH_CODES = ("068", "068", "068", "067", "060", "060", "051", "042", "040", "036", "004", "079")


@dataclass(frozen=True)
class Scale:
    """How large the demo is: schools, staff and learners altogether (approximately). `families`: share of the families
    whose parents are there as people; all of a province would be a million more. `past`: share of the schools with last
    year's classes and results. `marked`: share of the schools with marks of the running term; all of a province's would
    be 35 million."""

    name: str
    schools: int
    staff: int
    learners: int
    families: float = 1.0
    past: float = 1.0
    marked: float = 0.04


SCALES = {
    "small": Scale("small", 300, 4_000, 20_000),
    "province": Scale("province", 1_500, 45_000, 700_000, families=0.25, past=0.1, marked=0.1),
}


@dataclass(frozen=True)
class SchoolKind:
    """`share` of all schools; `staff` relative size; earliest and latest founding year."""

    kind: str
    title: str
    share: float
    staff: float
    levels: tuple[str, ...]
    at_department: bool
    preschool: bool = False


KINDS = (
    SchoolKind("preschool", "Trường Mầm non", 0.315, 0.72, ("preschool",), False, True),
    SchoolKind("kindergarten", "Trường Mẫu giáo", 0.045, 0.5, ("preschool",), False, True),
    SchoolKind("primary", "Trường Tiểu học", 0.315, 1.0, ("primary",), False),
    SchoolKind("lower_secondary", "Trường THCS", 0.190, 1.15, ("lower_secondary",), False),
    SchoolKind("primary_lower", "Trường TH và THCS", 0.030, 1.2, ("primary", "lower_secondary"), False),
    SchoolKind("upper_secondary", "Trường THPT", 0.062, 2.2, ("upper_secondary",), True),
    SchoolKind(
        "lower_upper", "Trường THCS và THPT", 0.012, 2.0, ("lower_secondary", "upper_secondary"), True
    ),
    SchoolKind("ethnic_boarding", "Trường PTDTNT", 0.012, 1.3, ("lower_secondary", "upper_secondary"), True),
    SchoolKind("gifted", "Trường THPT Chuyên", 0.002, 3.0, ("upper_secondary",), True),
    SchoolKind("special", "Trường Khiếm thính", 0.002, 0.9, ("primary",), True),
    SchoolKind("vocational_continuing", "Trung tâm GDNN-GDTX", 0.015, 0.8, ("continuing",), True),
)


@dataclass(frozen=True)
class SchoolPlan:
    """A school to be opened. Latitude and longitude in degrees, approximate. `points`: further school points.

    `cluster`: place of the former district in `places.CLUSTERS`.
    """

    code: str
    kind: SchoolKind
    name: str
    commune: str
    latitude: float
    longitude: float
    area: str
    difficulty: str
    ownership: str
    opened_on: date
    staff: int
    points: tuple[str, ...]
    cluster: int


@dataclass(frozen=True)
class StaffPlan:
    """Somebody who works at a school or an office. `sex` is "M" or "F"; `title` as on pages."""

    full_name: str
    birth_date: date
    sex: str
    national_id: str
    ethnicity: str
    phone: str
    title: str
    since: date


@dataclass(frozen=True)
class Commune:
    """A commune that exists: its code and its name without the prefix."""

    code: str
    name: str


def cluster_of(commune: str) -> Cluster:
    """The cluster of a commune by its bare name. KeyError if the province has no such commune."""
    return _CLUSTER_BY_NAME[text.fold(commune)]


_CLUSTER_BY_NAME = {text.fold(name): cluster for cluster in CLUSTERS for name in cluster.communes}


def schools(communes: list[Commune], scale: Scale, *, seed: int = SEED) -> list[SchoolPlan]:
    """The schools, commune by commune. Every commune has a primary school; the rest follows the shares."""
    chance = random.Random(f"{seed}/schools/{scale.name}")
    wanted = _kinds_per_commune(len(communes), scale, chance)
    plans: list[SchoolPlan] = []
    taken: set[str] = set()
    for commune, kinds in zip(communes, wanted, strict=True):
        plans.extend(_school(commune, kind, number, chance, taken) for number, kind in enumerate(kinds, 1))
    return _with_staff(plans, scale)


def _kinds_per_commune(communes: int, scale: Scale, chance: random.Random) -> list[list[SchoolKind]]:
    """Deals the kinds out: single ones to the first communes (the old towns), common ones evenly."""
    dealt: list[list[SchoolKind]] = [[] for _ in range(communes)]
    primary = next(kind for kind in KINDS if kind.kind == "primary")
    for place in dealt:
        place.append(primary)
    rest: list[SchoolKind] = []
    for kind in KINDS:
        count = max(1, round(scale.schools * kind.share))
        rest.extend([kind] * (count - communes if kind is primary else count))
    chance.shuffle(rest)
    for number, kind in enumerate(rest[: max(0, scale.schools - communes)]):
        dealt[(number * 37) % communes].append(kind)
    if scale.name == "small":
        # The places that the demo's log-ins live in show every kind.
        dealt[0] = [primary, *(kind for kind in KINDS if kind is not primary)]
    return dealt


def _school(
    commune: Commune, kind: SchoolKind, number: int, chance: random.Random, taken: set[str]
) -> SchoolPlan:
    cluster = cluster_of(commune.name)
    private = kind.preschool and chance.random() < (0.3 if cluster.area == "02" else 0.06)
    name = _school_name(commune, kind, chance, taken)
    scattered = kind.preschool or kind.kind in ("primary", "primary_lower")
    points = (
        chance.choice((0, 1, 1, 2, 3)) if scattered and cluster.area in ("01", "04") and not private else 0
    )
    difficult = "especially_difficult" if cluster.remote else "difficult"
    return SchoolPlan(
        code=f"68{commune.code}{number:03d}",
        kind=kind,
        name=name,
        commune=commune.code,
        latitude=round(cluster.latitude + chance.gauss(0, 0.045), 5),
        longitude=round(cluster.longitude + chance.gauss(0, 0.045), 5),
        area=cluster.area,
        difficulty=difficult if cluster.area in ("01", "04") and chance.random() < 0.6 else "",
        ownership="private" if private else "public",
        opened_on=date(chance.randint(1976, 2018), chance.choice((8, 9)), chance.randint(1, 28)),
        staff=0,
        points=tuple(f"Điểm trường thôn {place}" for place in chance.sample(range(1, 13), points)),
        cluster=CLUSTERS.index(cluster),
    )


def _school_name(commune: Commune, kind: SchoolKind, chance: random.Random, taken: set[str]) -> str:
    place = commune.name.split(" - ")[0]
    if kind.at_department:
        candidates = [f"{kind.title} {place}"]
    else:
        candidates = []
    candidates += [f"{kind.title} {names.school(chance, preschool=kind.preschool)}" for _ in range(6)]
    for candidate in candidates:
        for name in (candidate, f"{candidate} - {place}"):
            if name not in taken:
                taken.add(name)
                return name
    name = f"{candidates[-1]} {len(taken)}"
    taken.add(name)
    return name


def _with_staff(plans: list[SchoolPlan], scale: Scale) -> list[SchoolPlan]:
    """Shares the staff out by kind, remoteness and ownership, so that the sum is about the scale's."""
    sizes = []
    for plan in plans:
        chance = random.Random(f"size/{plan.code}")
        size = plan.kind.staff * chance.uniform(0.7, 1.35)
        sizes.append(size * (0.7 if plan.difficulty else 1.0) * (0.6 if plan.ownership == "private" else 1.0))
    factor = scale.staff / sum(sizes)
    return [
        SchoolPlan(**{**plan.__dict__, "staff": max(8, round(size * factor))})
        for plan, size in zip(plans, sizes, strict=True)
    ]


def staff_of(plan: SchoolPlan, *, today: date, seed: int = SEED) -> Iterator[StaffPlan]:
    """Head first, then deputies, clerk, accountant, nurse, librarian, then teachers."""
    chance = random.Random(f"{seed}/staff/{plan.code}")
    head, teacher = (
        ("Giám đốc", "Giáo viên") if plan.kind.levels == ("continuing",) else ("Hiệu trưởng", "Giáo viên")
    )
    titles = [head, f"Phó {head.lower()}", "Văn thư", "Kế toán", "Nhân viên y tế", "Nhân viên thư viện"]
    titles += [teacher] * max(0, plan.staff - len(titles))
    share = HIGHLAND_AREAS.get(plan.area, 0.03)
    for title in titles[: plan.staff]:
        female = chance.random() < (0.98 if plan.kind.preschool else 0.74)
        yield _person(chance, title, female, share, today, oldest=58, youngest=38 if "iệu" in title else 23)


def officers(place: str, count: int, title: str, *, today: date, seed: int = SEED) -> Iterator[StaffPlan]:
    """People of an office: a department or a commune's social affairs office."""
    chance = random.Random(f"{seed}/officers/{place}")
    for _ in range(count):
        yield _person(chance, title, chance.random() < 0.5, 0.06, today, oldest=58, youngest=26)


def _person(
    chance: random.Random,
    title: str,
    female: bool,
    highland: float,
    today: date,
    *,
    oldest: int,
    youngest: int,
) -> StaffPlan:
    name, ethnicity = names.person(chance, female=female, highland_share=highland)
    age = chance.uniform(youngest, oldest)
    born = today - timedelta(days=int(age * 365.25))
    started = max(date(1990, 9, 1), date(born.year + 23, 9, 1))
    last = today.replace(month=8, day=1)
    span = max(1, (last - started).days)
    return StaffPlan(
        full_name=name,
        birth_date=born,
        sex="F" if female else "M",
        national_id=_national_id(chance, born, female),
        ethnicity=ethnicity,
        phone=f"0{chance.choice(('90', '91', '94', '97', '98', '86', '33', '70'))}{chance.randrange(10**7):07d}",
        title=title,
        since=started + timedelta(days=int(span * chance.random())),
    )


def _national_id(chance: random.Random, born: date, female: bool) -> str:
    """Well formed: place of birth, century and sex, year, six digits. Unique by the caller's care."""
    century = {19: 0, 20: 2}[born.year // 100] + int(female)
    return f"{chance.choice(_BIRTH_CODES)}{century}{born.year % 100:02d}{chance.randrange(10**6):06d}"


def communes_of_province() -> list[Commune]:
    """The real communes, in the order of the package: the old provincial towns come first."""
    return [
        Commune(f"{ward.code.value:05d}", bare_name(ward.name))
        for ward in Ward.iter_by_province(ProvinceCode(PROVINCE_CODE))
    ]


def bare_name(name: str) -> str:
    """Without the kind of place: "Đặc khu Phú Quý" -> "Phú Quý"."""
    return text.nfc(name).split(" ", 1)[1].removeprefix("khu ")
