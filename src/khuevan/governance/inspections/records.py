"""Plain records: shares and days, weights of risk, lines of checklists; shared by all, each with decision and trust."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import Choice, Date, Record, Text, Whole, period_is_forward
from khuevan.school.curriculum.choices import Trust

from .choices import Factor
from .models import Item, Policy, Weight
from .permissions import CONFIGURE, VIEW_INSPECTIONS

_SOURCE = _("Nguồn, hiệu lực")
_SHARED = _("Cấu hình dùng chung toàn ngành")


def _source() -> tuple[object, ...]:
    return (
        Text("instrument", _("Văn bản, số quyết định"), required=True, max_length=160, group=_SOURCE),
        Date("valid_from", _("Áp dụng từ"), required=True, group=_SOURCE),
        Date("valid_until", _("Đến trước ngày"), group=_SOURCE),
        Choice("trust", _("Độ tin cậy"), required=True, choices=Trust.choices, group=_SOURCE),
        Text("note", _("Ghi chú"), max_length=500, group=_SOURCE),
    )


POLICIES = Record(
    Policy,
    "policy",
    _("Quy tắc lập kế hoạch kiểm tra"),
    _("Quy tắc lập kế hoạch kiểm tra"),
    help=_(
        "Tỉ lệ đơn vị kiểm tra mỗi năm, phần chọn theo rủi ro. Đổi quy định: đặt ngày thôi cho dòng cũ rồi thêm dòng."
    ),
    icon="percentage",
    shared=_SHARED,
    view=VIEW_INSPECTIONS,
    edit=CONFIGURE,
    fields=(
        Text("name", _("Quy tắc"), required=True, max_length=200, sorted_by="sort_key"),
        Whole("percent", _("Kiểm tra ít nhất (% đơn vị)"), required=True, least=1, most=100),
        Whole("risk_percent", _("Trong đó theo rủi ro (%)"), required=True, least=0, most=100),
        Whole("remedy_days", _("Hạn khắc phục (ngày)"), required=True, least=1, most=365),
        *_source(),
    ),
    list=("name", "percent", "risk_percent", "remedy_days", "valid_from", "trust"),
    filters=("trust",),
    search=("name", "instrument"),
    order=("name",),
    rules=(period_is_forward,),
)  # fmt: skip

WEIGHTS = Record(
    Weight,
    "weight",
    _("Trọng số rủi ro"),
    _("Trọng số rủi ro"),
    help=_(
        "Yếu tố nào nặng bao nhiêu, và giá trị từ đó yếu tố được tính đủ. Kế hoạch đã bốc thăm giữ trọng số của ngày bốc."
    ),
    icon="scale",
    shared=_SHARED,
    view=VIEW_INSPECTIONS,
    edit=CONFIGURE,
    fields=(
        Text("name", _("Tên yếu tố"), required=True, max_length=120, sorted_by="sort_key"),
        Choice("factor", _("Nền tảng đo"), required=True, choices=Factor.choices),
        Whole("weight", _("Trọng số"), required=True, least=0, most=100),
        Whole("full_at", _("Tính đủ từ"), required=True, least=1, most=1_000_000),
        *_source(),
    ),
    list=("name", "factor", "weight", "full_at", "valid_from", "trust"),
    filters=("factor", "trust"),
    search=("name", "instrument"),
    order=("name",),
    rules=(period_is_forward,),
)  # fmt: skip

ITEMS = Record(
    Item,
    "item",
    _("Mục kiểm tra"),
    _("Mục kiểm tra"),
    help=_(
        "Từng mục của phiếu kiểm tra. Gắn với tiêu chí chuyển đổi số (ví dụ 2.3.2) hoặc kiểm tra dữ liệu"
        " thì khi kiểm tra thấy ngay nền tảng đang ghi gì."
    ),
    icon="list-check",
    shared=_SHARED,
    view=VIEW_INSPECTIONS,
    edit=CONFIGURE,
    fields=(
        Text("sheet", _("Phiếu"), required=True, max_length=120),
        Whole("place", _("Thứ tự"), required=True, least=1, most=500),
        Text("question", _("Nội dung kiểm tra"), required=True, max_length=300, sorted_by="sort_key"),
        Text("asks", _("Xem gì"), max_length=300),
        Text("criterion", _("Tiêu chí chuyển đổi số"), max_length=12),
        Text("check_code", _("Kiểm tra dữ liệu"), max_length=80),
        *_source(),
    ),
    list=("sheet", "place", "question", "criterion", "check_code", "valid_from", "trust"),
    filters=("trust",),
    search=("sheet", "question", "asks"),
    order=("question",),
    rules=(period_is_forward,),
)  # fmt: skip
