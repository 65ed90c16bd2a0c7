"""The dossier on paper: a workbook, and a PDF laid out by Typst. Both say what the dossier keeps and compute nothing."""

from __future__ import annotations

import io
import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from khuevan.register.organisations.choices import EducationLevel
from khuevan.school.curriculum.choices import Trust

from ..choices import DossierState, Measure, Provided, Standard
from ..models import Dossier
from ..queries.dossiers import frozen

FORM: Final = Path(__file__).parent / "forms" / "dossier.typ"
_turn = threading.Lock()
_compilers: dict[Path, Any] = {}


def _share(upper: int, lower: int) -> str:
    return f"{100 * upper / lower:.2f}".replace(".", ",") + " %" if lower else "–"


def ages(low: int | None, high: int | None) -> str:
    """An age band in words."""
    if low is None and high is None:
        return ""
    return _("%(age)s tuổi") % {"age": low if low == high else f"{low}–{high}"}


def met_words(met: bool | None) -> str:
    return _("Đạt") if met else _("Chưa đủ số liệu") if met is None else _("Chưa đạt")


def shaped(one: Dossier) -> dict[str, Any]:
    """What the forms print: plain text in order."""
    values = frozen(one).values
    lines = []
    for standard in values.get("standards", []):
        if standard.get("standard") not in Standard.values:
            continue
        lines.append(
            {
                "name": str(Standard(standard["standard"]).label), "met": met_words(standard["met"]),
                "tone": {True: "success", False: "danger"}.get(standard["met"], "neutral"),
                "rows": [
                    [
                        str(Measure(row["measure"]).label), ages(row["age_from"], row["age_to"]), str(row["upper"]),
                        str(row["lower"]), _share(row["upper"], row["lower"]), f"{row['least']:g} %",
                        met_words(row["met"]), f"{row['instrument']} ({Trust(row['trust']).label})",
                    ]
                    for row in standard["requirements"]
                ],
            }
        )  # fmt: skip
    if values.get("provisions"):
        lines.append(
            {
                "name": _("Điều kiện bảo đảm (được tính, không tự quyết định kết luận)"), "met": "", "tone": "neutral",
                "rows": [_provision(row) for row in values["provisions"]],
            }
        )  # fmt: skip
    facts = [
        [_("Đơn vị"), str(values.get("name", ""))],
        [_("Kỳ số liệu"), f"01/10/{one.year - 1} – 30/09/{one.year}"],
        [_("Số liệu tính đến"), _day(str(values.get("as_of", "")))],
        [_("Trạng thái"), str(DossierState(one.state).label)],
    ]
    for name, label in (
        ("households", _("Số hộ")), ("visited", _("Số hộ đã điều tra")), ("residents", _("Dân số điều tra")),
        ("obliged", _("Số người phải phổ cập")), ("units", _("Số đơn vị cấp dưới")),
    ):  # fmt: skip
        if name in values:
            facts.append([label, str(values[name])])
    if one.decision_number:
        day = f"{one.decision_on:%d/%m/%Y}" if one.decision_on else ""
        facts.append([_("Quyết định công nhận"), f"{one.decision_number}, {day}"])
    return {
        "title": _("HỒ SƠ ĐỀ NGHỊ CÔNG NHẬN ĐẠT CHUẨN PHỔ CẬP GIÁO DỤC, XÓA MÙ CHỮ NĂM %(year)s") % {"year": one.year},
        "facts": facts, "standards": lines,
        "asked": [str(Standard(code).label) for code in one.asked if code in Standard.values],
        "asked_title": _("Tiêu chuẩn đề nghị công nhận"), "heads": heads(),
        "digest": one.digest, "digest_title": _("Mã băm SHA-256 của số liệu"),
        "none": _("Chưa có tiêu chuẩn nào đạt."), "signed": [_("Người lập biểu"), _("Thủ trưởng đơn vị")],
    }  # fmt: skip


def _provision(row: dict[str, Any]) -> list[str]:
    return [
        str(Provided(row["kind"]).label), str(EducationLevel(row["level"]).label), f"{row['upper']:.0f}",
        str(row["lower"]), provision_words(row["share"]), f"{row['least']:g}".replace(".", ","), met_words(row["met"]),
        f"{row['instrument']} ({Trust(row['trust']).label})",
    ]  # fmt: skip


def provision_words(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}".replace(".", ",")


def heads() -> list[str]:
    return [
        _("Điều kiện"), _("Độ tuổi"), _("Đạt"), _("Tổng"), _("Tỉ lệ"), _("Ngưỡng"), _("Kết luận"), _("Căn cứ"),
    ]  # fmt: skip


def _day(text: str) -> str:
    return "/".join(reversed(text.split("-")))


def dossier_workbook(one: Dossier) -> bytes:
    """An .xlsx with the dossier's figures."""
    data, target = shaped(one), io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        page = book.add_worksheet("HoSo")
        page.set_landscape()
        page.fit_to_pages(1, 0)
        for at, width in enumerate((46, 14, 9, 9, 10, 10, 16, 44)):
            page.set_column(at, at, width, wrap)
        page.write_string(0, 0, data["title"], bold)
        row = 2
        for label, value in data["facts"]:
            page.write_string(row, 0, label)
            page.write_string(row, 1, value)
            row += 1
        row += 1
        for at, head in enumerate(data["heads"]):
            page.write_string(row, at, head, bold)
        for standard in data["standards"]:
            row += 1
            page.write_string(row, 0, standard["name"], bold)
            page.write_string(row, 6, standard["met"], bold)
            for cells in standard["rows"]:
                row += 1
                for at, cell in enumerate(cells):
                    if at in (2, 3):
                        page.write_number(row, at, int(cell))
                    else:
                        page.write_string(row, at, cell)
        row += 2
        page.write_string(row, 0, f"{data['digest_title']}: {data['digest'] or '–'}")
    return target.getvalue()


def dossier_pdf(one: Dossier) -> bytes:
    """The same as a PDF, the same bytes for the same dossier."""
    return typeset(FORM, shaped(one))


def typeset(form: Path, values: dict[str, Any]) -> bytes:
    """The PDF of a form of this folder. Nothing is fetched and no font of the machine is used."""
    import typst  # a large library, loaded when something is printed

    data = {"data": json.dumps(values, ensure_ascii=False, separators=(",", ":"))}
    with _turn:
        if form not in _compilers:
            _compilers[form] = typst.Compiler(
                str(form), root=str(form.parent), font_paths=[], ignore_system_fonts=True
            )
        made = _compilers[form].compile(
            format="pdf", sys_inputs=data, timestamp=datetime(2000, 1, 1, tzinfo=UTC), pdf_tags=False
        )
    assert isinstance(made, bytes)
    return made
