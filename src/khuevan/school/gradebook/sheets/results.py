"""What the workbooks of results have in common: a learner a row, cells of gradebooks in columns, what the homeroom
teacher says beside them. Rows are judged and stored as the grid would; what is concluded is computed, never read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from khuevan.kernel import clock, sheets
from khuevan.kernel.access import Actor
from khuevan.kernel.sheets import Batch, Code, Day, Key, Layout, Lookup, Offer, Parameter, Setting, Words
from khuevan.register.people import services as people
from khuevan.school.schoolyear import queries as schoolyear

from ..choices import TERMS
from ..permissions import IMPORT_RESULTS
from ..queries import taken_in
from ..queries.taken_in import NOTHING, CellKey, Part, Standing, TakenIn
from ..services.importing import ResultRow, put_back, store_rows

N_ = gettext_noop
sheets.introduce(
    {
        "gradebook.not_in_class": sheets.wrong(
            N_("Không có học sinh này trong lớp."), N_("Kiểm tra lớp, mã học sinh, họ tên và ngày sinh.")
        ),
        "gradebook.closed": sheets.wrong(
            N_("Sổ điểm của lớp này đã khóa."), N_("Đề nghị mở lại sổ rồi nhập tệp.")
        ),
        "gradebook.left": sheets.wrong(
            N_("Học sinh đã rời lớp từ %(facts)s."), N_("Bỏ dòng này, hoặc sửa ngày rời lớp nếu sai.")
        ),
        "gradebook.column": sheets.wrong(
            N_("Sổ điểm của lớp này không có cột «%(label)s»."),
            N_("Để trống ô này, hoặc kiểm tra môn học của lớp."),
        ),
        "gradebook.whole": sheets.wrong(
            N_("Điểm bài kiểm tra định kỳ của tiểu học là số nguyên."), N_("Sửa điểm trong ô này.")
        ),
        "gradebook.least": sheets.wrong(
            N_("Điểm thấp hơn mức thấp nhất của bài kiểm tra định kỳ."), N_("Sửa điểm trong ô này.")
        ),
        "gradebook.exempt": sheets.wrong(N_("Học sinh được miễn môn này."), N_("Để trống ô này.")),
        "gradebook.elsewhere": sheets.wrong(
            N_("Học sinh học học kỳ này ở trường khác; kết quả đã được tiếp nhận."), N_("Để trống ô này.")
        ),
    }
)
TRAIT: Final = "trait_"
CONDUCT: Final = "conduct"
LEARNERS: Final = "full_name"


@dataclass(frozen=True)
class Cells:
    """Columns of a layout that are cells of gradebooks: name -> cell; words: those that hold a word, not a number."""

    keys: Mapping[str, CellKey]
    words: frozenset[str]

    def standing(self, name: str, value: Any) -> Standing:
        if value is None:
            return NOTHING
        return (None, value) if name in self.words else (Decimal(str(value)), "")

    def given(self, row: Mapping[str, Any]) -> Iterator[tuple[str, CellKey, Standing]]:
        for name, cell in self.keys.items():
            yield name, cell, self.standing(name, row[name])

    @property
    def subjects(self) -> frozenset[str]:
        return frozenset(cell.subject for cell in self.keys.values())


Told = Callable[[Setting, "ResultTarget", Sequence[TakenIn]], dict[int, dict[str, Any]]]
"""Enrolment -> what is computed of a learner, by column."""


@dataclass(frozen=True)
class ResultTarget:
    """Learners who have a result in the term; adding a row gives somebody their first ones."""

    layout: str
    part: Part
    cells: Cells
    traits: tuple[str, ...] = ()
    has_conduct: bool = False
    told: Told | None = None

    def current(self, setting: Setting) -> pl.DataFrame:
        names = {cell: name for name, cell in self.cells.keys.items()}
        found = taken_in.results_in(setting.unit_id, *where(setting), self.part)
        told = self.told(setting, self, found) if self.told else {}
        rows = []
        for one in found:
            standing = {
                names[cell]: word if names[cell] in self.cells.words else number
                for cell, (number, word) in one.cells.items()
                if cell in names
            }
            rows.append(
                {
                    "id": one.enrolment_id, "version": one.version, "class_group": one.class_id, "code": one.code or None,
                    "full_name": one.full_name, "birth_date": one.birth_date,
                    **standing,
                    **{f"{TRAIT}{code}": level for code, level in one.traits.items()},
                    CONDUCT: str(one.conduct) if one.conduct else None,
                    **told.get(one.enrolment_id, {}),
                }
            )  # fmt: skip
        return sheets.frame_of(sheets.layouts()[self.layout], [self._numbers(row) for row in rows])

    def _numbers(self, row: dict[str, Any]) -> dict[str, Any]:
        for name in self.cells.keys:
            if isinstance(row.get(name), Decimal):
                row[name] = float(row[name])
        return row

    def commit(self, batch: Batch) -> pl.DataFrame:
        setting = batch.setting
        year, term = where(setting)
        known = taken_in.learners_in(setting.unit_id, year, self.part)
        written, found = [], []
        for row in batch.added.iter_rows(named=True):
            number = known.find(row["class_group"], row["code"], row["full_name"], row["birth_date"])
            if number is not None:
                written.append(self._row(number, "", row))
                found.append((row["row"], number))
        for row in batch.changed.iter_rows(named=True):
            written.append(self._row(row["id"], row["version"], row))
            found.append((row["row"], row["id"]))
        store_rows(setting.actor, setting.unit_id, term, written, self.part, at=setting.at, why=batch.why)
        now = self.current(setting).select("id", "version")
        done = pl.DataFrame(found, schema={"row": pl.UInt32, "id": pl.Int64}, orient="row")
        return done.join(now, on="id", how="left")

    def withdraw(self, setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
        _year, term = where(setting)
        kept = put_back(setting.actor, setting.unit_id, term, rows["id"].to_list(), self.part, at=setting.at)
        return rows.filter(pl.col("id").is_in(sorted(kept))).select("id", pl.lit("in_use").alias("why"))

    def _row(self, enrolment_id: int, version: str, row: Mapping[str, Any]) -> ResultRow:
        return ResultRow(
            enrolment_id,
            version,
            {cell: standing for _name, cell, standing in self.cells.given(row)},
            traits={name: row[f"{TRAIT}{name}"] or "" for name in self.traits} if self.traits else None,
            conduct=self.conduct_in(row),
            says_conduct=self.has_conduct,
        )

    def conduct_in(self, row: Mapping[str, Any]) -> int | None:
        return int(row[CONDUCT]) if self.has_conduct and row[CONDUCT] else None

    def differing(self, row: Mapping[str, Any], held: TakenIn | None) -> dict[str, CellKey | None]:
        """Columns in which a row says something that does not stand there yet; with the cell, where it is one."""
        cells = held.cells if held else {}
        found: dict[str, CellKey | None] = {
            name: cell
            for name, cell, standing in self.cells.given(row)
            if standing != NOTHING and cells.get(cell, NOTHING) != standing
        }
        for name in self.traits:
            level = row[f"{TRAIT}{name}"]
            if level and (held is None or held.traits.get(name) != level):
                found[f"{TRAIT}{name}"] = None
        conduct = self.conduct_in(row)
        if conduct and (held is None or held.conduct != conduct):
            found[CONDUCT] = None
        return found

    def examined(self, setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
        """Every row names a learner of its class; what it changes may be written: the term is open, the gradebook has
        the cell, the learner takes the subject here."""
        year, term = where(setting)
        known = taken_in.learners_in(setting.unit_id, year, self.part)
        rules = taken_in.rules_in(setting.actor, setting.unit_id, year, term, self.part, self.cells.subjects)
        stands = {
            one.enrolment_id: one for one in taken_in.results_in(setting.unit_id, year, term, self.part)
        }
        found: list[tuple[int, str, str, str]] = []
        for row in rows.iter_rows(named=True):
            if row["class_group"] is None or row["full_name"] is None:
                continue
            found += self._findings(row, known, rules, stands)
        return sheets.findings(found)

    def _findings(
        self,
        row: Mapping[str, Any],
        known: taken_in.Learners,
        rules: taken_in.Rules,
        stands: Mapping[int, TakenIn],
    ) -> list[tuple[int, str, str, str]]:
        at, group = row["row"], row["class_group"]
        who = known.find(group, row["code"], row["full_name"], row["birth_date"])
        changes = self.differing(row, stands.get(who or 0))
        if changes and group in rules.closed:
            return [(at, "class_group", "gradebook.closed", "")]
        if who is None:
            return [(at, LEARNERS, "gradebook.not_in_class", "")]
        if who in known.left:
            return [(at, LEARNERS, "gradebook.left", f"{known.left[who]:%d/%m/%Y}")]
        return [
            (at, name, f"gradebook.{why}", "")
            for name, cell in changes.items()
            if cell is not None
            and (why := rules.barred(group, who, cell, self.cells.standing(name, row[name])[0]))
        ]


def where(setting: Setting) -> tuple[int, int]:
    """Year and term of a file."""
    return int(setting.values["school_year"]), int(setting.values["term"])


def year_choices(actor: Actor, unit_id: int) -> list[tuple[str, str]]:
    """The running year first."""
    running = schoolyear.year_at(clock.today())
    found = sorted(schoolyear.years(), key=lambda year: year != running)
    return [(str(year.pk), year.code) for year in found]


def term_choices(actor: Actor, unit_id: int) -> list[tuple[str, str]]:
    """The running term first."""
    usual = taken_in.running_term(clock.today())
    return [(str(number), str(label)) for number, label in sorted(TERMS, key=lambda one: one[0] != usual)]


def who_columns(part: Part, missing: Any) -> tuple[Any, ...]:
    """Class and learner, as the template of the sector database begins."""

    def offers(setting: Setting) -> Sequence[Offer]:
        groups = taken_in.classes_in(setting.unit_id, int(setting.values["school_year"]), part)
        return [Offer(one.pk, (one.name, one.code)) for one in groups]

    return (
        Lookup("class_group", _("Mã lớp"), aliases=("Lớp", "Tên lớp", "MA_LOP"), offers=offers, required=True,
               fixed=True, missing=missing),
        Code("code", _("Mã học sinh"), aliases=("HOC_SINH_ID", "Mã HS"), max_length=20, fixed=True),
        Words(LEARNERS, _("Họ tên"), aliases=("Họ và tên", "HO_TEN"), required=True, max_length=100, fixed=True,
              clean=people.clean_name),
        Day("birth_date", _("Ngày sinh"), aliases=("NGAY_SINH",), required=True, fixed=True, earliest=date(1950, 1, 1)),
    )  # fmt: skip


def results_layout(
    key: str, title: Any, help_: Any, columns: tuple[Any, ...], target: ResultTarget
) -> Layout:
    return Layout(
        key, title, columns=columns,
        keys=(Key(("class_group", "code")), Key(("class_group", LEARNERS, "birth_date"))),
        permission=IMPORT_RESULTS, view=IMPORT_RESULTS, target=target, examine=(target.examined,),
        parameters=(Parameter("school_year", _("Năm học"), year_choices), Parameter("term", _("Học kỳ"), term_choices)),
        sheet="KetQuaHocTap", icon="table", help=help_,
    )  # fmt: skip
