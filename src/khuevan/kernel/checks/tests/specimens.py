"""Facts and checks of a room that does not exist, without a table: their rows come from the statement itself."""

from __future__ import annotations

import polars as pl

from khuevan.kernel.checks import Check, Component, Dimension, Limit, Severity, Source, Trust
from khuevan.kernel.facts import Column, Facts, Kind, Watch

BOXES = Facts(
    "specimens.box",
    "Hộp",
    """
    select * from (values
        (1, 10, 'Hộp một', 5, 2.5::float8, date '2026-01-31', true, 'a,b'),
        (2, 10, 'Hộp "hai"', null, null, null, null, ''),
        (3, 11, E'Hộp\\nba', 70, 0.5, date '1969-12-31', false, null)
    ) b(id, unit_id, title, size, load, packed_on, is_sealed, mark) where %(on)s >= date '2020-01-01'
    """,
    (
        Column("size", Kind.WHOLE, "cỡ"),
        Column("load", Kind.NUMBER),
        Column("packed_on", Kind.DATE, "ngày đóng"),
        Column("is_sealed", Kind.YES),
        Column("mark", Kind.TEXT),
    ),
    watches=(Watch("specimens_box"),),
)
STORE = Component("specimens.store", "Kho", school="clerk", order=900)


def make_checks() -> tuple[Check, Check]:
    """Declared by the test that uses them, once in a process."""
    too_big = Check(
        "specimens.box:size", BOXES, STORE, Dimension.CORRECT, Severity.WRONG,
        label="Quá cỡ", text="Cỡ %(size)s lớn hơn %(most)s, đóng ngày %(packed_on)s.", fields=("size",),
        source=Source("Nội quy kho", "Điều 1", Trust.READ), limits=(Limit("most", 50, "cm"),),
        applies=lambda at: pl.col("size").is_not_null(), wrong=lambda at: pl.col("size") > at.limit("most"),
        mend=lambda row: f"/boxes/{row['id']}", shown=("load",),
    )  # fmt: skip
    unsealed = Check(
        "specimens.box:sealed", BOXES, STORE, Dimension.COMPLETE, Severity.DOUBTFUL,
        label="Chưa niêm phong", text="Chưa niêm phong.", fields=("is_sealed",),
        source=Source("Nội quy kho"), wrong=lambda at: ~pl.col("is_sealed"), mend=lambda row: "/",
    )  # fmt: skip
    return too_big, unsealed
