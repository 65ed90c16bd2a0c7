"""The survey of a year: opened, closed when it is done, opened again while nothing was submitted."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid

from ..choices import DossierState, RoundState
from ..models import Dossier, Round
from ..permissions import EDIT_SURVEY

FIRST_YEAR = 2014


def open_round(actor: Actor, *, at: datetime, unit_id: int, year: int, is_special: bool) -> Round:
    """Raises Refused, Invalid."""
    access.demand(actor, EDIT_SURVEY, on=unit_id)
    if not FIRST_YEAR <= year <= at.year + 1:
        raise Invalid({"year": _("Năm điều tra từ 2014 đến năm sau năm nay.")})
    if Round.objects.filter(unit_id=unit_id, year=year).exists():
        raise Invalid({"year": _("Đã có đợt điều tra của năm này.")})
    with audit.act(actor, "universalisation.round:open", at=at, unit_id=unit_id) as act:
        made = Round.objects.create(unit_id=unit_id, year=year, is_special=is_special, opened_at=at)
        act.on(made)
    return made


def close_round(actor: Actor, one: Round, *, at: datetime, version: int) -> None:
    """From now on the forms of the year are settled; figures may be checked and submitted. Raises Refused, Invalid,
    ChangedMeanwhile."""
    access.demand(actor, EDIT_SURVEY, on=one)
    if one.state != RoundState.OPEN:
        raise Invalid(_("Đợt điều tra này đã chốt."))
    with audit.act(actor, "universalisation.round:close", at=at, on=one, unit_id=one.unit_id):
        one.state, one.closed_at, one.closed_by = RoundState.CLOSED, at, actor.name[:120]
        one.save_checked(version, fields=["state", "closed_at", "closed_by"])


def reopen_round(actor: Actor, one: Round, *, at: datetime, version: int) -> None:
    """Raises Refused, Invalid where the dossier of the year was submitted, ChangedMeanwhile."""
    access.demand(actor, EDIT_SURVEY, on=one)
    held = (DossierState.SUBMITTED, DossierState.RECOGNISED)
    if Dossier.objects.filter(unit_id=one.unit_id, year=one.year, state__in=held).exists():
        raise Invalid(_("Hồ sơ của năm này đã nộp; chỉ mở lại được khi hồ sơ bị trả lại."))
    with audit.act(actor, "universalisation.round:reopen", at=at, on=one, unit_id=one.unit_id):
        one.state, one.closed_at, one.closed_by = RoundState.OPEN, None, ""
        one.save_checked(version, fields=["state", "closed_at", "closed_by"])
