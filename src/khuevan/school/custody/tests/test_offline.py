"""The verifier as one file, in a process that knows neither the platform nor its settings."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from khuevan.register.signing import services as signing
from khuevan.register.signing.tests import builders as signers
from khuevan.school.custody.offline import archive
from khuevan.school.reportcards.tests import builders, contents


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the program, the root, a signed card, the same with everything that proves it, and changed ones."""
    folder = tmp_path_factory.mktemp("offline")
    card = builders.signed()
    (folder / archive.NAME).write_bytes(archive.archive())
    (folder / "root.pem").write_bytes(signers.authority().root.public_bytes(Encoding.PEM))
    (folder / "card.xml").write_bytes(card)
    (folder / "kept.xml").write_bytes(
        signing.extend_xml(card, "PHAT_HANH_HOC_BA/KY_PHAT_HANH", signers.trust(), at=signers.AT)
    )
    (folder / "changed.xml").write_bytes(card.replace(b">8.3<", b">9.3<"))
    (folder / "words.txt").write_text("not signed")
    return folder


def told(place: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, archive.NAME, *arguments], cwd=place, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("kept.xml", 0, ("HỢP LỆ", "Giáo viên bộ môn", "Con dấu của trường", "dấu thời gian")),
        ("card.xml", 2, ("CHƯA KẾT LUẬN ĐƯỢC", "bị thu hồi hay không")),
        ("changed.xml", 1, ("KHÔNG HỢP LỆ", "DIEM_TONG_KET[1] (dòng 2) đã bị sửa sau khi ký", "TEST Giáo viên Toán")),
        ("words.txt", 1, ("không phải XML hay PDF",)),
        ("nothing.xml", 2, ("không đọc được",)),
    ],
)  # fmt: skip
def test_the_single_file_answers_by_words_and_exit_code(
    place: Path, name: str, code: int, words: tuple[str, ...]
) -> None:
    answered, said = told(place, name, "--trust", "root.pem")
    assert answered == code, said
    for word in words:
        assert word in said


def test_the_worst_of_many_files_decides(place: Path) -> None:
    answered, said = told(place, "kept.xml", "changed.xml", "card.xml", "--trust", "root.pem", "--json")
    assert answered == 1
    assert [json.loads(line)["outcome"] for line in said.splitlines()] == ["valid", "invalid", "remarks"]


def test_without_its_root_no_signature_is_believed(place: Path) -> None:
    answered, said = told(place, "kept.xml")
    assert answered == 1
    assert "không được tin cậy" in said
    assert told(place, "kept.xml", "--trust", "words.txt")[0] == 2
    assert told(place, "kept.xml", "--trust", "absent")[0] == 2


def test_it_holds_only_what_it_needs() -> None:
    held = archive.files()
    assert 25 < len(held) < 80
    assert "khuevan/school/reportcards/queries/layouts.py" in held
    assert not [name for name in held if "models" in name or "views" in name or "settings" in name]
    assert contents.HEAD.name not in "".join(held.values())


def test_the_platform_offers_the_same_program(place: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "khuevan", "verify", str(place / "changed.xml"), "--trust", str(place / "root.pem")],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 1
    assert "KHÔNG HỢP LỆ" in done.stdout
