"""The pages: what waits for me, boards, one card; who sees what; statements pinned."""

from __future__ import annotations

import subprocess
from types import SimpleNamespace
from typing import Any

import pytest

from khuevan.kernel import access, clock, database, testing

from .. import permissions, services
from ..models import Card, CardAct
from .builders import AT, certificate, change_mark, closed_class, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.frozen(AT) as moment:
        yield moment


@pytest.fixture
def room(db: None) -> SimpleNamespace:
    made = closed_class()
    with database.acting(made.clerk):
        services.generate_class(made.clerk, made.group, at=AT)
    return made


def sign(room: SimpleNamespace, actor: access.Actor, kind: str) -> Any:
    cert = certificate(actor, seal=kind == "seal")
    sent = {"line": f"{room.group.pk}:{kind}", "certificate": cert.pk}
    return testing.client_for(actor).post("/reportcards/", sent)


def text_of(actor: access.Actor, address: str) -> str:
    page = testing.client_for(actor).get(address)
    assert page.status_code == 200, page.content.decode()[-2000:]
    return str(page.content.decode())


def test_from_the_board_to_the_issued_card(room: SimpleNamespace) -> None:
    class_address = f"/reportcards/classes/{room.group.pk}/"
    board = text_of(room.clerk, f"/reportcards/school/?school={room.here}")
    assert "Lê Thị Hoa" in board
    assert "0/2" in board
    assert "Chưa có chứng thư" not in text_of(room.hoa, "/reportcards/")
    assert "chưa có chứng thư số nào" in text_of(room.hoa, "/reportcards/")
    for actor, kind in (
        (room.hoa, "subject"), (room.binh, "subject"), (room.hoa, "homeroom"), (room.head, "head"), (room.clerk, "seal"),
    ):  # fmt: skip
        answer = sign(room, actor, kind)
        assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert "Không có học bạ nào chờ bạn ký" in text_of(room.hoa, "/reportcards/")
    assert text_of(room.clerk, class_address).count("Đã phát hành") == 2
    with database.acting(access.system()):
        card = Card.objects.order_by("sort_key")[0]
    shown = text_of(room.hoa, f"/reportcards/cards/{card.pk}/")
    assert shown.count("Hợp lệ") == 5
    assert "8,0" in shown
    file = testing.client_for(room.hoa).get(f"/reportcards/cards/{card.pk}/1/xml/")
    assert file.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<HOC_BA ')
    level = text_of(room.hoa, f"/reportcards/cards/{card.pk}/level/")
    assert "6A1" in level
    assert "8,0" in level
    assert "Tốt" in level, "conduct of the year"
    paper = testing.client_for(room.hoa).get(f"/reportcards/cards/{card.pk}/level/pdf/").content
    printed = subprocess.run(["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True, check=True)
    assert "HỌC BẠ" in printed.stdout.decode()
    assert "NĂM HỌC" in printed.stdout.decode()
    assert "(chưa ký)" not in printed.stdout.decode()
    change_mark(room, 0, "9.5")
    act = f"/reportcards/cards/{card.pk}/act/correct/"
    assert "Ký quyết định" in text_of(room.head, act)
    mine = certificate(room.head).pk
    client = testing.client_for(room.head)
    assert client.post(act, {"reason": "", "certificate": mine}).status_code == 422
    assert client.post(act, {"reason": "Nhập nhầm", "certificate": mine}).status_code == 302
    shown = text_of(room.hoa, f"/reportcards/cards/{card.pk}/")
    assert "Nhập nhầm" in shown
    assert "8,0" in shown[shown.index("Khác lần lập trước ở đâu") :], "what it was"
    assert "Đây là bản cũ" in text_of(room.hoa, f"/reportcards/cards/{card.pk}/1/")
    with database.acting(access.system()):
        assert CardAct.objects.count() == 1


def test_the_class_is_cancelled_on_its_page(room: SimpleNamespace) -> None:
    own = f"/reportcards/classes/{room.group.pk}/"
    assert f"{own}cancel/" in text_of(room.clerk, own)
    client = testing.client_for(room.clerk)
    for reason in ("", "x" * 301, "\x00"):
        assert client.post(f"{own}cancel/", {"reason": reason}).status_code == 422, reason
    with database.acting(access.system()):
        card = Card.objects.order_by("sort_key")[0]
    assert client.post(f"/reportcards/cards/{card.pk}/cancel/", {"reason": "Lập nhầm lớp"}).status_code == 302
    assert "Lập nhầm lớp" in text_of(room.clerk, f"/reportcards/cards/{card.pk}/")
    assert client.post(f"{own}cancel/", {"reason": "Lập nhầm lớp"}).status_code == 302
    assert text_of(room.clerk, own).count("Đã hủy") >= 2
    assert "Lập học bạ lớp 6A1" in text_of(room.clerk, f"/reportcards/school/?school={room.here}")
    assert "Chưa có năm học nào được phát hành" in text_of(room.clerk, f"/reportcards/cards/{card.pk}/level/")
    assert client.get(f"/reportcards/cards/{card.pk}/level/pdf/").status_code == 404
    assert testing.client_for(room.hoa).get(f"{own}cancel/").status_code == 403
    for address in (f"{own}cancel/", f"/reportcards/cards/{card.pk}/cancel/"):
        assert client.get(address).status_code == 200


def test_boards_and_lists_keep_their_statements(room: SimpleNamespace) -> None:
    pages = {
        "/reportcards/": 5,
        f"/reportcards/school/?school={room.here}": 11,
        f"/reportcards/classes/{room.group.pk}/": 7,
    }
    more = closed_class(learners=4)
    with database.acting(more.clerk):
        services.generate_class(more.clerk, more.group, at=AT)
    for address, many in pages.items():
        testing.client_for(room.clerk).get(address)
        with testing.assert_queries(many):
            assert testing.client_for(room.clerk).get(address).status_code == 200
        other = address.replace(f"={room.here}", f"={more.here}").replace(
            f"/{room.group.pk}/", f"/{more.group.pk}/"
        )
        with testing.assert_queries(many):
            assert testing.client_for(more.clerk).get(other).status_code == 200


def test_who_sees_what(room: SimpleNamespace) -> None:
    elsewhere = closed_class(learners=1)
    with database.acting(access.system()):
        card = Card.objects.filter(school_id=room.here)[0]
    own = [f"/reportcards/classes/{room.group.pk}/", f"/reportcards/cards/{card.pk}/"]
    for address in (*own, f"{own[1]}1/", f"{own[1]}1/xml/", f"{own[1]}act/recall/",
                    f"{own[1]}level/", f"{own[1]}level/pdf/"):  # fmt: skip
        assert testing.client_for(elsewhere.head).get(address).status_code == 404, address
    stranger = somebody(SimpleNamespace(school_id=room.here, person_id=room.head.person_id, full_name="X"),
                        permissions.VIEW_CARDS, permissions.SIGN)  # fmt: skip
    assert testing.client_for(stranger).get(own[0]).status_code == 404, "not a class of theirs"
    assert testing.client_for(room.hoa).get(f"{own[1]}act/recall/").status_code == 403
    assert testing.client_for(room.hoa).get(f"/reportcards/school/?school={room.here}").status_code == 403
    assert testing.client_for(room.hoa).post(f"{own[0]}generate/").status_code == 403
    assert testing.client_for(elsewhere.clerk).post(f"{own[0]}generate/").status_code == 404
    for address in ("cards/99999999999/", "cards/0/", f"cards/{card.pk}/99999999/", f"cards/{card.pk}/9/xml/",
                    f"cards/{card.pk}/act/burn/", "desk/99999999999/", "classes/99999999999/"):  # fmt: skip
        assert testing.client_for(room.head).get(f"/reportcards/{address}").status_code == 404, address


def test_bad_input_is_answered_in_words(room: SimpleNamespace) -> None:
    client = testing.client_for(room.hoa)
    mine, other = certificate(room.hoa), certificate(room.binh)
    line = f"{room.group.pk}:subject"
    for sent, words in (
        ({"certificate": mine.pk}, "Hãy chọn ít nhất một lớp"),
        ({"line": "x:y", "certificate": mine.pk}, "Hãy chọn ít nhất một lớp"),
        ({"line": "99999999:subject", "certificate": mine.pk}, "Không còn học bạ nào"),
        ({"line": f"{room.group.pk}:head", "certificate": mine.pk}, "Không còn học bạ nào"),
        ({"line": line, "certificate": other.pk}, "certificate"),
        ({"line": line, "certificate": "x\x00"}, "certificate"),
    ):
        answer = client.post("/reportcards/", sent)
        assert answer.status_code == 422, sent
        assert words in answer.content.decode(), sent
