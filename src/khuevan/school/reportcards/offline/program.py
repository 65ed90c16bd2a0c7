"""`khuevan verify FILE…`: whether signed XML and PDF hold, in words; without network unless asked, without a database.

Answers by its exit code: 0 all valid, 1 something is wrong, 2 something cannot be decided or read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from cryptography import x509

from khuevan.kernel import clock
from khuevan.register.signing import queries as signing

from ..queries import layouts

LARGEST: Final = 64 * 1024 * 1024
CODES: Final = {"valid": 0, "invalid": 1, "remarks": 2}
VALID, INVALID, UNDECIDED = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    asked = _parser().parse_args(arguments)
    layouts.declare()
    roots = [one for place in asked.trust for one in _roots(Path(place))]
    status = signing.StatusAsker(lambda issuer: True) if asked.online else None
    trust = signing.Trust(tuple(roots), status=status)
    worst = [_answered(Path(name), trust, as_json=asked.json) for name in asked.files]
    return INVALID if INVALID in worst else max(worst)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "khuevan verify",
        description="Kiểm tra chữ ký số của học bạ (XML, PDF) mà không cần mạng và không cần máy chủ.",
        epilog="Mã trả về: 0 mọi tệp hợp lệ; 1 có tệp không hợp lệ; 2 chưa kết luận được hoặc không đọc được.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="tệp XML hoặc PDF")
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


def _answered(file: Path, trust: signing.Trust, *, as_json: bool) -> int:
    try:
        if file.stat().st_size > LARGEST:
            return _unreadable(file, "tệp quá lớn, tối đa 64 MB", as_json=as_json)
        content = file.read_bytes()
    except OSError as broken:
        return _unreadable(file, str(broken.strerror or broken), as_json=as_json)
    report = signing.verify(content, trust, at=clock.now())
    _say(json.dumps(_plain(file, report), ensure_ascii=False) if as_json else "\n".join(_said(file, report)))
    return CODES[report.outcome.value]


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
        yield f"  [{part.outcome_words}] {part.label}: {part.signer}{when}{source}"
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
                "fingerprint": part.fingerprint, "outcome": part.outcome.value, "covers": part.covers,
                "signed_at": part.signed_at.isoformat() if part.signed_at else None, "stamped": part.is_stamped,
                "findings": [_finding(one) for one in part.findings],
            }
            for part in report.signatures
        ],
    }  # fmt: skip


def _finding(one: Any) -> dict[str, str]:
    return {"code": one.code, "severity": one.severity.value, "text": one.text, "where": one.where}
