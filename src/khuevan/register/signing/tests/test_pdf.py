"""Signed PDF: checked by pdfsig, and by our verifier."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from khuevan.register.signing import services
from khuevan.register.signing.formats import pdf
from khuevan.register.signing.formats.xml import CannotSign
from khuevan.register.signing.signers import SoftwareSigner
from khuevan.register.signing.verification import Outcome, Trust

from . import builders
from .builders import AT, certified, codes, printed, self_made, signed_pdf, signer, verified


def pdfsig(folder: Path, content: bytes) -> str:
    (folder / "card.pdf").write_bytes(content)
    done = subprocess.run(
        ["pdfsig", "-nocert", "card.pdf"], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def archived() -> bytes:
    return pdf.add_archive_stamp(
        pdf.add_evidence(signed_pdf(), builders.evidence()), builders.stamp, field="Archive"
    )


def test_two_signatures_hold_for_pdfsig(tmp_path: Path) -> None:
    said = pdfsig(tmp_path, signed_pdf())
    assert said.count("Signature is Valid.") == 2
    assert said.count("ETSI.CAdES.detached") == 2
    assert "Total document signed" in said
    changed = bytearray(signed_pdf())
    changed[200] ^= 1
    assert "Signature is Valid." not in pdfsig(tmp_path, bytes(changed))


def test_two_signatures_hold_for_us() -> None:
    report = verified(signed_pdf())
    assert report.outcome is Outcome.VALID, codes(report)
    assert [(part.label, part.level, part.is_seal) for part in report.signatures] == [
        ("Head", "PAdES-B-T", False), ("Seal", "PAdES-B-T", True),
    ]  # fmt: skip
    assert report.signatures[0].signed_at == AT


def test_long_term_levels(tmp_path: Path) -> None:
    """With evidence inside nobody has to be asked; an archive time stamp closes the file again."""
    offline = Trust((builders.authority().root,))
    assert codes(verified(signed_pdf(), trust=offline)) == {"status_unknown"}
    kept = verified(pdf.add_evidence(signed_pdf(), builders.evidence()), trust=offline)
    assert codes(kept) == {"appended"}
    assert kept.signatures[0].level == "PAdES-B-LT"
    report = verified(archived(), trust=offline)
    assert report.outcome is Outcome.VALID, codes(report)
    assert [part.level for part in report.signatures] == ["PAdES-B-LTA"] * 2
    assert pdfsig(tmp_path, archived()).count("Signature is Valid.") == 2


def test_a_file_is_grown_to_lta_by_asking_now() -> None:
    grown = services.extend_pdf(signed_pdf(), builders.trust(), at=AT, stamp=builders.stamp)
    report = verified(grown, trust=Trust((builders.authority().root,)))
    assert report.outcome is Outcome.VALID, codes(report)
    with pytest.raises(CannotSign, match="thu hồi"):
        services.extend_pdf(signed_pdf(), Trust((builders.authority().root,)), at=AT, stamp=builders.stamp)


def sealed_once(who: SoftwareSigner | None = None, *, at: datetime = AT) -> bytes:
    """One signature, level B-T, as the paper of a report card has."""
    who = who or signer("Trường A", uid=builders.SEAL)
    prepared = pdf.prepare(printed(), who.certificate, who.chain, at=at, words=pdf.Words("Seal", name="X"))
    return prepared.finish(who.sign([prepared.digest]).values[0], builders.stamp)


def updated(content: bytes) -> bytes:
    """An incremental update after signing that writes over the first page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    stream = generic.StreamObject(stream_data=b"BT /F1 99 Tf (10) Tj ET")
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(stream)])
    writer.update_container(page)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_an_incremental_update_after_signing_is_named() -> None:
    report = verified(updated(signed_pdf()))
    assert report.outcome is Outcome.INVALID
    assert {"updated", "appended"} <= codes(report)
    assert any(one.where.startswith("byte ") for one in report.findings)


def test_an_update_after_the_only_signature_is_no_mere_remark() -> None:
    """A report card has one seal on paper: a page written over it must not pass as "something was appended"."""
    once = sealed_once()
    assert verified(once).outcome is Outcome.VALID
    assert verified(once + b"\n").outcome is Outcome.REMARKS
    report = verified(updated(once))
    assert report.outcome is Outcome.INVALID
    assert {"updated", "appended"} <= codes(report)


def test_bytes_appended_or_changed_are_named() -> None:
    assert codes(verified(signed_pdf() + b"\n")) == {"appended"}
    changed = bytearray(signed_pdf())
    changed[300] ^= 4
    report = verified(bytes(changed))
    assert codes(report) == {"content_changed"}
    assert "byte 0-" in report.signatures[0].findings[0].text


def test_a_range_that_leaves_out_more_than_the_signature_is_named() -> None:
    content = signed_pdf()
    start = content.index(b"/ByteRange [0 ") + len(b"/ByteRange [0 ")
    number = content[start : content.index(b" ", start)]
    shorter = str(int(number) - 1).encode().rjust(len(number), b"0")
    assert codes(verified(content[:start] + shorter + content[start + len(number) :])) == {"form"}


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", b"%PDF-1.7\n/ByteRange [0 1 2 3]", b"%PDF-" + b"\x00" * 999]
)
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    assert verified(content).outcome is Outcome.INVALID
    with pytest.raises(CannotSign):
        pdf.prepare(content, signer().certificate, at=AT)


def test_a_field_takes_one_signature() -> None:
    with pytest.raises(CannotSign):
        pdf.prepare(signed_pdf(), signer().certificate, at=AT, words=pdf.Words("Head"))
    assert verified(printed()).outcome is Outcome.INVALID


def test_the_certificate_under_a_pdf_is_named_too() -> None:
    old = certified("Hết Hạn", begin=AT - timedelta(days=400), days=300)
    assert "expired" in codes(verified(sealed_once(old)))
    gone = certified("Thu Hồi", begin=AT - timedelta(days=9))
    content, mine = sealed_once(gone), builders.authority()
    mine.revoke(gone.certificate.serial_number, at=AT - timedelta(days=1), reason="left")
    assert "revoked" in codes(verified(content))
    assert "self_made" in codes(verified(sealed_once(self_made())))
    stamper = SoftwareSigner(mine.stamper.key, mine.stamper.certificate, mine.chain)
    assert "wrong_use" in codes(verified(sealed_once(stamper)))
    expected = {"Seal": {"0" * 64}}
    assert "wrong_signer" in codes(verified(sealed_once(), expected=expected))


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_off_by_a_day_is_said_of_a_pdf(days: int) -> None:
    assert codes(verified(sealed_once(at=AT + timedelta(days=days)))) == {"clock"}
    assert "future" in codes(verified(sealed_once(), at=AT - timedelta(days=1)))


def _without_range(content: bytes) -> bytes:
    return content.replace(b"/ByteRange [", b"/ByteRanke [")


def _empty_range(content: bytes) -> bytes:
    start = content.index(b"/ByteRange [") + len(b"/ByteRange [")
    end = content.index(b"]", start)
    return content[:start] + b"0 0 0 0".ljust(end - start) + content[end:]


def _hole(content: bytes) -> tuple[int, int]:
    start = content.index(b"/Contents <") + len(b"/Contents <")
    return start, content.index(b">", start)


def _zeros(content: bytes) -> bytes:
    start, end = _hole(content)
    return content[:start] + b"0" * (end - start) + content[end:]


def _no_value(content: bytes) -> bytes:
    start, end = _hole(content)
    return content[: start - 1] + b"null".ljust(end - start + 2) + content[end + 1 :]


def _of_another(content: bytes) -> bytes:
    """The signature of another paper by the same seal."""
    who = signer("Trường A", uid=builders.SEAL)
    prepared = pdf.prepare(
        updated(printed()), who.certificate, who.chain, at=AT, words=pdf.Words("Seal", name="X")
    )
    other = prepared.finish(who.sign([prepared.digest]).values[0], builders.stamp)
    start, end = _hole(content)
    first, last = _hole(other)
    assert end - start == last - first
    return content[:start] + other[first:last] + content[end:]


def _behind_another(content: bytes) -> bytes:
    return b"%PDF-1.7\n% another paper\n" + content


def _second_range(content: bytes) -> bytes:
    """A comment that looks like a signature's range."""
    return content + b"\n% /ByteRange [0 10 20 30]\n"


FORGED = (_without_range, _empty_range, _zeros, _no_value, _of_another, _behind_another, _second_range)


@pytest.mark.parametrize("forge", FORGED, ids=lambda one: one.__name__)
def test_a_forged_signature_is_none(forge: Callable[[bytes], bytes]) -> None:
    original = sealed_once()
    content = forge(original)
    assert content != original
    assert verified(content).outcome is Outcome.INVALID
