"""For the command: for a school and each body above it the campaign, the draft, the signature, in the name of people
who may sign there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from khuevan.governance.indicators import queries as indicators
from khuevan.governance.indicators import services as figures
from khuevan.kernel import access, database, files
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.records import Invalid
from khuevan.register.accounts import queries as accounts
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import UnitKind
from khuevan.register.organisations.queries import Node
from khuevan.register.people import queries as people
from khuevan.register.people.choices import AffiliationKind
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures

from ..choices import State, Tier
from ..models import Campaign, Report
from ..outlines import OUTLINES
from ..permissions import SUBMIT_REPORTS
from ..rules import SENT, Rank, rank_of, title_above
from .campaigns import Order, open_campaign
from .submitting import Signature, submit_report
from .writing import hand_over, set_details

SYSTEM = access.system("Khuê Văn: lệnh lập báo cáo")
ADMINISTRATOR = "administrator"
NOTE = "Lập bằng lệnh từ số liệu đã chốt; các phần lời chưa viết để trống."


class CannotReport(Exception):
    """The sentence says what is missing and what to do."""


def chain_of(unit: str, outline: str, year: str, snapshot_id: int, *, at: datetime) -> list[Report]:
    """The reports of the unit and of those above it up to the department, the lowest first: of the campaign that runs, or
    on the frozen state that is named; opened where there is none. Raises CannotReport."""
    found = organisations.by_code(unit)
    if found is None and unit.isdecimal():
        found = organisations.unit_if_seen(SYSTEM, int(unit))
    if found is None:
        raise CannotReport(f"Không có đơn vị {unit}.")
    campaign = _running(found.pk, outline, year) if not snapshot_id else None
    state = _state(campaign.snapshot_id if campaign is not None else snapshot_id)
    above = organisations.ancestors(found.pk, on=state.as_of)
    top = next((one for one in above if one.kind == UnitKind.DEPARTMENT), None)
    if top is None:
        raise CannotReport("Đơn vị này không đứng dưới Sở nào.")
    if campaign is None:
        same = Campaign.objects.filter(unit_id=top.id, outline=outline, school_year=year)
        campaign = same.filter(snapshot_id=state.pk, ended_at=None).first()
    if campaign is None:
        order = Order(f"{OUTLINES[outline].label}, năm học {year}", outline, year, state.pk)
        try:
            campaign = open_campaign(SYSTEM, at=at, unit_id=top.id, order=order)
        except Invalid as invalid:
            raise CannotReport(str(invalid)) from invalid
    return _reports(campaign, found.pk, above)


def frozen(name: str, *, at: datetime) -> int:
    """Counts every figure anew and freezes the state. Raises CannotReport."""
    try:
        with transaction.atomic():
            figures.rebuild(actor=SYSTEM, at=at)
        with transaction.atomic():
            return figures.freeze(actor=SYSTEM, at=at, period=name).pk
    except (figures.CannotFreeze, figures.CannotWrite) as refused:
        raise CannotReport(str(refused)) from refused


def send(report: Report, *, at: datetime, on: date) -> None:
    """Hands over and signs in the name of somebody who may, unless it was sent already. Raises CannotReport."""
    if report.state in SENT:
        return
    with database.acting(SYSTEM):
        actor = _signer(report, on)
    with database.acting(actor):
        try:
            if report.state in (State.OWED, State.RETURNED):
                set_details(actor, at=at, report_id=report.pk, details=_details(actor, report, on))
            if report.state != State.READY:
                hand_over(actor, at=at, report_id=report.pk, reason=NOTE)
            certificate = _certificate(actor, report, at)
            with signatures.opened_signer(certificate, at=at) as signer:
                sign = Signature(certificate.pk, signer)
                submit_report(actor, at=at, report_id=report.pk, seen="", signs=[sign], note=NOTE)
        except (Invalid, access.Refused, signatures.SignerFailed, signatures.NoStamp) as refused:
            raise CannotReport(f"{report.unit_name}: {refused}") from refused


def content_of(report: Report, kind: str) -> bytes:
    stored = report.pdf if kind == "pdf" else report.docx
    if stored is None:
        raise CannotReport(f"{report.unit_name}: chưa có tệp.")
    with files.content(stored) as stream:
        return stream.read()


def _running(unit_id: int, outline: str, year: str) -> Campaign | None:
    """The latest campaign that asks the unit for this report and is not over."""
    asked = Report.objects.filter(unit_id=unit_id).values("campaign_id")
    running = Campaign.objects.filter(pk__in=asked, outline=outline, school_year=year, ended_at=None)
    return running.order_by("-opened_at", "-pk").first()


def _state(snapshot_id: int) -> Any:
    every = indicators.snapshots()
    found = (
        next((one for one in every if one.pk == snapshot_id), None)
        if snapshot_id
        else next(iter(every), None)
    )
    if found is None:
        raise CannotReport(
            "Chưa có kỳ số liệu nào được chốt: chốt ở trang Chỉ tiêu, số liệu → Kỳ số liệu, hoặc thêm --freeze TÊN_KỲ."
        )
    return found


def _reports(campaign: Campaign, unit_id: int, above: list[Node]) -> list[Report]:
    units = [unit_id, *(one.id for one in reversed(above))]
    found = {
        one.unit_id: one
        for one in Report.objects.filter(campaign=campaign, unit_id__in=units, is_latest=True)
    }
    if unit_id not in found:
        raise CannotReport("Đơn vị này không phải lập báo cáo ấy.")
    return [found[unit] for unit in units if unit in found]


def _signer(report: Report, on: date) -> Actor:
    """Who signs for the unit, with the rights of today: whom the report names as its signer before others, then the head
    before deputies before officers, by name."""
    named, titles = report.details.get("signer_name", ""), _titles(report.unit_id, on)
    found: list[tuple[bool, Rank, int, Actor]] = []
    mine = accounts.accounts(SYSTEM, on=on, unit=Reach.of([report.unit_id]), state="active")
    for account in mine.order_by("sort_key", "pk"):
        actor = accounts.actor_for(account.pk, on)
        if actor.person_id is None or not access.decide(actor, SUBMIT_REPORTS, on=report.unit_id).allowed:
            continue
        is_administrator = any(grant.role.code == ADMINISTRATOR for grant in account.live)  # type: ignore[attr-defined]
        rank = rank_of(titles.get(actor.person_id, ""), is_administrator=is_administrator)
        found.append((actor.name != named, rank, len(found), actor))
    if not found:
        raise CannotReport(f"{report.unit_name}: không có tài khoản nào được ký báo cáo ở đơn vị này.")
    return min(found)[-1]


def _titles(unit_id: int, on: date) -> dict[int, str]:
    """Person -> the posting at the unit; the highest of several."""
    found: dict[int, str] = {}
    for kind in (AffiliationKind.OFFICER, AffiliationKind.STAFF):
        for row in people.affiliated(unit_id, kind.value, on):
            found[row.person_id] = min(found.get(row.person_id, row.title), row.title, key=rank_of)
    return found


def _details(actor: Actor, report: Report, on: date) -> dict[str, str]:
    """What somebody entered already stays."""
    place = organisations.names([report.unit_id]).get(report.unit_id, "")
    with database.acting(SYSTEM):
        title = _titles(report.unit_id, on).get(actor.person_id or 0, "")
    above = title_above(title, is_committee=report.tier == Tier.COMMUNE)
    made = {"number": "", "place": _place(report, place), "signer_title": above, "signer_name": actor.name}
    return {**made, **{name: said for name, said in report.details.items() if name in made and said}}


def _place(report: Report, name: str) -> str:
    return report.receiver_name if report.tier == "school" else name


def _certificate(actor: Actor, report: Report, at: datetime) -> Any:
    """One that needs no hand of its holder; of the development authority a new one, where it is on."""
    assert actor.person_id is not None
    for one in signing.usable_certificates(actor.person_id, report.unit_id, at):
        if not one.is_seal and one.means == "software":
            return one
    return signatures.issue_test_certificate(actor, seal=False, at=at)
