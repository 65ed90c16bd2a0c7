"""The survey on paper: a sheet for each household with what is known, for a surveyor to carry and correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from khuevan.kernel.access import Actor

from .. import queries
from ..choices import GONE, Study, StudyLevel
from ..models import Household, Member
from .printing import typeset

FORM: Final = Path(__file__).parent / "forms" / "household.typ"
MOST: Final = 400
"""Sheets in one file; more are printed by hamlet."""
LINES: Final = 9
"""Lines on a sheet at least: those that nobody stands on yet are for who is found."""
SHOWN_DIGITS: Final = 4


def household_paper(
    actor: Actor, forms: Sequence[Household], *, commune_id: int, commune: str, on: date, year: int
) -> bytes:
    """A PDF with a sheet for each form, or with one empty sheet. What schools know of the learning comes before what the
    form says. Raises Refused."""
    known = {row["id"]: row for row in queries.residents(actor, commune_id, on=on).iter_rows(named=True)}
    members: dict[int, list[Member]] = {}
    rows = Member.objects.filter(household_id__in=[one.pk for one in forms]).exclude(
        presence__in=[one.value for one in GONE]
    )
    for row in rows.order_by("birth_date", "pk"):
        members.setdefault(row.household_id, []).append(row)
    sheets = [_sheet(one, members.get(one.pk, []), known) for one in forms]
    data = {
        "commune": commune, "heads": _heads(), "words": _words(on, year),
        "forms": sheets or [{**dict.fromkeys(("number", "hamlet", "address", "head", "residence"), ""),
                             "members": [], "blank": LINES}],
    }  # fmt: skip
    return typeset(FORM, data)


def _sheet(
    one: Household, members: Sequence[Member], known: Mapping[int, Mapping[str, Any]]
) -> dict[str, Any]:
    return {
        "number": one.number, "hamlet": one.hamlet, "address": one.address, "head": one.head_name,
        "residence": str(one.get_residence_display()),
        "members": [_cells(at, row, known.get(row.pk)) for at, row in enumerate(members, 1)],
        "blank": max(2, LINES - len(members)),
    }  # fmt: skip


def _cells(at: int, row: Member, known: Mapping[str, Any] | None) -> list[str]:
    return [
        str(at), row.full_name, str(row.get_relation_display()), f"{row.birth_date:%d/%m/%Y}", str(row.get_sex_display()),
        str(row.get_ethnicity_display()), _number(row.national_id), _learns(row, known), str(row.get_completed_display()),
        str(row.last_grade or ""), str(row.get_literacy_display()), str(row.get_disability_display()), row.note,
    ]  # fmt: skip


def _number(number: str) -> str:
    """The last digits only: enough to compare with a card."""
    return f"…{number[-SHOWN_DIGITS:]}" if number else ""


def _learns(row: Member, known: Mapping[str, Any] | None) -> str:
    if known is not None and known["in_register"]:
        return _joined(known["level"], known["grade"], known["place"])
    if row.study == Study.STUDYING:
        return _joined(row.study_level, row.study_grade or 0, row.study_place)
    return str(row.get_study_display())


def _joined(level: str, grade: int, place: str) -> str:
    said = str(StudyLevel(level).label) if level in StudyLevel.values else ""
    grades = _("lớp %(grade)s") % {"grade": grade} if grade else ""
    return ", ".join(word for word in (grades or said, place) if word)


def _heads() -> list[str]:
    return [
        _("STT"), _("Họ và tên"), _("Quan hệ với chủ hộ"), _("Ngày sinh"), _("Giới tính"), _("Dân tộc"),
        _("Số định danh"), _("Đang học lớp, trường"), _("Đã hoàn thành, tốt nghiệp"), _("Học hết lớp"), _("Biết chữ"),
        _("Khuyết tật"), _("Đến, đi, mất (ngày); bỏ học; ghi chú"),
    ]  # fmt: skip


def _words(on: date, year: int) -> dict[str, str]:
    return {
        "title": _("Phiếu điều tra phổ cập giáo dục, xóa mù chữ"),
        "year": _("Năm %(year)s") % {"year": year},
        "as_of": _("điền sẵn theo hồ sơ ngày %(day)s") % {"day": f"{on:%d/%m/%Y}"},
        "number": _("Số phiếu"), "commune": _("Xã, phường"), "hamlet": _("Tổ, thôn, xóm"), "address": _("Địa chỉ"),
        "head": _("Họ tên chủ hộ"), "residence": _("Diện cư trú"), "phone": _("Điện thoại"),
        "of_head": _("Chủ hộ"), "of_surveyors": _("Điều tra viên"), "of_commune": _("Xác nhận của UBND xã, phường"),
        "signed": _("(Ký, ghi rõ họ tên)"), "sealed": _("(Ký, đóng dấu)"),
        "day": _("Ngày …… tháng …… năm ………"),
    }  # fmt: skip
