"""An import from upload to undo, on a real database as the application's role."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from khuevan.kernel import access, audit, clock, database
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.tests.specimens.models import Plant
from khuevan.kernel.records.tests.specimens.permissions import EDIT_PLANTS, VIEW_PLANTS
from khuevan.kernel.sheets import services
from khuevan.kernel.sheets.choices import State
from khuevan.kernel.sheets.models import Changes, Import, Mapping
from khuevan.kernel.sheets.services import folder
from khuevan.kernel.testing.actors import actor
from khuevan.kernel.testing.sheets import AT, commit, take_in, undo, workbook

from .specimens import PLANTS, build_bed

pytestmark = pytest.mark.django_db

HEAD = ["STT", "Mã cây", "Tên cây", "Loại cây", "Ngày trồng (dd/mm/yyyy)", "Chiều cao", "Ăn được", "Ghi chú"]
ROWS: list[list[Any]] = [
    [1, "000101", "Xoài cát", "Cây ăn quả", "05/09/2020", 120, "Có", "đầu vườn"],
    [2, "000102", "Lim xanh", "02", date(2019, 3, 8), 400, "Không", None],
    [3, "000103", "Cải ngọt", "rau", "01/02/2024", 20, "x", None],
]


@pytest.fixture
def bed() -> int:
    return build_bed()


@pytest.fixture
def clerk(bed: int) -> Actor:
    return actor(EDIT_PLANTS, VIEW_PLANTS, units=[bed])


def plants(bed: int) -> list[Plant]:
    with database.acting(access.system()):
        return list(Plant.objects.filter(bed_id=bed).order_by("tag"))


def rows_of(made: Import) -> pl.DataFrame:
    return folder.kept(made.pk, folder.PLAN)


def test_a_list_comes_in_and_the_same_list_again_changes_nothing(clerk: Actor, bed: int) -> None:
    made = take_in(clerk, PLANTS, bed, workbook(("Trang 1", [["VƯỜN TRƯỜNG"], [], HEAD, *ROWS])))
    assert (made.state, made.counts["new"], made.counts["rows"]) == (State.CHECKED, 3, 3)
    assert plants(bed) == [], "a preview changes nothing"
    commit(clerk, made)
    assert made.state == State.COMMITTED
    first, second, third = plants(bed)
    assert (first.tag, first.name, first.kind, first.edible) == ("000101", "Xoài cát", "01", True)
    assert (first.opened_on, second.opened_on) == (date(2020, 9, 5), date(2019, 3, 8))
    assert (first.search, third.kind, third.note) == ("xoai cat", "03", "")
    again = take_in(clerk, PLANTS, bed, workbook(("Khác", [HEAD, *reversed(ROWS)])))
    assert (again.counts["unchanged"], again.counts["new"], again.counts["changed"]) == (3, 0, 0)
    with pytest.raises(Invalid, match="Không có gì"):
        commit(clerk, again)


def test_changes_are_shown_field_by_field_and_written_only_there(clerk: Actor, bed: int) -> None:
    commit(clerk, take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *ROWS]))))
    taller = [row[:] for row in ROWS]
    taller[0][5], taller[1][7], taller[2][7] = 150, "gãy cành", ""
    made = take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *taller])))
    assert (made.counts["changed"], made.counts["unchanged"]) == (2, 1)
    changed = rows_of(made).filter(pl.col("_kind") == "changed")
    assert changed["_fields"].to_list() == [["height"], ["note"]]
    assert changed.select("height~", "height").row(0) == (120, 150)
    commit(clerk, made)
    first, second, third = plants(bed)
    assert (first.height, first.version, second.note, third.version) == (150, 2, "gãy cành", 1)
    assert first.note == "đầu vườn", "an empty cell empties nothing"


def test_an_import_is_one_act_of_the_audit_log(clerk: Actor, bed: int) -> None:
    made = commit(clerk, take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *ROWS]))))
    with database.acting(access.system()):
        numbers = [str(number) for number in Plant.objects.filter(bed_id=bed).values_list("pk", flat=True)]
        added = AuditEntry.objects.filter(table_name="specimens_plant", kind="added", row_id__in=numbers)
        (act,) = AuditEntry.objects.filter(
            action="sheets.import:commit", kind="act", row_id=str(made.pk)
        ).exclude(changes={})
        assert {entry.act_id for entry in added} == {act.act_id}
    assert act.changes["added"] == 3
    assert "danh sách.xlsx" in act.why


def test_undo_takes_back_what_nobody_touched_since_and_names_the_rest(clerk: Actor, bed: int) -> None:
    commit(clerk, take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *ROWS[:2]]))))
    later = [row[:] for row in ROWS]
    later[0][5], later[1][5] = 1, 2
    made = commit(clerk, take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *later]))))
    with database.acting(clerk), audit.act(clerk, "specimens.plant:change", at=AT):
        second = Plant.objects.get(tag="000102")
        second.note = "người khác sửa"
        second.save_checked(second.version, fields=["note"])
    undo(clerk, made)
    first, second, third = plants(bed)
    assert (made.state, made.counts["restored"], made.counts["withdrawn"]) == (State.UNDONE, 1, 1)
    assert (first.height, second.height, second.note) == (120, 2, "người khác sửa")
    assert third.closed_on == clock.today(), "nothing is deleted: its row is closed"
    assert made.counts["left"] == [[2, "Lim xanh · 08/03/2019", "changed_since"]]
    with pytest.raises(Invalid, match="Chỉ hoàn tác"):
        undo(clerk, made)


def test_what_somebody_changed_after_the_preview_is_left_alone(clerk: Actor, bed: int) -> None:
    commit(clerk, take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *ROWS]))))
    later = [row[:] for row in ROWS]
    later[0][5], later[1][5] = 1, 2
    made = take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *later])))
    with database.acting(clerk):
        first = Plant.objects.get(tag="000101")
        first.height = 500
        first.save_checked(first.version, fields=["height"])
    commit(clerk, made)
    assert (made.counts["altered"], made.counts["moved_count"]) == (1, 1)
    assert [plant.height for plant in plants(bed)] == [500, 2, 20]


def test_the_same_file_committed_by_two_people_adds_each_row_once(clerk: Actor, bed: int) -> None:
    content = workbook(("A", [HEAD, *ROWS]))
    one, other = take_in(clerk, PLANTS, bed, content), take_in(clerk, PLANTS, bed, content)
    commit(clerk, one)
    commit(clerk, other)
    assert len(plants(bed)) == 3
    assert other.counts["added"] == 0


def test_wrong_rows_stay_out_and_are_asked_about_first(clerk: Actor, bed: int) -> None:
    broken = [row[:] for row in ROWS]
    broken[1][3], broken[2][4] = "Cây leo", "31/02/2024"
    made = take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *broken])))
    assert (made.counts["wrong"], made.counts["new"]) == (2, 1)
    found = folder.kept(made.pk, folder.FINDINGS).filter(pl.col("weight") == "wrong")
    assert found.select("row", "column", "code").rows() == [
        (2, "kind", "not_listed"),
        (3, "opened_on", "no_such_day"),
    ]
    with pytest.raises(Invalid, match="2 dòng"):
        commit(clerk, made)
    commit(clerk, made, partial=True)
    assert [plant.tag for plant in plants(bed)] == ["000101"]


def test_doubts_are_decided_row_by_row_or_all_at_once(clerk: Actor, bed: int) -> None:
    commit(clerk, take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *ROWS]))))
    unnumbered = [["Tên cây", "Ngày trồng", "Mã cây", "Chiều cao"], ["xoài  cát", "05/09/2020", "999999", 7]]
    made = take_in(clerk, PLANTS, bed, workbook(("A", unnumbered)))
    assert rows_of(made).select("_kind", "_note").row(0) == ("doubtful", "other_number")
    with database.acting(clerk):
        services.decide_rows(clerk, made, at=AT, rows={1: "new"})
        assert made.counts["new"] == 1
        services.decide_rows(clerk, made, at=AT, rows={1: "skip"})
        assert made.counts["skipped"] == 1
        services.decide_rows(clerk, made, at=AT, rows={1: ""}, codes={"other_number": "take"})
        assert made.counts["changed"] == 1
    commit(clerk, made)
    assert [(plant.tag, plant.height) for plant in plants(bed)][-1] == ("999999", 7)


def test_a_doubtful_value_waits_for_a_person(clerk: Actor, bed: int) -> None:
    tall = [ROWS[0][:]]
    tall[0][5] = 9_500
    made = take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *tall])))
    assert made.counts["doubtful"] == 1
    with database.acting(clerk):
        services.decide_rows(clerk, made, at=AT, codes={"specimens.giant": "take"})
    assert made.counts["new"] == 1


def test_empty_cells_empty_only_when_asked(clerk: Actor, bed: int) -> None:
    commit(clerk, take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *ROWS]))))
    emptied = [row[:] for row in ROWS]
    emptied[0][7], emptied[0][5] = None, None
    made = take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *emptied])))
    assert made.counts["unchanged"] == 3
    with database.acting(clerk):
        services.decide_rows(clerk, made, at=AT, clear=True)
    assert made.counts["changed"] == 1
    commit(clerk, made)
    assert (plants(bed)[0].note, plants(bed)[0].height) == ("", None)


def test_a_lists_own_headings_are_mapped_once_and_remembered(clerk: Actor, bed: int) -> None:
    own = [["Cây gì", "Mã số riêng", "Trồng hôm"], ["Xoài", "000101", "05/09/2020"]]
    made = take_in(clerk, PLANTS, bed, workbook(("A", own)))
    assert made.state == State.UNDERSTOOD
    assert set(made.told["missing"]) == {"tag", "name", "opened_on"}
    with database.acting(clerk):
        services.remap_import(clerk, made, at=AT, columns={0: "name", 1: "tag", 2: "opened_on"})
    from khuevan.kernel.testing.sheets import finish

    finish(clerk, made)
    assert (made.state, made.counts["new"]) == (State.CHECKED, 1)
    commit(clerk, made)
    with database.acting(clerk):
        assert Mapping.objects.get(unit_id=bed).columns["cay gi"] == "name"
    again = take_in(clerk, PLANTS, bed, workbook(("B", own)))
    assert (again.state, again.counts["unchanged"]) == (State.CHECKED, 1)
    assert {match["how"] for match in again.understood["columns"]} == {"remembered"}


def test_only_for_those_who_may_and_within_their_units(clerk: Actor, bed: int) -> None:
    elsewhere = build_bed("Luống khác")
    with pytest.raises(Refused):
        take_in(clerk, PLANTS, elsewhere, workbook(("A", [HEAD, *ROWS])))
    with pytest.raises(Refused):
        take_in(actor(VIEW_PLANTS, units=[bed]), PLANTS, bed, workbook(("A", [HEAD, *ROWS])))
    made = take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *ROWS])))
    stranger = actor(EDIT_PLANTS, units=[elsewhere], account_id=5)
    with database.acting(stranger):
        assert not Import.objects.filter(pk=made.pk).exists()
    commit(clerk, made)
    with database.acting(stranger):
        assert not Changes.objects.exists()
