"""What a visitor can find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import clock, ui
from khuevan.kernel.access import public
from khuevan.kernel.ui import formatters

from .. import queries


@dataclass(frozen=True)
class Door:
    """A part of the portal. figure: how much of it there is."""

    title: str
    url: str
    icon: str
    figure: str
    detail: str


@dataclass(frozen=True)
class HomePage:
    doors: Sequence[Door]
    kinds: Sequence[tuple[str, str, int]]
    schools: int


@public("Says what is public: numbers of schools, plans, levels, figures, reports.")
@require_safe
@ui.for_everybody
def home(request: HttpRequest) -> HttpResponse:
    found = queries.overview(on=clock.today())
    address = reverse("portal:schools")
    page = HomePage(
        _doors(found),
        [(str(kind.label), f"{address}?kind={kind.value}", number) for kind, number in found.kinds],
        found.schools,
    )
    return ui.render(request, "portal/home.html", page)


def _doors(found: queries.Overview) -> list[Door]:
    levels = (
        _("đơn vị đã công bố, năm học %(year)s") % {"year": found.levels_year} if found.levels_year else ""
    )
    return [
        Door(
            _("Trường học"), reverse("portal:schools"), "school", formatters.number(found.schools),
            _("trường và trung tâm: địa chỉ, liên hệ, số liệu đã công bố"),
        ),
        Door(
            _("Kế hoạch và tiến độ"), reverse("targets:public_list"), "target-arrow", formatters.number(found.plans),
            _("kế hoạch công khai, mỗi chỉ tiêu và nhiệm vụ đang ở đâu"),
        ),
        Door(
            _("Mức độ chuyển đổi số"), reverse("maturity:public"), "chart-radar", formatters.number(found.levels),
            levels or _("chưa có năm học nào được công bố"),
        ),
        Door(
            _("Số liệu"), reverse("indicators:public_list"), "chart-bar", formatters.number(found.figures),
            _("chỉ tiêu công bố đến từng trường; tải CSV, SDMX"),
        ),
        Door(
            _("Báo cáo"), reverse("portal:reports"), "report", formatters.number(found.reports),
            _("báo cáo mà đơn vị đã ký, gửi và chọn công khai"),
        ),
        Door(
            _("Xác minh học bạ"), reverse("copies:verify"), "certificate", "",
            _("bằng mã trên bản sao hoặc bằng chính tệp học bạ"),
        ),
    ]  # fmt: skip
