"""What is wrong with a template, in words: where, what, and what was probably meant."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .fields import Flaw
from .template import Place, Problem


def sentence(problem: Problem) -> str:
    fault = problem.fault
    said = _sentences()[fault.flaw] % {"said": fault.said, "nearest": fault.nearest}
    if fault.nearest and fault.flaw in (Flaw.UNKNOWN, Flaw.ARGUMENT, Flaw.OPTION, Flaw.COLUMN):
        said += " " + _("Có phải là «%(nearest)s»?") % {"nearest": fault.nearest}
    return f"{where(problem.place)}: {said}"


def where(place: Place) -> str:
    parts = []
    if place.paragraph:
        parts.append(_("Trang %(page)d") % {"page": place.page})
    if place.table:
        parts.append(_("bảng %(table)d, hàng %(row)d") % {"table": place.table, "row": place.row})
        if place.cell:
            parts.append(_("ô %(cell)d") % {"cell": place.cell})
    elif place.paragraph:
        parts.append(_("đoạn %(paragraph)d") % {"paragraph": place.paragraph})
    if place.heading:
        parts.append(_("mục «%(heading)s»") % {"heading": place.heading[:60]})
    said = ", ".join(parts) or _("Cả tệp")
    return said[0].upper() + said[1:]


def _sentences() -> dict[Flaw, str]:
    return {
        Flaw.EMPTY: _("Trường trống %(said)s: ghi tên trường giữa hai dấu ngoặc."),
        Flaw.OPEN: _("«%(said)s» mở trường hoặc ô gộp mà không đóng."),
        Flaw.CLOSE: _("«%(said)s» có dấu đóng }} mà không có dấu mở {{."),
        Flaw.LONG: _("Trường quá dài hoặc quá nhiều trường: %(said)s."),
        Flaw.UNKNOWN: _("Không có trường nào tên «%(said)s»."),
        Flaw.ARGUMENT: _("«%(said)s»: sau dấu hai chấm phải ghi đúng mã hoặc tên có trong danh mục."),
        Flaw.NO_ARGUMENT: _("«%(said)s»: trường này không nhận gì sau dấu hai chấm."),
        Flaw.COLUMN: _("«%(said)s»: danh sách này không có cột như vậy."),
        Flaw.NO_COLUMN: _("«%(said)s»: cột không khớp (trường không phải danh sách, hoặc hàng thiếu ô)."),
        Flaw.OPTION: _("«%(said)s»: không có tùy chọn như vậy."),
        Flaw.OUTSIDE_TABLE: _("«%(said)s»: trường của danh sách phải đứng trong một hàng của bảng."),
        Flaw.TWO_LISTS: _("Một hàng chỉ lặp theo một danh sách, ở đây có: %(said)s."),
        Flaw.NOT_ALONE: _("«%(said)s»: phần viết và biểu đồ phải đứng riêng một đoạn."),
        Flaw.PERSONAL: _("«%(said)s» hiện dữ liệu cá nhân mà người đọc báo cáo không có quyền xem."),
    }
