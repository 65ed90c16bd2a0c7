"""Writing papers: the school comes from the member, and the member's row follows what the papers say.

Each function makes the services of one record; the record is looked up by name when it is written, because records
name their services and not the other way round.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel import clock
from khuevan.kernel.access import Actor
from khuevan.kernel.records import services as plain
from khuevan.kernel.records.errors import Invalid
from khuevan.kernel.records.registry import find

from ..models import StaffMember
from ..queries.norms import duty_labels
from ..rules import RANKS, coefficient_of
from ..rules.salary import steps_of
from .picture import take_papers

Write = Callable[..., Any]


def named(member: StaffMember) -> str:
    """Many are called the same; the birth date tells them apart."""
    return f"{member.full_name} ({member.birth_date:%d/%m/%Y})" if member.birth_date else member.full_name


def duty_label(code: str) -> str:
    return dict(duty_labels()).get(code, code)


def adding(name: str) -> Write:
    def add(actor: Actor, *, at: datetime, **values: Any) -> Any:
        record, staff = find(f"staff.{name}"), values["staff"]
        _complete(values, values.get("rank", ""), values.get("step", 0))
        with transaction.atomic():
            row = plain.add_plain(record, actor, at=at, values={**values, "school": staff.school})
            take_papers(row.staff_id, type(row), clock.on(at))
        return row

    return add


def changing(name: str) -> Write:
    def change(actor: Actor, row: Any, *, at: datetime, version: int, **values: Any) -> Any:
        _complete(values, getattr(row, "rank", ""), getattr(row, "step", 0))
        with transaction.atomic():
            plain.change_plain(find(f"staff.{name}"), actor, row, at=at, version=version, values=values)
            take_papers(row.staff_id, type(row), clock.on(at))
        return row

    return change


def cancelling(name: str) -> Write:
    def cancel(actor: Actor, row: Any, *, at: datetime, version: int, on: date, why: str) -> Any:
        with transaction.atomic():
            plain.close_plain(find(f"staff.{name}"), actor, row, at=at, version=version, on=on, why=why)
            take_papers(row.staff_id, type(row), clock.on(at))
        return row

    return cancel


def _complete(values: dict[str, Any], rank: str, step: int) -> None:
    """A coefficient that is left out is the table's."""
    if values.get("coefficient", 0) is None:
        found = coefficient_of(values.get("rank", rank), values.get("step", step))
        if found is None:
            raise Invalid({"step": _("Ngạch này không có bậc đó.")})
        values["coefficient"] = found


# --- rules over several fields -----------------------------------------------------------------------------


def contract_rules(values: dict[str, Any], row: Any) -> None:
    """A period has days."""
    until = values.get("valid_until")
    if until is not None and until <= values["valid_from"]:
        raise Invalid({"valid_until": _("Ngày kết thúc phải sau ngày bắt đầu.")})


def salary_rules(values: dict[str, Any], row: Any) -> None:
    """The step exists in the rank's table."""
    rank = RANKS[values["rank"]]
    if values["step"] > steps_of(rank.group):
        raise Invalid({"step": _("Ngạch này có %(steps)d bậc.") % {"steps": steps_of(rank.group)}})


def study_rules(values: dict[str, Any], row: Any) -> None:
    if values.get("studied_from") and values["studied_from"] > values["graduated_on"]:
        raise Invalid({"graduated_on": _("Ngày kết thúc phải sau ngày bắt đầu.")})


def training_rules(values: dict[str, Any], row: Any) -> None:
    if values.get("finished_on") and values["finished_on"] < values["started_on"]:
        raise Invalid({"finished_on": _("Ngày kết thúc phải sau ngày bắt đầu.")})
    year_rules(values, row)


def year_rules(values: dict[str, Any], row: Any) -> None:
    first, _dash, last = values["year"].partition("-")
    if int(last) != int(first) + 1:
        raise Invalid({"year": _("Năm học gồm hai năm liền nhau, ví dụ 2026-2027.")})


_STANDARD = {"not_met", "met", "good", "excellent"}


def assessment_rules(values: dict[str, Any], row: Any) -> None:
    """Professional standards and employees' evaluation have words of their own."""
    year_rules(values, row)
    is_standard = values["kind"] in ("teacher", "head")
    if (values["result"] in _STANDARD) is not is_standard:
        words = (
            _("Chuẩn nghề nghiệp xếp loại Tốt, Khá, Đạt, Chưa đạt.")
            if is_standard
            else _("Đánh giá viên chức xếp loại theo mức độ hoàn thành nhiệm vụ.")
        )
        raise Invalid({"result": words})
