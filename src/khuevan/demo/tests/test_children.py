"""The children are the same every time and plausible; the truth about planted defects is the truth."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from khuevan.demo import defects, nation
from khuevan.demo.children import ON_TIME, ClassPlan, SchoolFacts, children, classes
from khuevan.demo.peoples import MINORITIES, STYLE_OF
from khuevan.register.people.choices import ETHNIC_GROUPS

pytestmark = pytest.mark.thorough
YEAR, SEED = 2026, 68
SCHOOLS = [
    SchoolFacts(0, 0, "68", "02", False, ("primary",), 300.0),
    SchoolFacts(1, 0, "68", "02", False, ("lower_secondary",), 300.0),
    SchoolFacts(2, 1, "68", "04", True, ("primary",), 200.0, points=2),
    SchoolFacts(3, 2, "60", "03", False, ("preschool",), 150.0),
    SchoolFacts(4, 3, "67", "04", True, ("upper_secondary",), 250.0),
]
CODES = [f"68{number}" for number in range(5)]


@pytest.fixture(scope="module")
def plans() -> list[ClassPlan]:
    return classes(SCHOOLS, 12_000, seed=SEED)


@pytest.fixture(scope="module")
def frame(plans: list[ClassPlan]) -> pl.DataFrame:
    made = children(SCHOOLS, plans, year=YEAR, seed=SEED)
    return made.with_columns(permanent_commune=pl.col("place").cast(pl.String))


def test_the_same_seed_gives_the_same_children(plans: list[ClassPlan], frame: pl.DataFrame) -> None:
    assert frame.drop("permanent_commune").equals(children(SCHOOLS, plans, year=YEAR, seed=SEED))
    assert not frame.equals(children(SCHOOLS, plans, year=YEAR, seed=SEED + 1))
    first = frame.row(0, named=True)
    assert (first["full_name"], str(first["birth_date"]), first["national_id"]) == PINNED


PINNED = ("Trần Thị Mỹ Trinh", "2020-10-03", "068320000000")


def test_classes_add_up_and_have_the_usual_size(plans: list[ClassPlan], frame: pl.DataFrame) -> None:
    assert frame.height == sum(plan.size for plan in plans)
    assert abs(frame.height - 12_000) < 600
    sizes = Counter(plan.level for plan in plans if plan.size > 50)
    assert not sizes
    assert {plan.point for plan in plans if plan.school == 2} == {0, 1, 2}
    assert len({plan.number for plan in plans}) == len(plans)


def test_statistics_are_plausible(frame: pl.DataFrame) -> None:
    girls = frame["female"].mean()
    assert girls is not None
    assert 0.46 < float(girls) < 0.50  # type: ignore[arg-type]
    town = frame.filter(pl.col("area") == "02")
    remote = frame.filter("isolated")
    assert (town["ethnicity"] != "01").mean() < 0.1 < 0.3 < (remote["ethnicity"] != "01").mean()  # type: ignore[operator]
    assert (remote["poverty"] == "poor").mean() > 2 * (town["poverty"] == "poor").mean()  # type: ignore[operator]
    ages = frame.select(age=YEAR - pl.col("birth_date").dt.year(), usual=pl.col("age"))
    assert ages.select((pl.col("age") - pl.col("usual")).is_between(0, 2).all()).item()
    assert 0.94 < ages.select((pl.col("age") == pl.col("usual")).mean()).item() < 1
    assert set(frame["ethnicity"]) <= set(ETHNIC_GROUPS)


def test_numbers_agree_with_birth_and_sex_and_come_once(frame: pl.DataFrame) -> None:
    held = frame.filter(pl.col("national_id") != "")
    assert held["national_id"].n_unique() == held.height > 0.9 * frame.height
    for number, born, female in held.select("national_id", "birth_date", "female").head(300).iter_rows():
        assert re.fullmatch(r"\d{12}", number)
        assert number[3] == ("3" if female else "2")
        assert number[4:6] == f"{born:%y}"


def test_brothers_and_sisters_share_parents(frame: pl.DataFrame) -> None:
    together = frame.group_by("family").agg(
        pl.len(), pl.col("father", "mother", "ethnicity", "address").n_unique()
    )
    several = together.filter(pl.col("len") > 1)
    assert several.height > 1_000
    for name in ("father", "mother", "ethnicity", "address"):
        assert several[name].max() == 1


def test_every_group_that_is_drawn_has_a_way_of_naming() -> None:
    assert {code for weights in MINORITIES.values() for code, _ in weights} <= set(STYLE_OF)
    assert set(STYLE_OF) <= set(ETHNIC_GROUPS)
    assert set(ON_TIME) >= {"01", "12", "15", "18"}


def test_the_truth_tells_what_stands_there_and_what_is_right(frame: pl.DataFrame) -> None:
    right = {row["sector_id"]: row for row in frame.to_dicts()}
    planted = defects.plant(frame, CODES, duplicates=0.02, seed=SEED, first=frame.height)
    stored = {row["sector_id"]: row for row in planted.rows}
    assert len(stored) == len(planted.rows)
    kinds = Counter(one.kind for one in planted.truth)
    assert set(kinds) == {*defects.RATES, "duplicate"}
    told = {"True": "female", "False": "male"}
    named = [one for one in planted.truth if one.field]
    assert named
    for one in named:
        there = stored[one.record][one.field]
        assert told.get(str(there), str(there)) == one.stored != one.true
        before = right[one.twin or one.record][one.field]
        assert told.get(str(before), str(before)) == one.true
    twins = {one.record for one in planted.truth if one.kind == "duplicate"}
    assert 0.01 * frame.height < len(twins) < 0.03 * frame.height
    assert len(planted.rows) == frame.height + len(twins)


def test_what_is_not_in_the_truth_is_untouched(frame: pl.DataFrame) -> None:
    right = {row["sector_id"]: row for row in frame.to_dicts()}
    planted = defects.plant(frame, CODES, duplicates=0.02, seed=SEED, first=frame.height)
    named = {(one.record, one.field) for one in planted.truth}
    untouched = [row for row in planted.rows if row["sector_id"] in right]
    assert len(untouched) == frame.height
    for row in untouched:
        for name in (
            "full_name",
            "birth_date",
            "female",
            "national_id",
            "ethnicity",
            "phone",
            "birthplace",
            "permanent_commune",
        ):
            assert row[name] == right[row["sector_id"]][name] or (row["sector_id"], name) in named


def test_defects_stay_within_what_the_database_takes(frame: pl.DataFrame) -> None:
    planted = defects.plant(frame, CODES, duplicates=0.02, seed=SEED, first=frame.height)
    for row in planted.rows:
        assert re.fullmatch(r"(\d{12})?", row["national_id"])
        assert row["birth_date"] < date(2200, 1, 1)
        assert 0 < len(row["full_name"]) <= 100


def test_the_nation_is_written_a_province_at_a_time(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    written = nation.write(tmp_path, report=lambda *what: heard.append(what), learners=500_000, only={"68"})
    assert len(written.files) == 1 == len(heard) - 1
    assert heard[-1][1] == written.rows > 0
    one = pl.read_parquet(tmp_path / "province=68.parquet")
    assert one.columns == list(nation.COLUMNS)
    assert set(one["province"]) == {"68"}
    assert not list(tmp_path.glob("*.unfinished"))
