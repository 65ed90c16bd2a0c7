"""The department's side: checking what was submitted, taking it into the store, sending it back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, events
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.register.signing import queries as signing
from khuevan.school.reportcards import queries as reportcards

from ..choices import KeptState
from ..events import PackageAccepted, PackageSentBack
from ..models import KeptCard, Package, PackedCard
from ..permissions import CHECK_PACKAGES, DECIDE_PACKAGES
from ..rules import Fault, FaultKind, PackageState
from .examining import Examined, Looked, SealDoubt, Step, examine
from .packing import archive_of, demand_step

NOTHING_YET: Step = lambda done, of: None  # noqa: E731 - a step that tells nobody


def check_package(
    actor: Actor, package: Package, *, version: int, at: datetime, step: Step = NOTHING_YET
) -> Package:
    """Verifies the whole archive and writes down all that fails; without a fault the package is `checked`.

    Raises Refused, Invalid in another state, ChangedMeanwhile.
    """
    access.demand(actor, CHECK_PACKAGES, on=package)
    demand_step(package, "check")
    found = _examined(package, at, step)
    with audit.act(actor, "custody.package:check", at=at, on=package) as act:
        package.faults = [asdict(one) for one in found.faults][:1000]
        package.checked_at, package.checked_by = at, actor.name[:150]
        package.state = PackageState.SUBMITTED if found.faults else PackageState.CHECKED
        package.save_checked(version, fields=["state", "faults", "checked_at", "checked_by"])
        act.note(faults=len(found.faults), cards=len(found.cards))
    return package


def accept_package(
    actor: Actor, package: Package, *, version: int, at: datetime, step: Step = NOTHING_YET
) -> Package:
    """Looks once more, then keeps every card in the store. Raises Refused, Invalid (also where something fails now)."""
    access.demand(actor, DECIDE_PACKAGES, on=package)
    demand_step(package, "accept")
    found = _examined(package, at, step)
    if found.faults:
        raise Invalid(_("Gói không còn đạt: hãy kiểm tra lại để thấy danh sách điểm không đạt."))
    with audit.act(actor, "custody.package:accept", at=at, on=package) as act:
        package.state = PackageState.ACCEPTED
        package.decided_at, package.decided_by = at, actor.name[:150]
        package.save_checked(version, fields=["state", "decided_at", "decided_by"])
        _keep(package, found.cards, at)
        act.note(cards=len(found.cards), digest=package.digest)
        events.publish(PackageAccepted(package.pk, package.school_id, len(found.cards)))
    return package


def send_back(actor: Actor, package: Package, *, reason: str, version: int, at: datetime) -> Package:
    """With a reason; its cards are free for another package. Raises Refused, Invalid, ChangedMeanwhile."""
    access.demand(actor, DECIDE_PACKAGES, on=package)
    demand_step(package, "send_back")
    said = reason.strip()
    if not said:
        raise Invalid({"reason": _("Hãy ghi lý do trả lại để trường biết cần sửa gì.")})
    with audit.act(actor, "custody.package:send_back", at=at, on=package, why=said):
        package.state, package.note = PackageState.SENT_BACK, said[:300]
        package.decided_at, package.decided_by = at, actor.name[:150]
        package.save_checked(version, fields=["state", "note", "decided_at", "decided_by"])
        PackedCard.objects.filter(package=package).update(is_held=False)
        events.publish(PackageSentBack(package.pk, package.school_id))
    return package


def note_recall(actor: Actor, code: str, number: int, *, school_id: int, reason: str, at: datetime) -> int:
    """Of an issued card, in every store of this installation; answers how many. No permission of its own: the recall is
    a signed act of the school that issued it."""
    rows = KeptCard.objects.filter(code=code, card_version__lte=number, state=KeptState.CURRENT)
    found = list(rows.values_list("pk", flat=True))
    if found:
        with audit.act(actor, "custody.store:recall", at=at, unit_id=school_id, why=reason):
            KeptCard.objects.filter(pk__in=found).update(state=KeptState.RECALLED)
    return len(found)


def _examined(package: Package, at: datetime, step: Step) -> Examined:
    with archive_of(package) as stream:
        found = examine(
            stream,
            at=at,
            trust=signing.trust(at),
            seal_doubt=_known_by(signing.seals_of(package.school_id)),
            expected=lambda code, version: reportcards.expected_of(code, version, package.school_id),
            step=step,
        )
    if found.digest != package.digest:
        found.faults.append(Fault(FaultKind.MANIFEST, "", _("Bản kê khác với bản đã nộp.")))
    found.faults += _against_the_books(package, found.cards)
    return found


def _known_by(seals: Collection[str]) -> SealDoubt:
    """Of a school of this installation: its seals are those that it registered."""
    return lambda code, seal: "" if seal.fingerprint in seals else seal.organisation or seal.signer


def _against_the_books(package: Package, cards: list[Looked]) -> list[Fault]:
    """What only this installation knows: who was to sign, what was recalled, what the store holds."""
    codes = [one.entry.code for one in cards]
    gone = set(
        reportcards.no_longer_issued(
            [(one.entry.code, one.entry.version) for one in cards], package.school_id
        )
    )
    kept = dict(
        KeptCard.objects.filter(
            school_id=package.school_id, code__in=codes, state=KeptState.CURRENT
        ).values_list("code", "card_version")
    )
    faults = []
    for one in cards:
        key = (one.entry.code, one.entry.version)
        if key in gone:
            faults.append(Fault(FaultKind.RECALLED, one.entry.file, one.name))
        elif kept.get(one.entry.code, 0) >= one.entry.version:
            faults.append(Fault(FaultKind.OLDER, one.entry.file, one.name))
    return faults


def _keep(package: Package, cards: list[Looked], at: datetime) -> None:
    file_id = package.file_id
    assert file_id is not None  # submitted, so it was signed
    KeptCard.objects.filter(
        school_id=package.school_id, code__in=[one.entry.code for one in cards], state=KeptState.CURRENT
    ).update(state=KeptState.REPLACED)
    KeptCard.objects.bulk_create(
        (
            KeptCard(
                school_id=package.school_id,
                package=package,
                code=one.entry.code,
                card_version=one.entry.version,
                digest=one.entry.digest,
                learner=one.entry.learner,
                name=one.name[:100],
                year=one.year[:9],
                class_name=one.class_name[:20],
                issued_by=one.school_name[:200],
                file_id=file_id,
                member=one.entry.file,
                kept_at=at,
            )
            for one in cards
        ),
        batch_size=500,
    )
