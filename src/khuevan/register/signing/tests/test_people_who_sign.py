"""Certificates, the log, stand-ins: services and pages, on the real database as the application's role."""

from __future__ import annotations

import base64
import json
from datetime import date, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.kernel import access, clock, database
from khuevan.kernel.records.errors import Invalid
from khuevan.kernel.testing import actor
from khuevan.kernel.testing.actors import ActingClient
from khuevan.kernel.testing.queries import assert_queries
from khuevan.register.accounts.tests import builders as accounts
from khuevan.register.people.tests import builders as people
from khuevan.register.signing import permissions, queries, services
from khuevan.register.signing.models import Certificate, Signature, StandIn
from khuevan.register.signing.rules import Posting, Stead, standing_of
from khuevan.register.signing.signers import SoftwareSigner

from . import builders

pytestmark = pytest.mark.django_db
LOG_QUERIES = 6
ALL = (
    permissions.REGISTER_CERTIFICATE,
    permissions.VERIFY_FILES,
    permissions.VIEW_SIGNATURES,
    permissions.NAME_STAND_IN,
    permissions.KEEP_SEAL,
)


def own(name: str = "Nguyễn Văn An", *granted: access.Permission, unit: int | None = None) -> access.Actor:
    """Somebody who works at a school, with the permissions there."""
    unit = unit or people.unit(f"S{name}")
    one = people.person(unit, name, kind="staff", born=None)
    account = accounts.make_account(unit, name=name)
    made = actor(*(granted or ALL), units=[unit], account_id=account.pk)
    return access.Actor(**{**_fields(made), "person_id": one.pk, "home_unit_id": unit, "name": name})


def _fields(one: access.Actor) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def certificate_file(name: str = "Nguyễn Văn An", **more: Any) -> bytes:
    authority = queries.authority(clock.now())
    assert authority is not None
    made = authority.issue(name, at=clock.now(), kind="ec", **more)
    return bytes(made.certificate.public_bytes(Encoding.PEM))


def test_a_certificate_is_registered_with_what_its_issuer_says() -> None:
    me = own()
    with database.acting(me):
        made = services.register_certificate(me, content=certificate_file(), means="token", at=clock.now())
        assert (made.status, made.is_test, made.is_seal, made.means) == ("good", True, False, "token")
        loaded, chain = services.chain_of(Certificate.objects.get(pk=made.pk))
        assert loaded.serial_number == int(made.serial, 16)
        assert len(chain) == 1
        assert queries.fingerprints_of([me.person_id or 0], made.unit_id) == {
            me.person_id: {made.fingerprint}
        }
        services.retire_certificate(me, made, reason="mất thiết bị", at=clock.now())
        assert queries.usable_certificates(me.person_id or 0, made.unit_id, clock.now()) == []
        with pytest.raises(Invalid, match="đã ngừng"):
            services.retire_certificate(me, made, reason="x", at=clock.now())


def revoked() -> bytes:
    authority = queries.authority(clock.now())
    assert authority is not None
    made = authority.issue("Nguyễn Văn An", at=clock.now(), kind="ec").certificate
    authority.revoke(made.serial_number, at=clock.now() - timedelta(minutes=5))
    return bytes(made.public_bytes(Encoding.PEM))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (lambda: b"x", "không phải chứng thư"),
        (lambda: certificate_file("Người Khác"), "khác tên"),
        (lambda: certificate_file(begin=clock.now() - timedelta(days=9), days=3), "hết hạn"),
        (revoked, "thu hồi"),
        (lambda: builders.issued().certificate.public_bytes(Encoding.PEM), "không được tin cậy"),
        (lambda: builders.authority().root.public_bytes(Encoding.DER), "của nơi cấp"),
    ],
)
def test_a_certificate_that_will_not_do_is_refused_in_words(content: Any, says: str) -> None:
    me = own()
    with database.acting(me), pytest.raises(Invalid, match=says):
        services.register_certificate(me, content=content(), means="token", at=clock.now())


def test_the_same_certificate_is_registered_once_and_anothers_name_can_be_confirmed() -> None:
    me, content = own(), certificate_file("Tên Cũ")
    with database.acting(me):
        services.register_certificate(
            me, content=content, means="desk", at=clock.now(), name_is_confirmed=True
        )
        with pytest.raises(Invalid, match="đã được đăng ký"):
            services.register_certificate(
                me, content=content, means="desk", at=clock.now(), name_is_confirmed=True
            )


def signed(**more: Any) -> services.Signed:
    return services.Signed("test.card", "Học bạ của Bé", "0" * 64, "XAdES-B-T", **more)


def test_a_signature_is_written_down_with_the_capacity_of_that_day() -> None:
    me = own()
    with database.acting(me):
        made = services.issue_test_certificate(me, seal=False, at=clock.now())
        batch = services.record_signatures(
            me, certificate=made, signed=[signed(), signed(slot="2")], at=clock.now()
        )
        rows = list(Signature.objects.filter(batch=batch))
        assert len(rows) == 2
        assert {row.capacity for row in rows} == {"Nhà giáo, nhân viên"}
        assert queries.signatures_of_digest("0" * 64)
        signer = services.software_signer(made, at=clock.now())
        assert services.sign_pdf(
            signer, [services.PdfOrder(builders.printed(), services.Words())], at=clock.now(), stamp=None
        )[0].content


def test_nobody_signs_with_anothers_certificate_nor_without_a_posting() -> None:
    me, other = own(), own("Trần B")
    with database.acting(me):
        made = services.issue_test_certificate(me, seal=False, at=clock.now())
    with database.acting(other), pytest.raises(access.Refused, match="chính mình"):
        services.record_signatures(other, certificate=made, signed=[signed()], at=clock.now())
    elsewhere = people.unit("nowhere")
    stranger = access.Actor(**{**_fields(me), "home_unit_id": elsewhere})
    with database.acting(me), pytest.raises(access.Refused, match="không công tác"):
        services.demand_standing(stranger, unit_id=elsewhere, at=clock.now())
    with database.acting(me), pytest.raises(access.Refused, match="không được cử"):
        services.record_signatures(
            me, certificate=made, signed=[signed(in_stead_of=other.person_id)], at=clock.now()
        )


def test_a_head_names_a_stand_in_who_then_signs_for_the_absent_teacher() -> None:
    head = own("Hiệu Trưởng Hà")
    unit = head.home_unit_id or 0
    absent, deputy = own("Vắng Mặt", unit=unit), own("Thay Thế", unit=unit)
    today = clock.today()
    order: dict[str, Any] = {
        "unit_id": unit, "absent_id": absent.person_id, "person_id": deputy.person_id, "valid_from": today,
        "valid_until": today + timedelta(days=30), "reason": "nghỉ thai sản", "at": clock.now(),
    }  # fmt: skip
    with database.acting(head):
        act = services.name_stand_in(head, **order)
        for wrong, says in (
            ({}, "đã được cử"),
            ({"valid_until": today}, "sau ngày bắt đầu"),
            ({"valid_from": today - timedelta(days=1)}, "đã qua"),
            ({"valid_until": today + timedelta(days=999)}, "một năm"),
            ({"person_id": absent.person_id}, "người khác"),
            ({"person_id": 2**31 - 1}, "đang công tác"),
            ({"reason": " "}, "lý do"),
        ):
            with pytest.raises(Invalid, match=says):
                services.name_stand_in(head, **{**order, **wrong})
    with database.acting(deputy):
        made = services.issue_test_certificate(deputy, seal=False, at=clock.now())
        services.record_signatures(
            deputy, certificate=made, signed=[signed(in_stead_of=absent.person_id)], at=clock.now()
        )
        row = Signature.objects.get()
        assert row.stand_in_id == act.pk
        assert "ký thay Vắng Mặt" in row.capacity
    with database.acting(head):
        services.end_stand_in(head, StandIn.objects.get(pk=act.pk), reason="đã đi làm lại", at=clock.now())
    with database.acting(deputy), pytest.raises(access.Refused):
        services.demand_standing(deputy, unit_id=unit, at=clock.now(), in_stead_of=absent.person_id)


def test_another_schools_certificates_signatures_and_acts_are_not_to_be_seen() -> None:
    me, other = own(), own("Trần B")
    with database.acting(me):
        made = services.issue_test_certificate(me, seal=False, at=clock.now())
        services.record_signatures(me, certificate=made, signed=[signed()], at=clock.now())
    with database.acting(other):
        assert not Certificate.objects.exists()
        assert not Signature.objects.exists()
        assert not queries.signatures(other).exists()


def test_a_teacher_gets_no_seal() -> None:
    me = own("Giáo Viên", permissions.REGISTER_CERTIFICATE)
    with database.acting(me), pytest.raises(access.Refused):
        services.issue_test_certificate(me, seal=True, at=clock.now())
    with database.acting(me), pytest.raises(access.Refused):
        services.register_certificate(
            me, content=certificate_file("Trường", uid="MST:1"), means="token", at=clock.now()
        )


D = date(2026, 11, 26)
CASES = [
    ([Posting("GV", date(2026, 9, 1))], [], ("GV",), 0),
    ([Posting("GV", date(2026, 9, 1), D)], [], (), 0),
    ([Posting("GV", date(2026, 12, 1))], [], (), 0),
    ([Posting("GV", D)], [Stead(1, 7, "A", D, date(2026, 12, 1))], ("GV",), 1),
    ([Posting("GV", D)], [Stead(1, 7, "A", date(2026, 11, 1), D)], ("GV",), 0),
    ([Posting("GV", D)], [Stead(1, 7, "A", D, date(2026, 12, 1), is_ended=True)], ("GV",), 0),
]


@pytest.mark.parametrize(("postings", "steads", "own_titles", "count"), CASES)
def test_who_may_sign(postings: Any, steads: Any, own_titles: Any, count: int) -> None:
    found = standing_of(postings, steads, on=D)
    assert (found.own, len(found.for_others), found.may_sign) == (own_titles, count, bool(own_titles))


def test_pages_from_certificate_to_verified_file() -> None:
    client = ActingClient(own())
    assert client.get("/signing/certificates").status_code == 200
    assert client.post("/signing/certificates/test").status_code == 302
    assert client.post("/signing/certificates/test", {"seal": "1"}).status_code == 302
    sent = {
        "file": SimpleUploadedFile("chung-thu.cer", certificate_file()),
        "means": "token",
        "place": "VGCA",
    }
    assert client.post("/signing/certificates/register", sent).status_code == 302
    with database.acting(access.system()):
        chosen = Certificate.objects.get(means="software", is_seal=False)
    sent = {
        "file": SimpleUploadedFile("quyet-dinh.pdf", builders.printed()),
        "certificate": str(chosen.pk),
        "reason": "Đã duyệt",
    }
    assert client.post("/signing/sign", sent).status_code == 302
    with database.acting(access.system()):
        made = Signature.objects.get()
    content = b"".join(client.get(f"/signing/sign/{made.pk}/file"))
    said = client.post("/signing/verify", {"file": SimpleUploadedFile("a.pdf", content)}).content.decode()
    assert "Hợp lệ" in said
    assert "PAdES-B-T" in said
    assert "nhật ký ký số" in said
    changed = content.replace(b"/Type", b"/Typf", 1)
    said = client.post("/signing/verify", {"file": SimpleUploadedFile("a.pdf", changed)}).content.decode()
    assert "đã bị sửa sau khi ký" in said
    answer = client.post("/api/v1/signing/verify", {"file": SimpleUploadedFile("a.pdf", content)})
    assert answer.json()["outcome"] == "valid"
    assert len(client.get("/api/v1/signing/signatures").json()) == 1
    assert len(client.get("/api/v1/signing/certificates").json()) == 3
    assert "quyet-dinh.pdf" in client.get("/signing/log").content.decode()
    assert client.post(f"/signing/certificates/{chosen.pk}/retire", {"reason": "thử xong"}).status_code == 302
    assert client.get(f"/signing/certificates/{2**40}/retire").status_code == 404
    assert client.get(f"/signing/sign/{2**40}/file").status_code == 404


def test_a_program_on_the_users_computer_signs_over_the_page() -> None:
    """The list of digests is downloaded, the answer is uploaded; a wrong answer changes nothing."""
    me = own()
    client = ActingClient(me)
    made = queries.authority(clock.now()).issue("Nguyễn Văn An", at=clock.now(), kind="ec")  # type: ignore[union-attr]
    sent: dict[str, Any] = {
        "means": "desk",
        "file": SimpleUploadedFile("a.cer", made.certificate.public_bytes(Encoding.PEM)),
    }
    assert client.post("/signing/certificates/register", sent).status_code == 302
    with database.acting(access.system()):
        chosen = Certificate.objects.get()
    sent = {"file": SimpleUploadedFile("giay-khen.pdf", builders.printed()), "certificate": str(chosen.pk)}
    where = client.post("/signing/sign", sent)["Location"]
    listed = json.loads(client.get(f"{where}/list").content)
    assert listed == json.loads(client.get(f"{where}/list").content)
    assert listed["certificate"] == chosen.fingerprint
    digest = base64.b64decode(listed["items"][0]["hash"])

    def answered(signed_digest: bytes) -> dict[str, Any]:
        value = SoftwareSigner(made.pair.key, made.certificate).sign([signed_digest]).values[0]
        answer = {
            "certificate": base64.b64encode(made.certificate.public_bytes(Encoding.DER)).decode(),
            "items": [{"hash": listed["items"][0]["hash"], "signature": base64.b64encode(value).decode()}],
        }
        return {"file": SimpleUploadedFile("answer.json", json.dumps(answer).encode())}

    assert client.post(where, answered(bytes(32))).status_code == 422
    assert client.post(where, {"file": SimpleUploadedFile("x.json", b"{}")}).status_code == 422
    assert client.post(where, answered(digest)).status_code == 302
    with database.acting(access.system()):
        row = Signature.objects.get()
    report = queries.verify(
        b"".join(client.get(f"/signing/sign/{row.pk}/file")), queries.trust(clock.now()), at=clock.now()
    )
    assert report.outcome == "valid"
    assert client.post(where, answered(digest)).status_code == 422
    assert ActingClient(own("Trần B")).get(where).status_code == 404


def test_pages_of_stand_ins() -> None:
    head = own("Hiệu Trưởng Hà")
    client, unit = ActingClient(head), head.home_unit_id or 0
    absent, deputy = (people.person(unit, name, kind="staff", born=None) for name in ("Vắng Mặt", "Thay Thế"))
    today = clock.today()
    sent = {"absent": absent.pk, "person": deputy.pk, "valid_from": f"{today:%d/%m/%Y}",
            "valid_until": f"{today + timedelta(days=9):%d/%m/%Y}", "reason": "ốm"}  # fmt: skip
    assert client.get("/signing/stand-ins/name").status_code == 200
    assert client.post("/signing/stand-ins/name", {**sent, "person": absent.pk}).status_code == 422
    assert client.post("/signing/stand-ins/name", sent).status_code == 302
    assert "Thay Thế" in client.get("/signing/stand-ins").content.decode()
    with database.acting(access.system()):
        act = StandIn.objects.get()
    assert client.post(f"/signing/stand-ins/{act.pk}/end", {"reason": "khỏi"}).status_code == 302


def test_the_log_asks_the_same_few_queries_however_long_it_is() -> None:
    me = own()
    client = ActingClient(me)
    with database.acting(me):
        made = services.issue_test_certificate(me, seal=False, at=clock.now())
        services.record_signatures(me, certificate=made, signed=[signed()] * 3, at=clock.now())
    client.get("/signing/log")
    for more in (0, 30):
        with database.acting(me):
            services.record_signatures(me, certificate=made, signed=[signed()] * more, at=clock.now())
        with assert_queries(LOG_QUERIES, at_most=True):
            assert client.get("/signing/log").status_code == 200


@pytest.mark.parametrize("seal", [False, True])
def test_a_certificate_revoked_since_it_was_registered_signs_nothing_and_is_named(seal: bool) -> None:
    me = own()
    client = ActingClient(me)
    with database.acting(me):
        made = services.issue_test_certificate(me, seal=seal, at=clock.now())
    authority = queries.authority(clock.now())
    assert authority is not None
    authority.revoke(int(made.serial, 16), at=clock.now() - timedelta(seconds=1))
    sent = {"file": SimpleUploadedFile("a.pdf", builders.printed()), "certificate": str(made.pk)}
    answer = client.post("/signing/sign", sent)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert ("Con dấu của đơn vị: " if seal else "Chữ ký cá nhân: ") in said
    assert f"Chứng thư của {made.subject} đã bị thu hồi từ" in said
    later = made.valid_until + timedelta(days=1)
    with database.acting(me), pytest.raises(services.SignerFailed, match="đã hết hạn lúc ký"):
        services.signer_of(made, at=later)
