"""Several documents in one gesture: what is signed, what fails and why, what waits when the token is pulled out."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.kernel import access, clock, database
from khuevan.kernel.testing.actors import ActingClient
from khuevan.register.signing import queries, services
from khuevan.register.signing.models import BatchItem, Certificate, Signature, SigningBatch
from khuevan.register.signing.services.batches import Upload
from khuevan.register.signing.signers import Batch, SoftwareSigner
from khuevan.register.signing.views.batches import DOCUMENT

from . import builders
from .test_people_who_sign import own

pytestmark = pytest.mark.django_db
XML = (
    b'<?xml version="1.0"?>\n<BAO_CAO xmlns="urn:x"><SO>12</SO> <!-- khong --> <GHI>a &amp; b</GHI></BAO_CAO>'
)
CARD = b'<?xml version="1.0"?><VAN_BAN_KY_SO/>'


def uploads(*contents: tuple[str, bytes]) -> dict[str, Any]:
    return {"documents": [SimpleUploadedFile(name, content) for name, content in contents]}


def items() -> list[BatchItem]:
    with database.acting(access.system()):
        return list(BatchItem.objects.order_by("batch_id", "position"))


def outcome(content: bytes) -> str:
    return queries.verify(content, queries.trust(clock.now()), at=clock.now()).outcome.value


def test_documents_of_both_kinds_are_signed_and_what_cannot_be_says_why() -> None:
    me = own()
    client = ActingClient(me)
    assert "Chưa có chứng thư" in client.get("/signing/batches").content.decode()
    with database.acting(me):
        made = services.issue_test_certificate(me, seal=False, at=clock.now())
    assert client.post("/signing/batches", {"certificate": made.pk}).status_code == 422
    sent = uploads(
        ("quyet-dinh.pdf", builders.printed()), ("bao-cao.xml", XML), ("a.txt", b"chu"), ("hong.pdf", b"%PDF-1.7 x"),
        ("khung.xml", CARD),
    )  # fmt: skip
    where = client.post("/signing/batches", {**sent, "certificate": made.pk, "reason": "Đã duyệt"})[
        "Location"
    ]
    page = client.get(where).content.decode()
    assert "Ký 2 văn bản" in page
    assert [one.state for one in items()] == ["waiting", "waiting", "refused", "refused", "refused"]
    assert "đã được ký số" in items()[4].why
    assert client.post(where).status_code == 302
    page = client.get(where).content.decode()
    assert page.count("Tải tệp đã ký") == 2
    assert "Ký 2 văn bản" not in page
    with zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"{where}/archive")))) as archive:  # type: ignore[arg-type]
        assert archive.namelist() == ["001-quyet-dinh.pdf", "002-bao-cao.xml"]
        signed = [archive.read(name) for name in archive.namelist()]
    assert b"".join(client.get(f"{where}/files/1")) == signed[0]  # type: ignore[arg-type]
    assert [outcome(one) for one in signed] == ["valid", "remarks"], "a comment is covered by no signature"
    assert outcome(signed[1].replace(b"<SO>12</SO>", b"<SO>13</SO>")) == "invalid"
    with database.acting(access.system()):
        assert Signature.objects.filter(kind__in=["pdf", "signed-document"]).count() == 2
    assert client.get(f"{where}/files/3").status_code == 404
    assert ActingClient(own("Trần B")).get(where).status_code == 404


def test_with_scripts_some_are_signed_at_a_time() -> None:
    me = own()
    client = ActingClient(me)
    with database.acting(me):
        made = services.issue_test_certificate(me, seal=False, at=clock.now())
    plain = XML.replace(b"<!-- khong -->", b"")
    sent = uploads(*((f"{number}.xml", plain) for number in range(12)))
    where = client.post("/signing/batches", {**sent, "certificate": made.pk})["Location"]
    first = client.post(where, headers={"HX-Request": "true"})
    assert first["HX-Trigger-After-Swap"] == "sign-on"
    assert sum(one.state == "signed" for one in items()) == 10
    second = client.post(where, headers={"HX-Request": "true"})
    assert second["HX-Redirect"] == where
    assert {one.state for one in items()} == {"signed"}
    assert outcome(b"".join(client.get(f"{where}/files/12"))) == "valid"  # type: ignore[arg-type]


class Pulled:
    """A token that is pulled out when the third digest is read."""

    kind = "token"

    def __init__(self, token: builders.Token, signer: Any) -> None:
        self.token, self.signer = token, signer
        self.certificate, self.chain = signer.certificate, signer.chain

    def sign(self, digests: Sequence[bytes]) -> Batch:
        token = self.token

        class Read(list[bytes]):
            def __iter__(self) -> Iterator[bytes]:
                for number, digest in enumerate(digests):
                    if number == 2:
                        token.pull_out()
                    yield digest

        return self.signer.sign(Read(digests))  # type: ignore[no-any-return]


@pytest.mark.thorough
def test_a_token_pulled_out_leaves_what_it_signed_and_lets_the_rest_wait() -> None:
    me, token = own("Trần Thị Thẻ"), builders.Token("batch", kind="ec")
    with database.acting(me):
        made = services.issue_test_certificate(me, seal=False, at=clock.now())
        found = token.issued.certificate
        Certificate.objects.filter(pk=made.pk).update(
            means="token", place="batch", content=found.public_bytes(Encoding.DER), serial=f"{found.serial_number:x}"
        )  # fmt: skip
        made.refresh_from_db()
        sent = [Upload(f"{number}.xml", len(XML), io.BytesIO(XML)) for number in range(5)]
        batch = services.collect_batch(
            me, certificate=made, uploads=sent, reason="", at=clock.now(), purpose=DOCUMENT
        )
        with token.signer() as signer:
            stamp = queries.stamp_source(clock.now())
            told = services.sign_batch(
                me, batch, Pulled(token, signer), at=clock.now(), stamp=stamp, purpose=DOCUMENT
            )
            assert (told.signed, told.refused, told.left) == (2, 0, 3)
            assert "rút ra" in told.waits
            with pytest.raises(services.SignerFailed):
                services.sign_batch(me, batch, signer, at=clock.now(), stamp=None, purpose=DOCUMENT)
        assert Signature.objects.filter(person_id=me.person_id).count() == 2
    assert [one.state for one in items()] == ["signed"] * 2 + ["waiting"] * 3
    assert "rút ra" in items()[4].why


def test_a_program_on_the_users_computer_signs_a_batch_by_its_digests() -> None:
    me = own()
    client = ActingClient(me)
    with database.acting(me):
        made = services.issue_test_certificate(me, seal=False, at=clock.now())
        Certificate.objects.filter(pk=made.pk).update(means="desk")
    issued = queries.authority(clock.now()).issued(int(made.serial, 16))  # type: ignore[union-attr]
    assert issued is not None
    sent = uploads(("a.pdf", builders.printed()), ("b.xml", XML))
    where = client.post("/signing/batches", {**sent, "certificate": made.pk})["Location"]
    nothing = {"file": SimpleUploadedFile("x.json", b"{}")}
    assert client.post(f"{where}/answer", nothing).status_code == 422
    listed = json.loads(client.get(f"{where}/list").content)
    assert [one["name"] for one in listed["items"]] == ["a.pdf", "b.xml"]
    signer = SoftwareSigner(issued.pair.key, issued.certificate)
    digests = [base64.b64decode(one["hash"]) for one in listed["items"]]
    values = signer.sign(digests).values
    answer = {
        "certificate": base64.b64encode(issued.certificate.public_bytes(Encoding.DER)).decode(),
        "items": [
            {"hash": one["hash"], "signature": base64.b64encode(value).decode()}
            for one, value in zip(listed["items"], values, strict=True)
        ],
    }
    sent = {"file": SimpleUploadedFile("answer.json", json.dumps(answer).encode())}
    assert client.post(f"{where}/answer", sent).status_code == 302
    assert {one.state for one in items()} == {"signed"}
    with database.acting(access.system()):
        assert SigningBatch.objects.get().asked_at is not None
    assert outcome(b"".join(client.get(f"{where}/files/1"))) == "valid"  # type: ignore[arg-type]
