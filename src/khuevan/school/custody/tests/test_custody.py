"""From issued cards to the department's store, and from one school to the next."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.kernel import access, clock, database, testing
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing.actors import ActingClient
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures
from khuevan.register.signing.models import Signature
from khuevan.school.custody import permissions, services
from khuevan.school.custody.models import Handover, KeptCard, Package, PackedCard
from khuevan.school.custody.rules import FaultKind, PackageState, Place
from khuevan.school.custody.tasks import follow_recalls
from khuevan.school.learners.models import Learner
from khuevan.school.reportcards import queries as reportcards
from khuevan.school.reportcards.events import CardRecalled
from khuevan.school.reportcards.models import Card, CardVersion
from khuevan.school.reportcards.queries.levels import level_paper
from khuevan.school.reportcards.services import generate_class, sign_waiting
from khuevan.school.reportcards.tests.builders import AT, certificate, closed_class

from .builders import ALL, class_below_an_office, with_permissions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(AT):
        yield


@pytest.fixture
def room(db: None) -> SimpleNamespace:
    """A class of two whose cards are issued; an officer above the school."""
    made = class_below_an_office()
    with database.acting(made.clerk):
        generate_class(made.clerk, made.group, at=AT)
    chain = ((made.hoa, "subject"), (made.binh, "subject"), (made.hoa, "homeroom"), (made.head, "head"))
    for actor, kind in (*chain, (made.clerk, "seal")):
        sign(made, actor, kind)
    return made


def sign(room: SimpleNamespace, actor: access.Actor, kind: str) -> None:
    mine = certificate(actor, seal=kind == "seal")
    if kind == "seal":
        room.seal = mine
    with database.acting(actor):
        done = sign_waiting(
            actor, [(room.group.pk, kind)], certificate=mine, at=AT, stamp=signing.stamp_source(AT),
            signer=signatures.software_signer(mine, at=AT),
        )  # fmt: skip
    assert done.signatures


def signer(room: SimpleNamespace) -> Any:
    return signatures.signer_of(room.seal, at=AT)


def submitted(room: SimpleNamespace) -> Package:
    with database.acting(room.clerk):
        package = services.make_package(room.clerk, room.group, at=AT)
        services.sign_package(
            room.clerk, package, certificate_id=room.seal.pk, signer=signer(room), version=package.version, at=AT
        )  # fmt: skip
        return services.submit_package(room.clerk, package, version=package.version, at=AT)


def content_of(room: SimpleNamespace, package: Package) -> bytes:
    with database.acting(room.clerk), services.download_package(room.clerk, package, at=AT) as stream:
        return stream.read()


def altered(content: bytes, change: Any) -> bytes:
    """The archive with its members as `change` gives them back from a dict."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members = change(dict(members))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, one in members.items():
            archive.writestr(name, one)
    return stream.getvalue()


def kinds(room: SimpleNamespace, content: bytes, **more: Any) -> list[FaultKind]:
    with database.acting(room.clerk):
        given = {"trust": signing.trust(AT), "seal_doubt": lambda code, seal: ""} | more
        return [one.kind for one in services.examine(io.BytesIO(content), at=AT, **given).faults]


def test_a_class_goes_into_the_store_of_the_department(room: SimpleNamespace) -> None:
    package = submitted(room)
    assert (package.state, package.cards, package.left_out) == (PackageState.SUBMITTED, 2, 0)
    with database.acting(room.officer):
        services.check_package(room.officer, package, version=package.version, at=AT)
        assert (package.state, package.faults) == (PackageState.CHECKED, [])
        services.accept_package(room.officer, package, version=package.version, at=AT)
        kept = list(KeptCard.objects.order_by("code"))
        digests = CardVersion.objects.filter(card__class_group=room.group).values_list("digest", flat=True)
        assert {one.digest for one in kept} == set(digests)
        assert Signature.objects.filter(kind="card-package").count() == 1
    assert [(one.state, one.package_id, one.school_id) for one in kept] == [
        ("current", package.pk, room.here)
    ] * 2


def test_a_card_goes_into_one_package_until_it_comes_back(room: SimpleNamespace) -> None:
    package = submitted(room)
    with database.acting(room.clerk), pytest.raises(Invalid, match="chưa nằm trong gói khác"):
        services.make_package(room.clerk, room.group, at=AT)
    with database.acting(room.officer):
        services.send_back(room.officer, package, reason="Sai lớp", version=package.version, at=AT)
    with database.acting(room.clerk):
        again = services.make_package(room.clerk, room.group, at=AT)
        assert again.cards == 2
        assert PackedCard.objects.filter(is_held=True, package=again).count() == 2
    assert (package.state, package.note) == (PackageState.SENT_BACK, "Sai lớp")


def test_a_card_recalled_meanwhile_is_named(room: SimpleNamespace) -> None:
    package = submitted(room)
    with database.acting(access.system()):
        gone = Card.objects.filter(class_group=room.group).order_by("code")[0]
        Card.objects.filter(pk=gone.pk).update(state="recalled")
    with database.acting(room.officer):
        services.check_package(room.officer, package, version=package.version, at=AT)
    assert package.state == PackageState.SUBMITTED
    assert [(one["kind"], one["detail"]) for one in package.faults] == [("recalled", gone.full_name)]


def test_nobody_decides_without_the_right_or_from_another_state(room: SimpleNamespace) -> None:
    package = submitted(room)
    watcher = testing.actor(permissions.VIEW_PACKAGES, permissions.CHECK_PACKAGES, units=[room.here])
    with database.acting(watcher):
        services.check_package(watcher, package, version=package.version, at=AT)
        with pytest.raises(access.Refused):
            services.accept_package(watcher, package, version=package.version, at=AT)
    with database.acting(room.officer), pytest.raises(Invalid, match="không làm được bước này"):
        services.accept_package(room.officer, Package(school_id=room.here, state="made"), version=1, at=AT)
    with database.acting(room.hoa), pytest.raises(access.Refused):
        services.withdraw_package(room.hoa, package, reason="x", version=package.version, at=AT)


def swap(members: dict[str, bytes]) -> dict[str, bytes]:
    first, second = [name for name in members if name != "goi.xml"]
    return {**members, first: members[second], second: members[first]}


def drop(members: dict[str, bytes]) -> dict[str, bytes]:
    members.pop([name for name in members if name != "goi.xml"][0])
    return members


def add(members: dict[str, bytes]) -> dict[str, bytes]:
    return {**members, "hoc-ba/HB-9.xml": b"<x/>"}


def bend_a_card(members: dict[str, bytes]) -> dict[str, bytes]:
    name = [name for name in members if name != "goi.xml"][0]
    return {**members, name: members[name].replace(b">8.0<", b">9.0<", 1)}


def bend_manifest(members: dict[str, bytes]) -> dict[str, bytes]:
    return {**members, "goi.xml": members["goi.xml"].replace(b"<LOP>6A1</LOP>", b"<LOP>6A2</LOP>", 1)}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (swap, [FaultKind.ALTERED, FaultKind.ALTERED]),
        (drop, [FaultKind.MISSING]),
        (add, [FaultKind.SURPLUS]),
        (bend_a_card, [FaultKind.ALTERED]),
        (bend_manifest, [FaultKind.MANIFEST]),
    ],
)
def test_what_was_done_to_a_package_is_named(
    room: SimpleNamespace, change: Any, found: list[FaultKind]
) -> None:
    content = content_of(room, submitted(room))
    assert kinds(room, content) == []
    assert kinds(room, altered(content, change)) == found
    assert kinds(room, content, seal_doubt=lambda code, seal: code) == [FaultKind.OTHER_SENDER]
    assert (
        kinds(room, content, expected=lambda code, version: {"head": {"0" * 64}})
        == [FaultKind.OTHER_SIGNER] * 2
    )


def test_a_card_that_is_there_twice_is_named(room: SimpleNamespace) -> None:
    """The second of one name would be read in place of the first, by one program or by another."""
    package = submitted(room)
    stream = io.BytesIO(content_of(room, package))
    with zipfile.ZipFile(stream, "a") as archive:
        name = next(one for one in archive.namelist() if one != "goi.xml")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(name, b"<x/>")
    with database.acting(room.clerk):
        found = services.examine(stream, at=AT, trust=signing.trust(AT), seal_doubt=lambda code, seal: "")
    assert [(one.kind, one.file) for one in found.faults] == [(FaultKind.MANIFEST, name)]
    assert found.faults[0].detail == f"Gói có hai tệp cùng tên. {name}"


def sealed(room: SimpleNamespace, learner: str) -> Handover:
    with database.acting(room.clerk):
        return services.seal_cards(
            room.clerk, school_id=room.here, learner=learner, other=Place("", "Trường Đích"),
            certificate_id=room.seal.pk, signer=signer(room), at=AT,
        )  # fmt: skip


def learner_of(room: SimpleNamespace) -> str:
    return numbers(room)[0]


def numbers(room: SimpleNamespace) -> list[str]:
    """Of the learners whose cards are in a package that was submitted."""
    package = submitted(room)
    with database.acting(room.clerk):
        return list(package.packed.order_by("code").values_list("learner", flat=True))


def the(model: Any) -> Any:
    """The only row there is."""
    with database.acting(access.system()):
        return model.objects.get()


def test_cards_travel_with_a_child_and_both_schools_can_prove_it(room: SimpleNamespace) -> None:
    sent = sealed(room, learner_of(room))
    with database.acting(room.clerk), services.download_handover(room.clerk, sent, at=AT) as stream:
        content = stream.read()
    other = closed_class(learners=1)
    there = with_permissions(other.clerk, permissions.HAND_OVER)
    seal = certificate(there, seal=True)
    with database.acting(there):
        held = services.hold_cards(there, school_id=other.here, content=content, name="x.zip", at=AT)
        assert (held.state, held.cards, held.other_name) == ("held", 1, "Trường Lê Lợi")
        with pytest.raises(Invalid, match="đã nhận hồ sơ này"):
            services.hold_cards(there, school_id=other.here, content=content, name="x.zip", at=AT)
        services.countersign(
            there, held, certificate_id=seal.pk, version=held.version, at=AT,
            signer=signer(SimpleNamespace(seal=seal)),
        )  # fmt: skip
        receipt = bytes(held.receipt or b"")
        assert KeptCard.objects.filter(school_id=other.here, handover=held, state="current").count() == 1
    with database.acting(room.clerk):
        for wrong in (receipt.replace(b'SoLuong="1"', b'SoLuong="2"'), b"x"):
            with pytest.raises(Invalid) as refused:
                services.prove_handover(room.clerk, sent, wrong, version=sent.version, at=AT)
            assert refused.value.errors["file"]
        services.prove_handover(room.clerk, sent, receipt, version=sent.version, at=AT)
    assert (sent.state, bytes(sent.receipt or b"")) == ("proven", receipt)
    assert "Trường Lê Lợi" in sent.note
    # What came with the child is a year of the card of the level there.
    with database.acting(access.system()):
        Learner.objects.filter(pk=room.people[0].learner_id).update(code="")
        Learner.objects.filter(pk=other.people[0].learner_id).update(code=sent.learner)
    with database.acting(there):
        generate_class(there, other.group, at=AT)
        card = Card.objects.get(class_group=other.group)
        years = reportcards.level_of(there, card).years
        assert [(one.version, one.content.holder.number) for one in years] == [(None, sent.learner)]
        assert level_paper(reportcards.level_of(there, card), at=AT).startswith(b"%PDF-")


def test_what_is_not_taken_over_counts_no_more_and_may_come_again(room: SimpleNamespace) -> None:
    learner = learner_of(room)
    other = closed_class(learners=1)
    there = with_permissions(other.clerk, permissions.HAND_OVER, permissions.VIEW_PACKAGES)

    def held() -> Handover:
        with (
            database.acting(room.clerk),
            services.download_handover(room.clerk, sealed(room, learner), at=AT) as stream,
        ):
            content = stream.read()
        with database.acting(there):
            return services.hold_cards(there, school_id=other.here, content=content, name="x.zip", at=AT)

    def kept() -> list[tuple[int, str]]:
        with database.acting(access.system()):
            rows = KeptCard.objects.filter(school_id=other.here).order_by("pk")
            return list(rows.values_list("card_version", "state"))

    first = held()
    with database.acting(there):
        services.refuse_handover(there, first, reason="Không nhập học", version=first.version, at=AT)
    assert kept() == [(1, "refused")]
    again = held()
    assert kept() == [(1, "refused"), (1, "current")]
    with database.acting(access.system()):  # an earlier version that was there before
        older = KeptCard.objects.get(handover=again)
        older.pk, older.card_version, older.state, older.handover = None, 0, "replaced", first
        older.save()
    with database.acting(there):
        services.refuse_handover(there, again, reason="Không nhập học", version=again.version, at=AT)
    assert kept() == [(1, "refused"), (1, "refused"), (0, "current")]
    assert "Không tiếp nhận" in ActingClient(there).get("/custody/store/?state=refused").content.decode()


def test_a_recall_reaches_every_store(room: SimpleNamespace) -> None:
    package = submitted(room)
    with database.acting(room.officer):
        services.check_package(room.officer, package, version=package.version, at=AT)
        services.accept_package(room.officer, package, version=package.version, at=AT)
    with database.acting(access.system()):
        card = Card.objects.filter(class_group=room.group).order_by("code")[0]
        follow_recalls(CardRecalled(card.pk, card.school_id, card.number, "Cấp nhầm"))
        states = dict(KeptCard.objects.values_list("code", "state"))
    assert sorted(states.values()) == ["current", "recalled"]
    assert states[card.code] == "recalled"


def test_a_receipt_for_another_child_proves_nothing(room: SimpleNamespace) -> None:
    first, second = (sealed(room, number) for number in numbers(room))
    other = closed_class(learners=1)
    there = with_permissions(other.clerk, permissions.HAND_OVER)
    seal = certificate(there, seal=True)
    with database.acting(room.clerk), services.download_handover(room.clerk, first, at=AT) as stream:
        content = stream.read()
    with database.acting(there):
        held = services.hold_cards(there, school_id=other.here, content=content, name="x.zip", at=AT)
        services.countersign(
            there, held, certificate_id=seal.pk, version=held.version, at=AT,
            signer=signer(SimpleNamespace(seal=seal)),
        )  # fmt: skip
    with database.acting(room.clerk), pytest.raises(Invalid, match="niêm phong khác"):
        services.prove_handover(room.clerk, second, bytes(held.receipt or b""), version=second.version, at=AT)


def test_a_package_for_the_department_is_no_handover(room: SimpleNamespace) -> None:
    content = content_of(room, submitted(room))
    with database.acting(room.clerk), pytest.raises(services.NotTaken) as refused:
        services.hold_cards(room.clerk, school_id=room.here, content=content, name="x.zip", at=AT)
    assert {one.kind for one in refused.value.found.faults} == {FaultKind.MANIFEST, FaultKind.OTHER_LEARNER}


def test_a_program_takes_a_package_from_the_class_to_the_store(room: SimpleNamespace) -> None:
    clerk, officer = ActingClient(room.clerk), ActingClient(room.officer)
    at = "/api/v1/custody"

    def post(client: ActingClient, path: str, **body: Any) -> Any:
        return client.post(f"{at}/{path}", json.dumps(body), content_type="application/json")

    made = post(clerk, "packages", class_group=room.group.pk).json()
    assert (made["state"], made["cards"]) == ("made", 2)
    assert post(clerk, "packages", class_group=room.group.pk).status_code == 422, "every card is in a package"
    assert clerk.get(f"{at}/packages/{made['id']}/archive").status_code == 404, "not signed yet"
    package = the(Package)
    with database.acting(room.clerk):
        services.sign_package(
            room.clerk, package, certificate_id=room.seal.pk, signer=signer(room), version=package.version, at=AT
        )  # fmt: skip
    own = f"packages/{made['id']}"
    assert post(clerk, f"{own}/submit", version=99).status_code == 409
    assert post(clerk, f"{own}/submit", version=package.version).json()["state"] == "submitted"
    assert post(clerk, f"{own}/withdraw", version=0, reason=" ").status_code == 422
    assert ActingClient(room.hoa).get(f"{at}/packages").status_code == 403
    stranger = ActingClient(testing.actor(*ALL, units=[]))
    assert stranger.get(f"{at}/{own}").status_code == 404
    checked = post(officer, f"{own}/check", version=the(Package).version).json()
    assert (checked["state"], checked["faults"]) == ("checked", [])
    assert post(officer, f"{own}/accept", version=checked["version"]).json()["state"] == "accepted"
    assert [one["state"] for one in officer.get(f"{at}/packages?state=accepted").json()] == ["accepted"]
    kept = officer.get(f"{at}/store?size=1").json()
    assert len(officer.get(f"{at}/store?before={kept[0]['id']}").json()) == 1
    assert officer.get(f"{at}/store?text=%00").json() == []
    assert officer.get(f"{at}/handovers").status_code == 403
    assert clerk.get(f"{at}/handovers").json() == []


def test_pages(room: SimpleNamespace) -> None:
    client = ActingClient(room.clerk)
    assert "6A1" in client.get("/custody/make/").content.decode()
    answer = client.post("/custody/make/", {"class_id": room.group.pk})
    assert answer.status_code == 302
    package = the(Package)
    sign_page = f"/custody/{package.pk}/sign/"
    assert "Con dấu" in client.get(sign_page).content.decode()
    assert client.post(sign_page, {"version": 99, "certificate": room.seal.pk}).status_code == 422
    assert (
        client.post(sign_page, {"version": package.version, "certificate": room.seal.pk}).status_code == 302
    )
    package = the(Package)
    assert client.post(f"/custody/{package.pk}/submit/", {"version": package.version}).status_code == 302
    officer = ActingClient(room.officer)
    package = the(Package)
    assert officer.post(f"/custody/{package.pk}/check/", {"version": package.version}).status_code == 302
    page = officer.get(f"/custody/{package.pk}/").content.decode()
    assert "Nhận vào kho" in page
    assert "Rút gói" not in page
    package = the(Package)
    assert officer.post(f"/custody/{package.pk}/accept/", {"version": package.version}).status_code == 302
    assert "Trường Lê Lợi" in officer.get("/custody/store/").content.decode()
    assert officer.get(f"/custody/{package.pk}/sign/").status_code == 403
    with database.acting(access.system()):
        learner = KeptCard.objects.order_by("code")[0].learner
    answer = client.post(
        "/custody/handovers/seal/",
        {"learner": learner, "other_name": "Trường B", "other_code": "../x", "certificate": room.seal.pk},
    )
    assert answer.status_code == 422
    assert "Mã trường chỉ gồm" in answer.content.decode()
    answer = client.post(
        "/custody/handovers/seal/",
        {"learner": learner, "other_name": "Trường B", "certificate": room.seal.pk},
    )
    assert answer.status_code == 302
    handover = the(Handover)
    assert client.get(f"/custody/handovers/{handover.pk}/receipt/").status_code == 404
    content = b"".join(client.get(f"/custody/handovers/{handover.pk}/download/").streaming_content)  # type: ignore[attr-defined]
    bent = SimpleUploadedFile("a.zip", altered(content, bend_a_card))
    answer = client.post("/custody/handovers/receive/", {"file": bent})
    assert answer.status_code == 422
    assert "khác với mã băm" in answer.content.decode()
    answer = client.post("/custody/handovers/receive/", {"file": SimpleUploadedFile("a.zip", b"nonsense")})
    assert answer.status_code == 422
    assert "không phải gói học bạ" in answer.content.decode()
