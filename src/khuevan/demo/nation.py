"""`SCALE=nation`: the country's 25 million learners as Parquet, past the database, for benchmarks that need that many.

A province at a time and a part at a time, so that memory stays flat; the same rows on every machine. Provinces have the
weight of their communes. Columns are those of `children`, with codes of province, commune, school and class.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from vietnam_provinces import ProvinceCode, Ward

from .children import ClassPlan, SchoolFacts, children, classes, weight_of
from .plan import KINDS, SEED

LEARNERS = 25_000_000
SCHOOLS_PER_COMMUNE = 13
PART = 200_000
"""Children made at once: what stays in memory."""
COLUMNS = (
    "province", "commune", "school", "class", "grade", "level", "area", "remote", "sector_id", "national_id",
    "full_name", "birth_date", "sex", "ethnicity", "poverty", "disability", "phone", "address", "father", "mother",
    "computer", "internet", "has_smartphone", "status",
)  # fmt: skip
_AREAS = (("02", 30), ("03", 40), ("04", 25), ("01", 5))
_PUBLIC = [kind for kind in KINDS for _ in range(round(kind.share * 200))]
Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Written:
    rows: int
    files: tuple[Path, ...]


def write(
    folder: Path,
    *,
    report: Report,
    learners: int = LEARNERS,
    only: Collection[str] = (),
    year: int = 2026,
    seed: int = SEED,
) -> Written:
    """`province=68.parquet` and so on; `report(province, rows so far, of)`; `only` these provinces."""
    folder.mkdir(parents=True, exist_ok=True)
    communes = communes_of_provinces()
    of_country = sum(len(codes) for codes in communes.values())
    done, files = 0, []
    for province, codes in communes.items():
        if only and province not in only:
            continue
        report(province, done, learners)
        target = folder / f"province={province}.parquet"
        done += _province(target, province, codes, learners * len(codes) // of_country, year, seed)
        files.append(target)
    report("", done, learners)
    return Written(done, tuple(files))


def communes_of_provinces() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for province in ProvinceCode:
        for ward in Ward.iter_by_province(province):
            found.setdefault(f"{province.value:02d}", []).append(f"{ward.code.value:05d}")
    return dict(sorted(found.items()))


def _province(
    target: Path, province: str, communes: Sequence[str], learners: int, year: int, seed: int
) -> int:
    schools, codes = schools_of(communes, province, seed)
    plans = classes(schools, learners, seed=seed * 100 + int(province))
    writer: pq.ParquetWriter | None = None
    first = 0
    unfinished = target.with_suffix(".unfinished")
    for part in parts_of(plans, schools):
        frame = children(
            schools, part, year=year, seed=seed * 100 + int(province), first=first, birth_code=f"0{province}"
        )
        table: pa.Table = _told(frame, province, communes, codes).to_arrow(
            compat_level=pl.CompatLevel.oldest()
        )
        writer = writer or pq.ParquetWriter(unfinished, table.schema, compression="zstd", compression_level=1)
        writer.write_table(table)
        first += frame.height
    if writer is not None:
        writer.close()
        unfinished.replace(target)
    return first


def schools_of(
    communes: Sequence[str], province: str, seed: int, each: int = SCHOOLS_PER_COMMUNE
) -> tuple[list[SchoolFacts], list[str]]:
    """The schools of a province, `each` so many a commune, and their codes."""
    chance = random.Random(f"{seed}/nation/{province}")
    found: list[SchoolFacts] = []
    codes: list[str] = []
    for place, commune in enumerate(communes):
        area = chance.choices([code for code, _ in _AREAS], [weight for _, weight in _AREAS])[0]
        remote = area in ("01", "04") and chance.random() < 0.4
        for number in range(each):
            kind = chance.choice(_PUBLIC)
            staff = round(30 * kind.staff * chance.uniform(0.7, 1.35))
            found.append(
                SchoolFacts(
                    len(found), place, "68" if province == "68" else "", area, remote, kind.levels,
                    weight_of(kind.levels, staff), chance.choice((0, 0, 1, 2)) if remote else 0,
                )
            )  # fmt: skip
            codes.append(f"{province}{commune}{number + 1:03d}")
    return found, codes


def parts_of(plans: Sequence[ClassPlan], schools: Sequence[SchoolFacts]) -> Iterator[list[ClassPlan]]:
    """Whole communes together: families live in one."""
    part: list[ClassPlan] = []
    for plan in plans:
        if part and len(part) * 30 > PART and schools[plan.school].place != schools[part[-1].school].place:
            yield part
            part = []
        part.append(plan)
    if part:
        yield part


def _told(
    frame: pl.DataFrame, province: str, communes: Sequence[str], schools: Sequence[str]
) -> pl.DataFrame:
    return frame.with_columns(
        province=pl.lit(province),
        commune=pl.lit(pl.Series(communes)).gather(pl.col("place")),
        sex=pl.when("female").then(pl.lit("female")).otherwise(pl.lit("male")),
        status=pl.when(pl.col("leaves") == "").then(pl.lit("01")).otherwise(pl.col("leaves")),
        school=pl.lit(pl.Series(schools)).gather(pl.col("school")),
    ).select(COLUMNS)
