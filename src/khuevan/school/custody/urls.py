"""Addresses under /custody/, and what this room hangs into the shell."""

from __future__ import annotations

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor

from . import queries
from .permissions import DECIDE_PACKAGES, HAND_OVER, VIEW_PACKAGES
from .views import handovers, packages, steps

app_name = "custody"
_one = "handovers/<int:handover_id>/"
urlpatterns = [
    path("", packages.packages, name="packages"),
    path("make/", packages.make_package, name="make_package"),
    path("store/", packages.store, name="store"),
    path("<int:package_id>/", packages.package, name="package"),
    path("<int:package_id>/download/", packages.download, name="download"),
    path("<int:package_id>/sign/", steps.sign, name="sign"),
    path("<int:package_id>/submit/", steps.submit, name="submit"),
    path("<int:package_id>/check/", steps.check, name="check"),
    path("<int:package_id>/accept/", steps.accept, name="accept"),
    path("<int:package_id>/send-back/", steps.send_back, name="send_back"),
    path("<int:package_id>/withdraw/", steps.withdraw, name="withdraw"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/seal/", handovers.seal, name="seal"),
    path("handovers/receive/", handovers.receive, name="receive"),
    path(_one, handovers.handover, name="handover"),
    path(f"{_one}download/", handovers.download_sealed, name="download_sealed"),
    path(f"{_one}receipt/", handovers.receipt, name="receipt"),
    *(
        path(f"{_one}{step}/", handovers.step, {"step": step}, name=step)
        for step in ("countersign", "prove", "cancel", "refuse")
    ),
]

_GROUP = _("Học bạ số")
NAVIGATION = (
    ui.Entry(
        "custody:packages",
        _("Gói học bạ số"),
        icon="package",
        group=_GROUP,
        permission=VIEW_PACKAGES,
        order=50,
    ),
    ui.Entry(
        "custody:store", _("Kho học bạ số"), icon="archive", group=_GROUP, permission=VIEW_PACKAGES, order=55
    ),
    ui.Entry(
        "custody:handovers",
        _("Học bạ chuyển trường"),
        icon="transfer",
        group=_GROUP,
        permission=HAND_OVER,
        order=60,
    ),
)


def waiting_card(actor: Actor, on: date) -> ui.Card | None:
    """How many packages wait for the department."""
    if not access.decide(actor, DECIDE_PACKAGES):
        return None
    count = queries.waiting_packages(actor)
    if not count:
        return None
    return ui.Card(
        now("Gói học bạ chờ nhận"),
        count,
        now("Kiểm tra rồi nhận vào kho hoặc trả lại"),
        reverse("custody:packages") + "?state=submitted",
        "package",
        "warning",
        17,
    )


HOME = (waiting_card,)
