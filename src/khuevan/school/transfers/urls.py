"""Addresses under /transfers/, and what this room hangs into the shell."""

from __future__ import annotations

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor

from . import queries
from .permissions import REQUEST_TRANSFER, VIEW_RULES, VIEW_TRANSFERS
from .records import RULES
from .views import lists, one, requests

app_name = "transfers"
urlpatterns = [
    path("", lists.transfers, name="transfers"),
    path("incoming/", requests.incoming, name="incoming"),
    path("outgoing/<int:learner_id>/", requests.outgoing, name="outgoing"),
    path("<int:transfer_id>/", one.transfer, name="transfer"),
    path("<int:transfer_id>/accept/", one.accept, name="accept"),
    path("<int:transfer_id>/release/", one.release, name="release"),
    path("<int:transfer_id>/place/", one.place, name="place"),
    path("<int:transfer_id>/refuse/", one.refuse, name="refuse"),
    path("<int:transfer_id>/withdraw/", one.withdraw, name="withdraw"),
    *RULES.urls(),
]

_GROUP = _("Người học")
NAVIGATION = (
    ui.Entry(
        "transfers:transfers",
        _("Chuyển trường"),
        icon="transfer",
        group=_GROUP,
        permission=VIEW_TRANSFERS,
        order=30,
    ),
    ui.Entry(
        "transfers:rule_list",
        _("Thời hạn chuyển trường"),
        icon="clock",
        group=_GROUP,
        permission=VIEW_RULES,
        order=95,
    ),
    ui.Entry(
        "transfers:incoming",
        _("Nhận người học chuyển đến"),
        icon="transfer-in",
        permission=REQUEST_TRANSFER,
        place="start",
        order=25,
    ),
)


def awaiting_card(actor: Actor, on: date) -> ui.Card | None:
    """How many transfers wait for the reader's own school."""
    unit = actor.home_unit_id
    if unit is None or not access.decide(actor, VIEW_TRANSFERS, on=unit):
        return None
    count = queries.awaiting(unit)
    if not count:
        return None
    return ui.Card(
        now("Chuyển trường đang chờ"),
        count,
        now("Trường bạn cần trả lời, trả hồ sơ hoặc xếp lớp"),
        f"{reverse('transfers:transfers')}?state=open",
        "transfer",
        "warning",
        16,
    )


HOME = (awaiting_card,)
