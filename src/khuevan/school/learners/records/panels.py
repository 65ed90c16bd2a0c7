"""What hangs below a learner's facts: the family, rewards, cases of violence."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Panel, PanelColumn, panel
from khuevan.register.people.permissions import EDIT_GUARDIANS

from .. import queries
from ..permissions import EDIT_LEARNERS, EDIT_REWARDS, EDIT_VIOLENCE, VIEW_VIOLENCE
from .rows import REWARDS, VIOLENCE_CASES

KEY = "learners.learner"


@panel(KEY, order=10)
def family(actor: Actor, learner: Any, on: date) -> Panel:
    may = access.decide(actor, EDIT_GUARDIANS, on=learner) and access.decide(actor, EDIT_LEARNERS, on=learner)
    rows = []
    for one in queries.guardians(learner, on):
        end = ""
        if may:
            end = ui.link(reverse("people:end_guardianship", args=[one.bond_id]), _("Kết thúc"))
        rows.append(
            (
                ui.link(reverse("people:person", args=[one.person_id]), one.full_name),
                one.relationship,
                str(one.birth_year or ui.formatters.NOTHING),
                ui.masked(f"•••••••{one.phone_tail}") if one.phone_tail else ui.formatters.NOTHING,
                _("Có") if one.is_legal_representative else _("Không"),
                _("Có") if one.lives_with else _("Không"),
                end,
            )
        )
    columns = [
        PanelColumn(_("Họ và tên")),
        PanelColumn(_("Quan hệ")),
        PanelColumn(_("Năm sinh")),
        PanelColumn(_("Điện thoại")),
        PanelColumn(_("Đại diện theo pháp luật")),
        PanelColumn(_("Sống cùng")),
        PanelColumn("", "actions"),
    ]
    add = (_("Thêm cha mẹ, người giám hộ"), reverse("learners:guardian", args=[learner.pk]), "user-plus")
    return Panel(
        _("Cha mẹ, người giám hộ"),
        columns,
        rows,
        actions=(add,) if may else (),
        empty=_("Chưa ghi cha mẹ hoặc người giám hộ nào."),
        icon="users",
        id="family",
    )


@panel(KEY, order=60)
def rewards(actor: Actor, learner: Any, on: date) -> Panel:
    rows = [
        (
            ui.link(REWARDS.url("detail", pk=one.pk), one.content),
            f"{one.happened_on:%d/%m/%Y}",
            one.decision_number or ui.formatters.NOTHING,
        )
        for one in queries.rewards_of(learner)
    ]
    add = (_("Ghi khen thưởng"), f"{REWARDS.url('add')}?learner={learner.pk}", "plus")
    return Panel(
        _("Khen thưởng"),
        [PanelColumn(_("Nội dung")), PanelColumn(_("Ngày"), "date"), PanelColumn(_("Số quyết định"))],
        rows,
        actions=(add,) if access.decide(actor, EDIT_REWARDS, on=learner) else (),
        empty=_("Chưa có khen thưởng."),
        icon="award",
        id="rewards",
    )


@panel(KEY, order=70)
def violence(actor: Actor, learner: Any, on: date) -> Panel | None:
    if not access.decide(actor, VIEW_VIOLENCE, on=learner):
        return None
    rows = [
        (ui.link(VIOLENCE_CASES.url("detail", pk=one.pk), one.form), one.role, f"{one.happened_on:%d/%m/%Y}")
        for one in queries.violence_of(learner)
    ]
    add = (_("Ghi vụ việc"), f"{VIOLENCE_CASES.url('add')}?learner={learner.pk}", "plus")
    if not rows and not access.decide(actor, EDIT_VIOLENCE, on=learner):
        return None
    return Panel(
        _("Bạo lực học đường"),
        [PanelColumn(_("Hình thức")), PanelColumn(_("Đối tượng")), PanelColumn(_("Ngày"), "date")],
        rows,
        actions=(add,) if access.decide(actor, EDIT_VIOLENCE, on=learner) else (),
        empty=_("Không có vụ việc nào."),
        icon="alert-hexagon",
        id="violence",
    )
