"""The country's learners as rows of facts: what the fact store of a ministry would hold, past any database.

Two kinds of facts, a row for each learner in each: learners at their schools, and their results of the year. A province
at a time and a part at a time, so that memory stays flat; the same rows on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from khuevan.kernel.facts import Facts, frame_of
from khuevan.school.gradebook.facts import RESULTS
from khuevan.school.learners.choices import COMPUTERS, LINES
from khuevan.school.schoolyear.facts import STUDENTS

from .children import SchoolFacts, children, classes
from .draws import below, share
from .nation import LEARNERS, Report, communes_of_provinces, parts_of, schools_of
from .plan import SEED

SCHOOLS_PER_COMMUNE = 16
"""53,136 schools."""
COUNTRY = 1
FIRST_COMMUNE, FIRST_SCHOOL = 1_000, 100_000
ROW_GROUP = 1 << 16
Make = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class Written:
    """files: by code of facts, with their rows. places: school, commune and province of each school."""

    learners: int
    files: dict[str, list[tuple[Path, int]]]
    places: pl.DataFrame


def write(
    folder: Path,
    *,
    report: Report,
    learners: int = LEARNERS,
    only: Collection[str] = (),
    year: int = 2026,
    seed: int = SEED,
) -> Written:
    """`schoolyear.student-68.parquet` and so on, and `places.parquet`; `only` these provinces."""
    folder.mkdir(parents=True, exist_ok=True)
    provinces = communes_of_provinces()
    of_country = sum(len(codes) for codes in provinces.values())
    files: dict[str, list[tuple[Path, int]]] = {STUDENTS.code: [], RESULTS.code: []}
    places: list[pl.DataFrame] = []
    done = communes = 0
    for number, (province, codes) in enumerate(provinces.items()):
        if not only or province in only:
            report(province, done, learners)
            made = _Province(province, number, codes, communes, done, year, seed)
            rows = made.write(folder, learners * len(codes) // of_country)
            for code, found in files.items():
                found.append((folder / f"{code}-{province}.parquet", rows))
            places.append(made.places())
            done += rows
        communes += len(codes)
    report("", done, learners)
    together = pl.concat(places)
    together.write_parquet(folder / "places.parquet")
    return Written(done, files, together)


class _Province:
    def __init__(
        self,
        code: str,
        number: int,
        communes: Sequence[str],
        first_commune: int,
        first_child: int,
        year: int,
        seed: int,
    ) -> None:
        self.code, self.number, self.year, self.seed = code, number, year, seed * 100 + int(code)
        self.schools, _codes = schools_of(communes, code, seed, SCHOOLS_PER_COMMUNE)
        self.first_commune, self.first_child = first_commune, first_child
        self.first_school = FIRST_SCHOOL + first_commune * SCHOOLS_PER_COMMUNE

    def places(self) -> pl.DataFrame:
        return pl.DataFrame(
            {
                "unit_id": [self.first_school + one.number for one in self.schools],
                "commune": [FIRST_COMMUNE + self.first_commune + one.place for one in self.schools],
                "province": [COUNTRY + 1 + self.number] * len(self.schools),
            },
            schema={"unit_id": pl.Int32, "commune": pl.Int32, "province": pl.Int32},
        )

    def write(self, folder: Path, learners: int) -> int:
        rows = 0
        with ExitStack() as writers:
            open_: dict[str, pq.ParquetWriter] = {}
            for frame in self._parts(learners):
                rows += frame.height
                for facts, told in ((STUDENTS, _students(frame)), (RESULTS, _results(frame, self.seed))):
                    table: pa.Table = _shaped(facts, told).to_arrow(compat_level=pl.CompatLevel.oldest())
                    if facts.code not in open_:
                        target = folder / f"{facts.code}-{self.code}.parquet"
                        open_[facts.code] = writers.enter_context(
                            pq.ParquetWriter(target, table.schema, compression="zstd", compression_level=1)
                        )
                    open_[facts.code].write_table(table, row_group_size=ROW_GROUP)
        return rows

    def _parts(self, learners: int) -> Iterator[pl.DataFrame]:
        first = self.first_child
        of_school = pl.DataFrame([_of_school(one) for one in self.schools])
        for part in parts_of(classes(self.schools, learners, seed=self.seed), self.schools):
            made = children(
                self.schools, part, year=self.year, seed=self.seed, first=first, birth_code=f"0{self.code}"
            )
            names = pl.DataFrame(
                {"class": [one.number for one in part], "class_name": [one.name for one in part]}
            )
            first += made.height
            yield (
                made.join(of_school, on="school", maintain_order="left")
                .join(names.with_columns(pl.col("class").cast(pl.Int32)), on="class", maintain_order="left")
                .with_columns(
                    pl.col("child").cast(pl.Int32).alias("id"),
                    (pl.col("school") + self.first_school).alias("unit_id"),
                    (pl.col("class") + self.first_child).alias("class_id"),
                    *_common(pl.col("child"), self.year, self.seed),
                )
            )


def _of_school(one: SchoolFacts) -> dict[str, object]:
    single = one.levels[0] if len(one.levels) == 1 else ""
    return {
        "school": one.number,
        "ownership": "private" if one.number % 12 == 5 else "public",
        "difficulty": "3" if one.remote else "",
        "school_kind": "school",
        "school_level": single,
    }


def _common(child: pl.Expr, year: int, seed: int) -> list[pl.Expr]:
    age = year - pl.col("birth_date").dt.year()
    due = pl.when(pl.col("grade") <= "12").then(pl.col("grade").cast(pl.Int32) + 5)
    return [
        pl.col("full_name").alias("title"),
        child.cast(pl.Int32).alias("learner_id"),
        child.cast(pl.Int32).alias("person_id"),
        pl.when("female").then(pl.lit("female")).otherwise(pl.lit("male")).alias("sex"),
        (~pl.col("ethnicity").is_in(["01", "55"])).alias("is_minority"),
        (pl.col("disability") != "").alias("has_disability"),
        age.alias("age"),
        (age - due.otherwise(pl.col("grade").cast(pl.Int32) - 13)).alias("years_late"),
        (share(child, "repeats", seed) < 0.008).alias("is_repeating"),
    ]


def _students(frame: pl.DataFrame) -> pl.DataFrame:
    child = pl.col("id")
    continuing = pl.col("level") == "continuing"
    return frame.with_columns(
        has_class=pl.lit(True),
        years_late=pl.when(continuing | pl.col("grade").is_in(["13", "14", "15"]))
        .then(None)
        .otherwise("years_late"),
        age_is_known=~continuing & ~pl.col("grade").is_in(["13", "14", "15"]),
        is_new=pl.col("grade").is_in(["01", "06", "10", "15"]),
        entry_kind=pl.lit("continued"),
        outcome=pl.when(share(child, "outcome", 1) < 0.97)
        .then(pl.lit("promoted"))
        .otherwise(pl.lit("repeated")),
        has_policy=pl.col("poverty") != "none",
        is_day_boarder=(pl.col("level") == "preschool") | (share(child, "day", 1) < 0.3),
        is_boarder=pl.col("remote") & (share(child, "boards", 1) < 0.2),
        has_two_sessions=pl.col("level").is_in(["preschool", "primary"]),
        in_combined_class=pl.col("remote")
        & (pl.col("level") == "primary")
        & (share(child, "combined", 1) < 0.06),
        at_satellite=pl.col("remote") & (share(child, "satellite", 1) < 0.25),
        has_computer=pl.when(pl.col("computer") != "").then(pl.col("computer").is_in(list(COMPUTERS))),
        has_internet=pl.when(pl.col("internet") != "").then(pl.col("internet").is_in(list(LINES))),
        computer_is_known=pl.col("computer") != "",
        internet_is_known=pl.col("internet") != "",
    )


def _results(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Of the year. Preschools give none, which the store of a ministry would not hold: they have rows without results."""
    child = pl.col("id")
    primary, secondary = (
        pl.col("level") == "primary",
        pl.col("level").is_in(["lower_secondary", "upper_secondary"]),
    )
    mark, conduct = share(child, "learning", seed), share(child, "conduct", seed)
    return frame.with_columns(
        enrolment_id=child,
        term=pl.lit(0, dtype=pl.Int32),
        learning=pl.when(secondary).then(_step(mark, (0.22, 0.6, 0.97))),
        conduct=pl.when(secondary).then(_step(conduct, (0.8, 0.96, 0.995))),
        overall=pl.when(primary)
        .then(_worded(mark, (0.3, 0.62, 0.99), tuple(_OVERALL)))
        .otherwise(pl.lit("")),
        next_step=pl.when(primary | secondary)
        .then(_worded(mark, (0.95, 0.97, 0.985), ("promoted", "summer_training", "reassessment", "repeated")))
        .otherwise(pl.lit("")),
        award=pl.when(secondary & (mark < 0.06)).then(pl.lit("excellent")).otherwise(pl.lit("")),
        missing=(share(child, "missing", seed) < 0.01).cast(pl.Int32),
        is_whole=share(child, "missing", seed) >= 0.01,
        absences=below(child, "absences", seed, 9).cast(pl.Int32),
    )


_OVERALL = ("excellent", "well_completed", "completed", "not_completed")


def _step(drawn: pl.Expr, bounds: tuple[float, float, float]) -> pl.Expr:
    return 1 + pl.sum_horizontal((drawn >= bound).cast(pl.Int32) for bound in bounds)


def _worded(drawn: pl.Expr, bounds: tuple[float, float, float], words: tuple[str, ...]) -> pl.Expr:
    return pl.lit(pl.Series(words, dtype=pl.String)).gather(_step(drawn, bounds) - 1)


def _shaped(facts: Facts, frame: pl.DataFrame) -> pl.DataFrame:
    """In the columns of the facts and their types, as if it had been read."""
    wanted = frame_of(facts, []).schema
    return frame.select(pl.col(name).cast(kind) for name, kind in wanted.items())
