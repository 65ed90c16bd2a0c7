"""Who may write down something about a class."""

from __future__ import annotations

from django.utils.translation import gettext as _

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Permission
from khuevan.school.schoolyear import queries as schoolyear

from ..permissions import EVERY_CLASS


def demand_class(actor: Actor, permission: Permission, *, school_id: int, class_id: int | None) -> None:
    """At the school, and for one's own classes unless every class is one's business. Raises Refused."""
    access.demand(actor, permission, on=school_id)
    if actor.everything or school_id in access.scope(actor, EVERY_CLASS):
        return
    if class_id not in schoolyear.own_classes(actor):
        raise access.Refused(_("Bạn không dạy, không chủ nhiệm lớp này."))
