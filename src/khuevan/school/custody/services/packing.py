"""The school's side: choosing the cards of a class, sealing the package, submitting it, taking it back."""

from __future__ import annotations

import hashlib
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import IO, Any, BinaryIO

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, audit, clock, events, files
from khuevan.kernel.access import Actor
from khuevan.kernel.database import Turn
from khuevan.kernel.files.kinds import ARCHIVES
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import Line, UnitKind
from khuevan.register.signing import services as signatures
from khuevan.school.reportcards import queries as reportcards

from ..events import PackageSubmitted
from ..formats import write_archive, write_manifest
from ..models import Package, PackedCard
from ..permissions import DOWNLOAD_PACKAGES, MAKE_PACKAGES, SUBMIT_PACKAGES
from ..rules import Entry, Manifest, PackageKind, PackageState, Place, package_step
from .sealing import sealed

PACKING = Turn("custody.packing")
PACKAGE = files.Purpose("custody.package", gettext_lazy("Gói học bạ số"), megabytes=500, accept=ARCHIVES)


def make_package(actor: Actor, group: Any, *, at: datetime) -> Package:
    """Takes every issued card of the class that no live package holds. Raises Refused, Invalid where there is none."""
    access.demand(actor, MAKE_PACKAGES, on=group.school_id)
    receiver = _department(group.school_id, at)
    if receiver is None:
        raise Invalid(_("Trường chưa thuộc Sở nào trong cây đơn vị nên chưa biết nộp cho ai."))
    with audit.act(actor, "custody.package:make", at=at, unit_id=group.school_id) as act:
        _one_at_a_time(group.pk)
        every = reportcards.issued_of_class(actor, group)
        held = set(
            PackedCard.objects.filter(code__in=[one.code for one in every], is_held=True).values_list(
                "code", "card_version"
            )
        )
        chosen = [one for one in every if (one.code, one.version) not in held]
        if not chosen:
            raise Invalid(_("Lớp không có học bạ đã phát hành nào chưa nằm trong gói khác."))
        package = Package.objects.create(
            uid=f"G-{uuid.uuid4().hex}",
            school_id=group.school_id,
            school_year_id=group.school_year_id,
            class_group=group,
            receiver=receiver,
            cards=len(chosen),
            left_out=max(reportcards.cards_of_class(group.pk) - len(every), 0),
            made_at=at.replace(microsecond=0),
            made_by=actor.name[:150],
        )
        PackedCard.objects.bulk_create(
            PackedCard(
                package=package,
                school_id=group.school_id,
                code=one.code,
                card_version=one.version,
                digest=one.digest,
                learner=one.learner,
                name=one.name[:100],
            )
            for one in chosen
        )
        act.on(package)
    return package


def sign_package(
    actor: Actor,
    package: Package,
    *,
    certificate_id: int,
    signer: signatures.Signer,
    version: int,
    at: datetime,
) -> Package:
    """Seals the manifest and keeps the archive. Raises Refused, Invalid, SignerFailed, ChangedMeanwhile."""
    access.demand(actor, MAKE_PACKAGES, on=package)
    demand_step(package, "sign")
    seal = signatures.demand_seal(actor, certificate_id, package.school_id)
    with (
        tempfile.TemporaryFile() as stream,
        audit.act(actor, "custody.package:sign", at=at, on=package) as act,
    ):
        packed = sorted(package.packed.all(), key=lambda one: one.code)
        content = sealed(
            actor, write_manifest(_manifest(package, packed)), "GOI_HOC_BA",
            seal=seal, signer=signer, title=title_of(package), at=at,
        )  # fmt: skip
        write_archive(stream, content, _contents(package, packed))
        _keep(package, stream, content, at)
        package.signed_at, package.signed_by = at, actor.name[:150]
        _save(package, "sign", version, ["digest", "file_id", "size", "signed_at", "signed_by"])
        act.note(cards=package.cards, digest=package.digest)
    return package


def submit_package(actor: Actor, package: Package, *, version: int, at: datetime) -> Package:
    """Hands it to the department. Raises Refused, Invalid, ChangedMeanwhile."""
    access.demand(actor, SUBMIT_PACKAGES, on=package)
    demand_step(package, "submit")
    changed = reportcards.no_longer_issued(
        [(one.code, one.card_version) for one in package.packed.all()], package.school_id
    )
    if changed:
        raise Invalid(
            _("Có %(count)s học bạ đã bị thu hồi hoặc sửa sau khi đóng gói. Hãy rút gói này và lập gói mới.")
            % {"count": len(changed)}
        )
    with audit.act(actor, "custody.package:submit", at=at, on=package):
        package.submitted_at = at
        _save(package, "submit", version, ["submitted_at"])
        events.publish(PackageSubmitted(package.pk, package.school_id))
    return package


def withdraw_package(actor: Actor, package: Package, *, reason: str, version: int, at: datetime) -> Package:
    """The school takes it back before the department has decided; its cards are free for another package."""
    access.demand(actor, SUBMIT_PACKAGES, on=package)
    demand_step(package, "withdraw")
    said = reason.strip()
    if not said:
        raise Invalid({"reason": _("Hãy ghi lý do rút gói.")})
    with audit.act(actor, "custody.package:withdraw", at=at, on=package, why=said):
        package.note, package.decided_at, package.decided_by = said[:300], at, actor.name[:150]
        _save(package, "withdraw", version, ["note", "decided_at", "decided_by"])
        PackedCard.objects.filter(package=package).update(is_held=False)
    return package


def download_package(actor: Actor, package: Package, *, at: datetime) -> BinaryIO:
    """The archive, logged as an export: children's data leaves. Raises Refused; Http404 before it is signed."""
    access.demand(actor, DOWNLOAD_PACKAGES, on=package)
    content = archive_of(package)
    audit.export(
        actor, "custody.package:export", at=at, rows=package.cards, unit_id=package.school_id,
        package=package.uid, digest=package.digest,
    )  # fmt: skip
    return content


def archive_of(package: Package) -> BinaryIO:
    """Raises Http404 where there is none yet."""
    stored = None if package.file_id is None else files.StoredFile.objects.filter(pk=package.file_id).first()
    if stored is None:
        raise Http404
    return files.content(stored)


def title_of(package: Package) -> str:
    return _("Gói học bạ số lớp %(name)s, năm học %(year)s") % {
        "name": package.class_group.name,
        "year": package.school_year.code,
    }


def _manifest(package: Package, packed: Sequence[PackedCard]) -> Manifest:
    return Manifest(
        uid=package.uid,
        kind=PackageKind.SUBMISSION,
        sender=Place(package.school.code, package.school.name),
        receiver=Place(package.receiver.code, package.receiver.name),
        year=package.school_year.code,
        class_name=package.class_group.name,
        made_at=package.made_at,
        entries=tuple(Entry(one.code, one.card_version, one.digest, one.learner) for one in packed),
    )


def _contents(package: Package, packed: Sequence[PackedCard]) -> Iterator[tuple[str, bytes]]:
    """Raises Invalid where a card was changed since it was chosen."""
    for one in packed:
        content = reportcards.issued_xml(one.code, one.card_version, package.school_id)
        if content is None or hashlib.sha256(content).hexdigest() != one.digest:
            raise Invalid(_("Học bạ %(code)s đã thay đổi sau khi đóng gói.") % {"code": one.code})
        yield Entry(one.code, one.card_version, one.digest, one.learner).file, content


def _keep(package: Package, stream: IO[bytes], manifest: bytes, at: datetime) -> None:
    size = stream.tell()
    stream.seek(0)
    # Kept as the platform's own file: whoever takes it out does so by `download_package`, which logs the export.
    stored = files.store(
        access.system(), stream, name=f"{package.uid}.zip", at=at, unit_id=package.school_id, purpose=PACKAGE
    )  # fmt: skip
    package.digest, package.file_id, package.size = hashlib.sha256(manifest).hexdigest(), stored.pk, size


def _department(school_id: int, at: datetime) -> Any:
    """The department above the school, by the professional line first."""
    for line in (Line.PROFESSIONAL, Line.MANAGING):
        for node in organisations.ancestors(school_id, on=clock.on(at), line=line):
            if node.kind == UnitKind.DEPARTMENT:
                return organisations.unit(access.system(), node.id)
    return None


def demand_step(package: Package, step: str) -> None:
    if package_step(PackageState(package.state), step) is None:
        raise Invalid(
            _("Gói đang ở trạng thái «%(state)s» nên không làm được bước này.")
            % {"state": package.get_state_display()}
        )


def _save(package: Package, step: str, version: int, fields: list[str]) -> None:
    state = package_step(PackageState(package.state), step)
    assert state is not None
    package.state = state
    package.save_checked(version, fields=["state", *fields])


def _one_at_a_time(class_id: int) -> None:
    """Two who pack the same class take turns until the end of the transaction."""
    PACKING.of(class_id).wait()
