"""What signing must know of a card: slots, over which element, whose."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.register.signing import queries as signing

from ..rules import acts
from ..rules.content import Form
from ..rules.slots import HEAD, HOMEROOM, SEAL, SUBJECT
from ..rules.writing import ROOTS


def _layout(code: str, root: str, *, all_subjects: bool) -> signing.Layout:
    data = f"{root}/DU_LIEU_HOC_BA"
    info = f"{data}/THONG_TIN_HOC_BA"
    issue = f"{root}/PHAT_HANH_HOC_BA"
    signed = f"{data}/DANH_SACH_THONG_TIN_KY"
    return signing.Layout(
        code,
        _("Học bạ số"),
        root,
        slots=(
            signing.SlotRule(
                SUBJECT, _("Giáo viên bộ môn"), f"{signed}/DANH_SACH_GVBM/GVBM", f"{info}/KET_QUA_MON_HOC/DIEM_TONG_KET",
                by="KyCho", whose="person", required=all_subjects,
            ),
            signing.SlotRule(HOMEROOM, _("Giáo viên chủ nhiệm"), f"{signed}/GVCN", info, whose="person"),
            signing.SlotRule(HEAD, _("Hiệu trưởng"), f"{issue}/CBQL", data, whose="person"),
            signing.SlotRule(SEAL, _("Con dấu của trường"), f"{issue}/KY_PHAT_HANH", data, whose="seal"),
        ),
        frame=(f"{root}@PhienBan=1.0", f"{issue}/CBQL", f"{issue}/KY_PHAT_HANH"),
    )  # fmt: skip


LAYOUT = _layout("report-card", ROOTS[Form.LOWER_SECONDARY], all_subjects=True)
LAYOUT_PRIMARY = _layout("report-card-primary", ROOTS[Form.PRIMARY], all_subjects=False)
"""In a primary school the homeroom teacher may sign the whole without the others."""


LAYOUT_ACT = signing.Layout(
    "report-card-act",
    _("Quyết định đính chính, thu hồi học bạ"),
    acts.ROOT,
    slots=(
        signing.SlotRule(
            "head", _("Hiệu trưởng"), f"{acts.ROOT}/NGUOI_KY", f"{acts.ROOT}/NOI_DUNG", whose="person"
        ),
    ),
    frame=(f"{acts.ROOT}@PhienBan=1.0", f"{acts.ROOT}/NGUOI_KY"),
)


def declare() -> None:
    signing.declare(LAYOUT)
    signing.declare(LAYOUT_PRIMARY)
    signing.declare(LAYOUT_ACT)


def layout_for(form: str) -> signing.Layout:
    return LAYOUT_PRIMARY if form == Form.PRIMARY else LAYOUT
