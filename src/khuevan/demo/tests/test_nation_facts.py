"""The nation as rows of facts: in the facts' own shape, the same every time, at schools that have a place."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from khuevan.demo import nation_facts
from khuevan.kernel.facts import frame_of
from khuevan.school.gradebook.facts import RESULTS
from khuevan.school.schoolyear.facts import STUDENTS

PROVINCE = "11"


def written(folder: Path) -> nation_facts.Written:
    return nation_facts.write(folder, report=lambda *_done: None, learners=1_000, only=[PROVINCE])


@pytest.mark.thorough
def test_rows_have_the_shape_of_facts_and_are_the_same_every_time(tmp_path: Path) -> None:
    once, again = written(tmp_path / "once"), written(tmp_path / "again")
    assert once.learners == again.learners > 1_000
    for facts in (STUDENTS, RESULTS):
        name = f"{facts.code}-{PROVINCE}.parquet"
        frame = pl.read_parquet(tmp_path / "once" / name)
        assert frame.schema == frame_of(facts, []).schema
        assert frame.equals(pl.read_parquet(tmp_path / "again" / name))
        assert frame["id"].is_unique().all()
        assert frame["unit_id"].is_sorted(), "row groups are of few schools"
        assert set(frame["unit_id"]) <= set(once.places["unit_id"])
