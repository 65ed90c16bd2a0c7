"""The plain record of the room, the periods that the law sets; and what hangs below a learner's page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Choice, Code, Date, Panel, PanelColumn, Record, Text, Whole, panel
from khuevan.register.organisations.choices import EducationLevel
from khuevan.school.curriculum.choices import Trust
from khuevan.school.learners.choices import PRESENT

from . import queries
from .models import TransferRule
from .permissions import EDIT_RULES, REQUEST_TRANSFER, VIEW_RULES, VIEW_TRANSFERS

RULES = Record(
    TransferRule,
    "rule",
    _("Thời hạn chuyển trường"),
    _("Thời hạn chuyển trường"),
    help=_(
        "Số ngày làm việc của mỗi bước, theo văn bản và cấp học. Để trống là chưa có quy định: không bước nào bị quá hạn."
    ),
    icon="clock",
    view=VIEW_RULES,
    edit=EDIT_RULES,
    shared="Quy định dùng chung.",
    fields=(
        Text("instrument", _("Văn bản"), required=True, max_length=80),
        Code("article", _("Điều, khoản"), max_length=40),
        Choice("level", _("Cấp học"), choices=EducationLevel.choices, required=True),
        Date("valid_from", _("Từ ngày"), required=True),
        Date("valid_until", _("Đến trước ngày")),
        Whole("answer_days", _("Trường nhận trả lời (cùng tỉnh)"), least=1, most=60, unit=_("ngày")),
        Whole(
            "answer_days_other_province",
            _("Trường nhận trả lời (tỉnh khác)"),
            least=1,
            most=60,
            unit=_("ngày"),
        ),
        Whole("return_days", _("Trường đang học trả hồ sơ"), least=1, most=60, unit=_("ngày")),
        Whole("placement_days", _("Trường nhận xếp lớp"), least=1, most=60, unit=_("ngày")),
        Choice("trust", _("Mức tin cậy"), choices=Trust.choices, required=True),
    ),
    list=(
        "instrument",
        "article",
        "level",
        "valid_from",
        "answer_days",
        "answer_days_other_province",
        "return_days",
        "placement_days",
        "trust",
    ),
    filters=("level", "trust"),
    search=("instrument", "article"),
    order=("instrument",),
)


@panel("learners.learner", order=30)
def transfers(actor: Actor, learner: Any, on: date) -> Panel | None:
    if not access.decide(actor, VIEW_TRANSFERS, on=learner):
        return None
    found = queries.transfers_of(actor, learner.pk)
    rows = [
        (
            ui.link(reverse("transfers:transfer", args=[one.pk]), f"{one.requested_on:%d/%m/%Y}"),
            one.sending_name,
            one.receiving_name,
            str(one.get_state_display()),
        )
        for one in found
    ]
    may = access.decide(actor, REQUEST_TRANSFER, on=learner) and learner.status in ("", *PRESENT)
    waiting = any(one.state in ("requested", "accepted") for one in found)
    start = (now("Chuyển sang trường khác"), reverse("transfers:outgoing", args=[learner.pk]), "transfer-out")
    return Panel(
        now("Chuyển trường"),
        [
            PanelColumn(now("Ngày đề nghị")),
            PanelColumn(now("Trường đang học")),
            PanelColumn(now("Trường nhận")),
            PanelColumn(now("Trạng thái")),
        ],
        rows,
        actions=(start,) if may and not waiting else (),
        empty=now("Chưa chuyển trường lần nào."),
        icon="transfer",
        id="transfers",
    )
