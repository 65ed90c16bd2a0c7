"""Whose seal it is: what a forger with a good certificate of somebody else's gets."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from khuevan.kernel import access, database
from khuevan.kernel.records import Invalid
from khuevan.register.signing import queries as signing
from khuevan.register.signing.models import KnownSeal
from khuevan.school.custody import permissions, services
from khuevan.school.custody.formats import (
    open_archive,
    read_manifest,
    write_archive,
    write_manifest,
    write_receipt,
)
from khuevan.school.custody.models import Handover
from khuevan.school.custody.offline import archive
from khuevan.school.custody.rules import FaultKind, Manifest, Place, Receipt
from khuevan.school.custody.services.sealing import sealed
from khuevan.school.reportcards.tests.builders import AT, certificate, closed_class

from .test_custody import altered, bend_a_card, learner_of, room, signer, today, with_permissions

__all__ = ["room", "today"]
pytestmark = pytest.mark.django_db


def test_a_seal_of_somebody_else_opens_nothing(room: SimpleNamespace, tmp_path: Path) -> None:
    """The same authority, names as one likes: only the code in the certificate counts, in both directions."""
    other, third = school(), school()
    sent = sent_to(room, Place(other.code, "Trường Đích"))
    content = content_of(room, sent)
    manifest = read_manifest(open_archive(io.BytesIO(content)).manifest())

    claimed = refused(other, resealed(third, content, manifest))
    assert claimed == {FaultKind.OTHER_SENDER}
    nameless = refused(other, resealed(third, content, replace(manifest, sender=Place("", "Trường Lê Lợi"))))
    assert nameless == {FaultKind.OTHER_SENDER}
    assert refused(third, content) == {FaultKind.OTHER_RECEIVER}

    held = hold(other, content)
    receipt = Receipt(
        held.uid, held.digest, manifest.sender, Place(other.code, "Trường Đích"), AT, held.cards
    )
    strange = signed_by(other, replace(receipt, digest="0" * 64))
    for false, words in (
        (signed_by(third, receipt), "không phải con dấu của đơn vị mã"),
        (
            signed_by(third, replace(receipt, receiver=Place(third.code, "Trường Đích"))),
            "không phải của trường nhận",
        ),
        (strange, "niêm phong khác"),
    ):
        with database.acting(room.clerk), pytest.raises(Invalid) as no:
            services.prove_handover(room.clerk, sent, false, version=sent.version, at=AT)
        assert words in no.value.errors["file"]
    with database.acting(room.clerk):
        services.prove_handover(room.clerk, sent, signed_by(other, receipt), version=sent.version, at=AT)
    assert sent.state == "proven"
    assert "MST:" in sent.note
    assert offline(tmp_path, content, bytes(sent.receipt or b"")) == 0
    assert offline(tmp_path, content, strange) == 1
    assert offline(tmp_path, altered(content, bend_a_card), bytes(sent.receipt or b"")) == 1
    assert offline(tmp_path, altered(content, without_answers), bytes(sent.receipt or b"")) == 2, "undecided"


def test_a_school_of_elsewhere_is_known_by_what_the_administrators_wrote_down(room: SimpleNamespace) -> None:
    """As if the sender were not of this installation: nothing registered under its code here."""
    other = school()
    content = content_of(room, sent_to(room, Place(other.code, "Trường Đích")))
    with database.acting(access.system()):
        type(room.seal).objects.filter(unit_id=room.here).update(is_seal=False)
        seals = signing.verify(
            open_archive(io.BytesIO(content)).manifest(), signing.trust(AT), at=AT
        ).signatures
        code = read_manifest(open_archive(io.BytesIO(content)).manifest()).sender.code
    assert refused(other, content) == {FaultKind.OTHER_SENDER, FaultKind.OTHER_SEAL}
    with database.acting(access.system()):
        KnownSeal.objects.create(
            school_code=code, school_name="Trường Lê Lợi", identifier=seals[0].identifier, source="Công văn",
            valid_from=AT.date(), added_at=AT, added_by="Quản trị",
        )  # fmt: skip
    assert hold(other, content).state == "held"


def school() -> SimpleNamespace:
    made = closed_class(learners=1)
    clerk = with_permissions(made.clerk, permissions.HAND_OVER)
    with database.acting(access.system()):
        code = type(made.group).objects.select_related("school").get(pk=made.group.pk).school.code
    return SimpleNamespace(here=made.here, clerk=clerk, seal=certificate(clerk, seal=True), code=code)


def sent_to(room: SimpleNamespace, place: Place) -> Handover:
    learner = learner_of(room)
    with database.acting(room.clerk):
        return services.seal_cards(
            room.clerk, school_id=room.here, learner=learner, other=place, certificate_id=room.seal.pk,
            signer=signer(room), at=AT,
        )  # fmt: skip


def content_of(room: SimpleNamespace, sent: Handover) -> bytes:
    with database.acting(room.clerk), services.download_handover(room.clerk, sent, at=AT) as stream:
        return stream.read()


def put(who: SimpleNamespace, content: bytes, root: str) -> bytes:
    with database.acting(who.clerk):
        return sealed(who.clerk, content, root, seal=who.seal, signer=signer(who), title="x", at=AT)


def signed_by(who: SimpleNamespace, receipt: Receipt) -> bytes:
    return put(who, write_receipt(receipt), "BIEN_NHAN_HOC_BA")


def resealed(who: SimpleNamespace, content: bytes, manifest: Manifest) -> bytes:
    """The archive with another manifest, sealed by `who`."""
    old, stream = open_archive(io.BytesIO(content)), io.BytesIO()
    write_archive(stream, put(who, write_manifest(manifest), "GOI_HOC_BA"), list(old.cards()), old.answers())
    return stream.getvalue()


def without_answers(members: dict[str, bytes]) -> dict[str, bytes]:
    """Nobody can say any more whether the certificates were revoked."""
    return {name: one for name, one in members.items() if not name.startswith("tinh-trang/")}


def offline(folder: Path, content: bytes, receipt: bytes) -> int:
    """What the single file says, which knows neither this platform nor anybody to ask."""
    own = signing.authority(AT)
    assert own is not None
    for name, one in (
        ("x.zip", content),
        ("r.xml", receipt),
        ("root.pem", own.root.public_bytes(Encoding.PEM)),
    ):
        (folder / name).write_bytes(one)
    return archive.run([str(folder / "x.zip"), str(folder / "r.xml"), "--trust", str(folder / "root.pem")])


def hold(who: SimpleNamespace, content: bytes) -> Handover:
    with database.acting(who.clerk):
        return services.hold_cards(who.clerk, school_id=who.here, content=content, name="x.zip", at=AT)


def refused(who: SimpleNamespace, content: bytes) -> set[FaultKind]:
    with pytest.raises(services.NotTaken) as no:
        hold(who, content)
    return {one.kind for one in no.value.found.faults}
