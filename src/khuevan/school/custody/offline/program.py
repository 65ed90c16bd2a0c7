"""`khuevan verify FILE…`: whether signed files and sealed archives hold, in words; without a network unless asked, and
without a database.

XML and PDF by themselves; an archive of report cards (ZIP) with its seal, its list and every card, by what issuers said
when it was sealed; a receipt together with the archive that it is for.

Answers by its exit code: 0 all valid, 1 something is wrong, 2 something cannot be decided or read.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cryptography import x509

from khuevan.kernel import clock
from khuevan.register.signing import queries as signing
from khuevan.school.reportcards import queries as reportcards

from ..formats import PACKAGE_LAYOUT, RECEIPT_LAYOUT, Unreadable, read_receipt
from ..rules import Fault, FaultKind
from ..services.examining import Examined, examine

LARGEST: Final = 64 * 1024 * 1024
CODES: Final = {"valid": 0, "invalid": 1, "remarks": 2}
VALID, INVALID, UNDECIDED = 0, 1, 2
ARCHIVES: Final = {"valid": "HỢP LỆ", "invalid": "KHÔNG HỢP LỆ", "remarks": "CHƯA KẾT LUẬN ĐƯỢC LÀ HỢP LỆ"}
FAULTS: Final = {
    FaultKind.MISSING: "thiếu trong gói",
    FaultKind.SURPLUS: "không có trong bản kê",
    FaultKind.DOUBLED: "có hai lần",
    FaultKind.ALTERED: "khác với mã băm trong bản kê",
    FaultKind.SAME_CARD: "có hai phiên bản của một học bạ",
    FaultKind.EMPTY: "gói không có học bạ nào",
    FaultKind.MANIFEST: "bản kê",
    FaultKind.SIGNATURE: "chữ ký của học bạ",
    FaultKind.OTHER_CARD: "học bạ khác với bản kê",
    FaultKind.OTHER_SCHOOL: "học bạ của trường khác",
    FaultKind.OTHER_LEARNER: "học bạ của người học khác",
}


@dataclass
class Asked:
    """What is believed, how it is told, and what was seen: digests of manifests, and receipts with theirs."""

    trust: signing.Trust
    as_json: bool
    manifests: set[str] = field(default_factory=set)
    receipts: list[tuple[str, str]] = field(default_factory=list)


def main(arguments: Sequence[str]) -> int:
    given = _parser().parse_args(arguments)
    _declare()
    roots = [one for place in given.trust for one in _roots(Path(place))]
    status = signing.StatusAsker(lambda issuer: True) if given.online else None
    asked = Asked(signing.Trust(tuple(roots), status=status), given.json)
    worst = [_answered(Path(name), asked) for name in given.files]
    worst.append(_together(asked))
    return INVALID if INVALID in worst else max(worst)


def _declare() -> None:
    reportcards.declare_layouts()
    signing.declare(PACKAGE_LAYOUT)
    signing.declare(RECEIPT_LAYOUT)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "khuevan verify",
        description="Kiểm tra chữ ký số của học bạ (XML, PDF), tệp niêm phong chuyển trường (ZIP) và biên nhận, "
        "không cần mạng và không cần máy chủ.",
        epilog="Mã trả về: 0 mọi tệp hợp lệ; 1 có tệp không hợp lệ; 2 chưa kết luận được hoặc không đọc được.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="tệp XML, PDF hoặc ZIP")
    parser.add_argument(
        "--trust", action="append", default=[], metavar="PEM",
        help="chứng thư gốc được tin cậy (PEM, DER, hoặc thư mục); dùng được nhiều lần",
    )  # fmt: skip
    parser.add_argument("--online", action="store_true", help="hỏi tình trạng chứng thư qua mạng (OCSP)")
    parser.add_argument("--json", action="store_true", help="trả lời bằng JSON, mỗi tệp một dòng")
    return parser


def _roots(place: Path) -> Iterable[x509.Certificate]:
    files = sorted(place.iterdir()) if place.is_dir() else [place]
    for file in files:
        if place.is_dir() and file.suffix not in (".pem", ".crt", ".cer"):
            continue
        try:
            found = signing.certificates_in(file.read_bytes())
        except OSError as broken:
            raise SystemExit(_no_root(f"{file}: không đọc được ({broken.strerror}).")) from broken
        if not found:
            raise SystemExit(_no_root(f"{file}: không có chứng thư nào."))
        yield from found


def _no_root(why: str) -> int:
    sys.stderr.write(why + "\n")
    return UNDECIDED


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")


def _answered(file: Path, asked: Asked) -> int:
    try:
        if file.stat().st_size > LARGEST:
            return _unreadable(file, "tệp quá lớn, tối đa 64 MB", as_json=asked.as_json)
        content = file.read_bytes()
    except OSError as broken:
        return _unreadable(file, str(broken.strerror or broken), as_json=asked.as_json)
    if content[:4] == b"PK\x03\x04":
        return _answered_archive(file, content, asked)
    report = signing.verify(content, asked.trust, at=clock.now())
    if report.title == RECEIPT_LAYOUT.title:
        _remember(file, content, asked)
    said = (
        json.dumps(_plain(file, report), ensure_ascii=False)
        if asked.as_json
        else "\n".join(_said(file, report))
    )
    _say(said)
    return CODES[report.outcome.value]


def _answered_archive(file: Path, content: bytes, asked: Asked) -> int:
    """The seal, the list and every card. Whose seal it is, the reader compares: by name and code."""
    seals: list[tuple[str, signing.SignatureReport]] = []

    def seen(code: str, seal: signing.SignatureReport) -> str:
        seals.append((code, seal))
        return ""

    found = examine(io.BytesIO(content), at=clock.now(), trust=asked.trust, seal_doubt=seen)
    if found.digest:
        asked.manifests.add(found.digest)
    if asked.as_json:
        _say(json.dumps(_plain_archive(file, found, seals), ensure_ascii=False))
    else:
        _say("\n".join(_said_archive(file, found, seals)))
    return CODES[_outcome(found)]


def _outcome(found: Examined) -> str:
    """Whatever is wrong counts before what cannot be decided."""
    if not found.faults:
        return "valid"
    return "remarks" if all(one.is_doubt for one in found.faults) else "invalid"


def _remember(file: Path, content: bytes, asked: Asked) -> None:
    try:
        asked.receipts.append((str(file), read_receipt(content).digest))
    except Unreadable:
        return  # the verifier has said what is wrong with it


def _together(asked: Asked) -> int:
    """A receipt beside archives has to be for one of them."""
    strange = [name for name, digest in asked.receipts if asked.manifests and digest not in asked.manifests]
    for name, digest in asked.receipts:
        if not asked.manifests:
            continue
        words = (
            "không phải cho tệp niêm phong đã đưa" if name in strange else "cho đúng tệp niêm phong đã đưa"
        )
        if asked.as_json:
            _say(
                json.dumps(
                    {"file": name, "receipt_for": digest, "matches": name not in strange}, ensure_ascii=False
                )
            )
        else:
            _say(f"{name}: {'SAI: ' if name in strange else ''}biên nhận {words} (bản kê {digest}).")
    return INVALID if strange else VALID


def _said_archive(
    file: Path, found: Examined, seals: Sequence[tuple[str, signing.SignatureReport]]
) -> Iterable[str]:
    yield f"{file}: {ARCHIVES[_outcome(found)]}"
    if found.manifest is not None:
        sender, receiver = found.manifest.sender, found.manifest.receiver
        yield f"  Nơi gửi {sender.name} ({sender.code or '-'}); nơi nhận {receiver.name} ({receiver.code or '-'})"
        yield f"  Bản kê SHA-256 {found.digest}, {len(found.manifest.entries)} học bạ"
    for _code, seal in seals:
        when = f", {seal.signed_at:%Y-%m-%d %H:%M} UTC" if seal.signed_at else ""
        yield f"  [{seal.outcome_words}] {seal.label}: {seal.signer}, {seal.identifier or '-'}{when}"
        yield f"      cấp bởi {seal.issuer}; số {seal.serial}"
    for card in found.cards:
        yield f"  [Hợp lệ] {card.entry.file}: {card.name}, {card.year}, {card.school_name}"
    for fault in found.faults:
        yield f"  {'CHƯA RÕ' if fault.is_doubt else 'SAI'}: {_fault(fault)}"


def _fault(fault: Fault) -> str:
    return ": ".join(
        one for one in (fault.file, FAULTS.get(fault.kind, str(fault.kind)), fault.detail) if one
    )


def _plain_archive(
    file: Path, found: Examined, seals: Sequence[tuple[str, signing.SignatureReport]]
) -> dict[str, Any]:
    return {
        "file": str(file), "outcome": _outcome(found), "manifest": found.digest,
        "cards": [one.entry.file for one in found.cards],
        "seals": [{"school": code, "signer": one.signer, "identifier": one.identifier} for code, one in seals],
        "faults": [{"kind": one.kind.value, "file": one.file, "detail": one.detail, "is_doubt": one.is_doubt}
                   for one in found.faults],
    }  # fmt: skip


def _unreadable(file: Path, why: str, *, as_json: bool) -> int:
    said = json.dumps({"file": str(file), "outcome": "unreadable", "why": why}, ensure_ascii=False)
    _say(said if as_json else f"{file}: không đọc được ({why}).")
    return UNDECIDED


def _said(file: Path, report: signing.Report) -> Iterable[str]:
    yield f"{file}: {report.outcome_words.upper()}"
    yield f"  SHA-256 {report.sha256}, {report.size} byte{', ' + str(report.title) if report.title else ''}"
    yield from _findings(report.findings, "  ")
    for part in report.signatures:
        when = f", {part.signed_at:%Y-%m-%d %H:%M} UTC" if part.signed_at else ""
        source = " (dấu thời gian)" if part.is_stamped else ""
        code = f", {part.identifier}" if part.identifier else ""
        yield f"  [{part.outcome_words}] {part.label}: {part.signer}{code}{when}{source}"
        if part.organisation or part.issuer:
            yield f"      {part.organisation or '-'}; cấp bởi {part.issuer}; số {part.serial}"
        yield from _findings(part.findings, "      ")


def _findings(findings: Iterable[Any], indent: str) -> Iterable[str]:
    marks = {"wrong": "SAI", "doubt": "CHƯA RÕ", "note": "Ghi chú"}
    for one in findings:
        yield f"{indent}{marks[one.severity.value]}: {one.text}{f' [{one.where}]' if one.where else ''}"


def _plain(file: Path, report: signing.Report) -> dict[str, Any]:
    return {
        "file": str(file), "outcome": report.outcome.value, "sha256": report.sha256,
        "findings": [_finding(one) for one in report.findings],
        "signatures": [
            {
                "slot": str(part.label), "signer": part.signer, "organisation": part.organisation,
                "identifier": part.identifier, "fingerprint": part.fingerprint, "outcome": part.outcome.value,
                "covers": part.covers, "signed_at": part.signed_at.isoformat() if part.signed_at else None,
                "stamped": part.is_stamped, "findings": [_finding(one) for one in part.findings],
            }
            for part in report.signatures
        ],
    }  # fmt: skip


def _finding(one: Any) -> dict[str, str]:
    return {"code": one.code, "severity": one.severity.value, "text": one.text, "where": one.where}
