"""What stands on the paper, for whichever file is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import ui

from ..choices import State
from ..layouts import Form
from ..models import Report
from ..queries import Filled
from ..rules import Contents


@dataclass(frozen=True)
class Table:
    """rows: label, depth, numbers by column, None where there is no cell."""

    title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, int, tuple[float | None, ...]], ...]


@dataclass(frozen=True)
class Sheet:
    """corner: symbol, reporting unit, receiver, as they stand at the top right. notes: remarks and what else
    is to be said below. imprint: the hash of what was sent, "" of a draft."""

    symbol: str
    law: str
    title: str
    subtitle: str
    reporter: str
    receiver: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    place: str
    maker: str
    leader: str
    imprint: str
    is_draft: bool
    words: dict[str, str]


def sheet_of(report: Report, filled: Filled) -> Sheet:
    form, contents = filled.form, filled.contents
    remarks = [f"{form.label_of(key)}: {said}" for key, said in contents.remarks.items() if said]
    notes = [*([contents.note] if contents.note else []), *remarks]
    if contents.frozen:
        notes.append(
            _("Đã sửa sau khi chốt số liệu ngày %(day)s (số đã chốt trong ngoặc): %(cells)s")
            % {"day": ui.formatters.day(report.as_of), "cells": "; ".join(_corrected(form, contents))}
        )
    if filled.missing:
        notes.append(_("Chưa có biểu của: %(names)s") % {"names": ", ".join(filled.missing)})
    day = ui.formatters.day(report.as_of)
    return Sheet(
        symbol=form.symbol,
        law=str(form.source.instrument),
        title=str(form.title),
        subtitle=_("Năm học %(year)s, số liệu tính đến ngày %(day)s")
        % {"year": report.school_year, "day": day},
        reporter=report.unit_name,
        receiver=report.receiver_name,
        tables=tuple(_tables(form, contents.cells)),
        notes=tuple(notes),
        place=ui.formatters.day(report.submitted_at) if report.submitted_at else "",
        maker=report.begun_by,
        leader=report.submitted_by,
        imprint=report.digest,
        is_draft=report.state == State.DRAFT,
        words=_words(report),
    )


def _corrected(form: Form, contents: Contents) -> list[str]:
    return [
        f"{form.label_of(key)}: {ui.formatters.number(contents.cells[key])} ({ui.formatters.number(before)})"
        for key, before in contents.frozen.items()
    ]


def _tables(form: Form, cells: Any) -> list[Table]:
    return [
        Table(
            str(section.label), str(section.unit), tuple(str(column.label) for column in section.columns),
            tuple(
                (str(row.label), row.depth,
                 tuple(cells.get(section.key(row.code, column.code)) for column in section.columns))
                for row in section.rows
            ),
        )
        for section in form.sections
    ]  # fmt: skip


def _words(report: Report) -> dict[str, str]:
    return {
        "form": _("Biểu số"), "reporter": _("Đơn vị báo cáo"), "receiver": _("Đơn vị nhận báo cáo"),
        "unit": _("Đơn vị tính"), "item": _("Chỉ tiêu"), "maker": _("Người lập biểu"), "leader": _("Thủ trưởng đơn vị"),
        "notes": _("Ghi chú, giải trình"), "signed": _("(Ký, ghi rõ họ tên)"),
        "sealed": _("(Ký, đóng dấu, ghi rõ họ tên)"), "draft": _("BẢN ĐANG LẬP, CHƯA GỬI"), "day": _("Ngày gửi"),
        "imprint": _("Mã băm SHA-256 của nội dung đã gửi"),
        "revision": _("Lần lập %(number)s") % {"number": report.revision},
        "due": _("Hạn gửi %(day)s") % {"day": ui.formatters.day(report.due_on)},
    }  # fmt: skip
