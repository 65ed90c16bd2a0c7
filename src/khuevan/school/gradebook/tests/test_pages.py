"""The list of one's gradebooks, the grid, saving by JSON: who sees what, bad input in words, statements pinned."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from khuevan.kernel import access, clock, database, testing
from khuevan.school.schoolyear.tests.builders import class_group, enrolment
from khuevan.school.staff.tests.builders import assignment, member

from ..models import Appraisal, Exemption, Mark, Phrase, Reopening
from ..permissions import EDIT_MARKS, EVERY_CLASS, EXEMPT, VIEW_MARKS
from .builders import AT, classroom, subject_named, teacher_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> SimpleNamespace:
    return classroom()


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.frozen(AT) as moment:
        yield moment


def address(room: SimpleNamespace, more: str = "", term: int = 1, **other: Any) -> str:
    group, subject = other.get("group", room.group), other.get("subject", room.subject)
    return f"/gradebook/{group.pk}/{subject.pk}/{term}/{more}"


def post(client: Client, room: SimpleNamespace, body: Any, **other: Any) -> Any:
    sent = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(address(room, "save/", **other), sent, content_type="application/json")


def cell(
    room: SimpleNamespace, place: int = 0, typed: str = "8,5", column: str = "regular-1", version: int = 0
) -> dict[str, Any]:
    return {"e": room.people[place].pk, "k": column, "t": typed, "v": version}


def test_my_books(room: SimpleNamespace) -> None:
    client = testing.client_for(room.teacher)
    post(client, room, {"cells": [cell(room)]})
    page = client.get("/gradebook/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "6A1" in text
    assert "Toán" in text
    assert "1/18" in text
    assert "còn 17 ô" in text
    assert client.get("/gradebook/?term=2").content.decode().count("0/18") == 1


def test_lists_do_not_grow_by_a_query_a_row(room: SimpleNamespace) -> None:
    client = testing.client_for(room.teacher)
    client.get("/gradebook/")
    with testing.assert_queries(10):
        client.get("/gradebook/")
    for name in ("6A2", "6A3", "6A4"):
        group = class_group(room.here, name, "06")
        assignment(room.hoa, group, room.subject)
        enrolment(room.here, "Ngô Văn Giàu", group=group)
    with testing.assert_queries(10):
        assert client.get("/gradebook/").content.decode().count("còn 6 ô") == 3


def test_the_grid(room: SimpleNamespace) -> None:
    client = testing.client_for(room.teacher)
    post(client, room, {"cells": [cell(room), cell(room, 1, "7", "final-1")]})
    with testing.assert_queries(14):
        page = client.get(address(room))
    text = page.content.decode()
    assert "data-writes" in text
    assert "Nguyễn Thị Ánh" in text
    assert ">8,5</td>" in text
    assert "Còn thiếu 16 ô" in text


def test_who_reads_and_who_does_not(room: SimpleNamespace) -> None:
    other = member(room.here, "Phan Văn Đức")
    stranger = testing.actor(VIEW_MARKS, EDIT_MARKS, units=[room.here + 1])
    head = testing.client_for(room.head).get(address(room))
    assert head.status_code == 200
    assert "data-writes" not in head.content.decode()
    assert testing.client_for(teacher_of(other)).get(address(room)).status_code == 404
    assert testing.client_for(stranger).get(address(room)).status_code == 404
    assert post(testing.client_for(room.head), room, {"cells": []}).status_code == 403
    letters = subject_named("Ngữ văn")
    reading = testing.client_for(room.teacher).get(address(room, subject=letters)).content.decode()
    assert "chỉ giáo viên được phân công mới nhập điểm" in reading
    answer = post(testing.client_for(room.teacher), room, {"cells": [cell(room)]}, subject=letters).json()
    assert answer["cells"][0]["state"] == "refused"


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "[]", "null", '"a"', "1", '{"cells": 3}', '{"cells": [1]}', '{"cells": [{"e": 1}]}', b"\xff\xfe",
        '{"cells": [{"e": "1", "k": "final-1", "t": "8", "v": 0}]}',
        '{"cells": [{"e": 1, "k": "final-1", "t": 8, "v": 0}]}',
        '{"cells": [{"e": 99999999999999, "k": "final-1", "t": "8", "v": 0}]}',
        '{"cells": [{"e": -1, "k": "", "t": "", "v": 0}]}',
        '{"cells": [{"e": true, "k": "final-1", "t": "8", "v": 0}]}',
        '{"cells": [], "why": 3}', '{"cells": [], "why": "\\u0000"}',
        "[" * 3000, '{"cells": [' + ",".join(['{"e": 1, "k": "a", "t": "", "v": 0}'] * 1001) + "]}", "x" * 400_001,
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(room: SimpleNamespace, body: Any) -> None:
    answer = post(testing.client_for(room.teacher), room, body)
    assert answer.status_code == 400
    assert answer.json()["problem"]


def test_what_is_wrong_is_answered_cell_by_cell(room: SimpleNamespace) -> None:
    client = testing.client_for(room.teacher)
    sent = [
        cell(room, typed="11"), cell(room, 1, "8.55"), cell(room, 2, "8,5"), cell(room, 0, "8\x00", "final-1"),
        {**cell(room), "e": 2_000_000_000}, cell(room, 1, "8", "a\x00b"),
    ]  # fmt: skip
    told = post(client, room, {"cells": sent}).json()["cells"]
    assert [one["state"] for one in told] == ["refused", "refused", "saved", "refused", "refused", "refused"]
    assert all(one["sentence"] for one in told if one["state"] == "refused")
    with database.acting(access.system()):
        assert Mark.objects.count() == 1


def test_news_and_history(room: SimpleNamespace) -> None:
    client = testing.client_for(room.teacher)
    post(client, room, {"cells": [cell(room)]})
    news = client.get(address(room, "news/?since=2026-11-20T00:00:00%2B00:00")).json()
    assert [(one["value"], one["v"], one["by"]) for one in news["cells"]] == [("8,5", 1, "Lê Thị Hoa")]
    assert client.get(address(room, "news/?since=2026-11-26T00:00:00%2B00:00")).json()["cells"] == []
    for bad in (
        "",
        "hôm qua",
        "2026-11-20",
        "0001-01-01T00:00:00%2B14:00",
        "9999-12-31T23:59:59-14:00",
        "%00",
    ):
        assert client.get(address(room, f"news/?since={bad}")).status_code in (200, 400)
    shown = client.get(address(room, f"history/?e={room.people[0].pk}&k=regular-1")).content.decode()
    assert "Lê Thị Hoa" in shown
    assert client.get(address(room, f"history/?e={room.people[1].pk}&k=regular-1")).status_code == 200
    for bad in ("e=1&k=xyz", "e=%00&k=regular-1", "e=99999999999999999&k=regular-1", ""):
        assert client.get(address(room, f"history/?{bad}")).status_code in (200, 404)


@pytest.mark.parametrize("path", ["1/1/3/", "1/1/0/", "99999999999/1/1/", "1/99999999999/1/"])
def test_books_that_are_not_there(room: SimpleNamespace, path: str) -> None:
    assert testing.client_for(room.teacher).get(f"/gradebook/{path}").status_code == 404


def test_the_head_closes_and_the_teacher_asks_to_write_again(room: SimpleNamespace) -> None:
    head, teacher = testing.client_for(room.head), testing.client_for(room.teacher)
    page = head.get("/gradebook/school/").content.decode()
    assert "khóa lớp 6A1" in page
    assert "0/18" in page
    closing = f"/gradebook/school/close/?school={room.here}&term=1"
    assert "Hãy chọn ít nhất một lớp" in head.post(closing, follow=True).content.decode()
    assert (
        "Đã khóa sổ điểm lớp 6A1"
        in head.post(closing, {"class": [room.group.pk, "x", "9" * 30]}, follow=True).content.decode()
    )
    assert testing.client_for(room.teacher).post(closing, {"class": room.group.pk}).status_code == 403
    shut = teacher.get(address(room)).content.decode()
    assert "đã khóa. Hãy đề nghị mở lại" in shut
    assert "data-writes" not in shut
    assert (
        "Hãy ghi lý do"
        in teacher.post(address(room, "reopen/"), {"reason": " "}, follow=True).content.decode()
    )
    assert (
        "Đã gửi đề nghị"
        in teacher.post(address(room, "reopen/"), {"reason": "Nhập nhầm"}, follow=True).content.decode()
    )
    with database.acting(access.system()):
        row = Reopening.objects.get()
    answering = f"/gradebook/reopenings/{row.pk}/answer/"
    assert "Nhập nhầm" in head.get("/gradebook/reopenings/").content.decode()
    for bad in ("31/02/2026", "", "01/01/2030", "a\x00"):
        sent = {"approve": "1", "open_until": bad, "version": "1"}
        assert "Đã mở lại" not in head.post(answering, sent, follow=True).content.decode()
    sent = {"approve": "1", "open_until": "27/11/2026", "version": "1"}
    assert "Đã mở lại sổ đến hết 27/11/2026" in head.post(answering, sent, follow=True).content.decode()
    assert "data-writes" in teacher.get(address(room)).content.decode()
    assert (
        "Sổ đã được khóa lại"
        in head.post(answering, {"close": "1", "version": "2"}, follow=True).content.decode()
    )
    assert teacher.post(answering, {"close": "1"}).status_code == 403
    assert head.post("/gradebook/reopenings/99999999/answer/").status_code == 404


def test_the_class_and_the_transcript(room: SimpleNamespace) -> None:
    head, teacher = testing.client_for(room.head), testing.client_for(room.teacher)
    columns = ["regular-1", "regular-2", "regular-3", "regular-4", "midterm-1", "final-1"]
    post(teacher, room, {"cells": [cell(room, 0, "8,5", column) for column in columns]})
    head.get(f"/gradebook/classes/{room.group.pk}/1/")
    with testing.assert_queries(13):
        page = head.get(f"/gradebook/classes/{room.group.pk}/1/").content.decode()
    assert ">8,5</td>" in page
    assert "Phổ điểm trung bình" in page
    child = room.people[0].pk
    assert "Chưa có kết quả nào" in head.get(f"/gradebook/learners/{child}/").content.decode()
    head.post(f"/gradebook/school/close/?school={room.here}&term=1", {"class": room.group.pk})
    shown = head.get(f"/gradebook/learners/{child}/").content.decode()
    assert ">8,5</td>" in shown
    stranger = testing.client_for(teacher_of(member(room.here, "Phan Văn Đức")))
    for path in (
        f"classes/{room.group.pk}/1/",
        f"learners/{child}/",
        f"classes/{room.group.pk}/1/appraisals/",
    ):
        assert stranger.get(f"/gradebook/{path}").status_code == 404
    for path in ("classes/999999999/1/", f"classes/{room.group.pk}/3/", "learners/99999999999/"):
        assert head.get(f"/gradebook/{path}").status_code == 404


def test_the_homeroom_teacher_appraises_on_one_page(room: SimpleNamespace) -> None:
    client = testing.client_for(room.teacher)
    path = f"/gradebook/classes/{room.group.pk}/1/appraisals/"
    assert "Nguyễn Thị Ánh" in client.get(path).content.decode()
    first, second, third = (one.pk for one in room.people)
    sent = {
        f"version-{first}": "0", f"conduct-{first}": "1", f"comment-{first}": "Chăm ngoan.", f"version-{second}": "5",
        f"conduct-{second}": "9", f"version-{third}": "0", f"comment-{third}": "a\x00b",
    }  # fmt: skip
    answer = client.post(path, sent)
    assert answer.status_code == 422
    assert "1.000 ký tự" in answer.content.decode()
    with database.acting(access.system()):
        (stored,) = Appraisal.objects.all()
    assert (stored.enrolment_id, stored.conduct, stored.comment) == (first, 1, "Chăm ngoan.")
    assert testing.client_for(room.head).get(path).status_code == 403


def test_a_primary_class_has_qualities_and_competences(room: SimpleNamespace) -> None:
    group = class_group(room.here, "4A", "04", homeroom_teacher=room.hoa.person)
    child = enrolment(room.here, "Ngô Văn Giàu", group=group)
    client = testing.client_for(room.teacher)
    path = f"/gradebook/classes/{group.pk}/1/appraisals/?moment=midterm"
    assert client.get(path).content.decode().count("<select") >= 15
    done = client.post(
        path,
        {f"version-{child.pk}": "0", f"honesty-{child.pk}": "T", f"language-{child.pk}": "D"},
        follow=True,
    )
    assert "Đã lưu đánh giá" in done.content.decode()
    with database.acting(access.system()):
        assert Appraisal.objects.get().levels == {"honesty": "T", "language": "D"}


def test_phrases_are_added_and_put_away(room: SimpleNamespace) -> None:
    client = testing.client_for(room.teacher)
    assert (
        "Tiến bộ rõ rệt."
        in client.post("/gradebook/phrases/", {"text": "Tiến bộ rõ rệt."}, follow=True).content.decode()
    )
    assert client.post("/gradebook/phrases/", {"text": "a" * 301}).status_code == 422
    assert client.post("/gradebook/phrases/", {"text": "a\x00"}).status_code == 422
    assert "Tiến bộ rõ rệt." in client.get(address(room)).content.decode()
    with database.acting(access.system()):
        row = Phrase.objects.get()
    assert (
        "Chưa có câu nào"
        in client.post(f"/gradebook/phrases/{row.pk}/put-away/", follow=True).content.decode()
    )
    assert client.post(f"/gradebook/phrases/{row.pk}/put-away/").status_code == 404


def test_the_office_exempts_and_withdraws(room: SimpleNamespace) -> None:
    clerk = testing.actor(VIEW_MARKS, EVERY_CLASS, EXEMPT, units=[room.here], name="Văn thư")
    client, child = testing.client_for(clerk), room.people[0].pk
    path = f"/gradebook/learners/{child}/"
    assert "Ghi việc miễn" in client.get(path).content.decode()
    for bad in ({}, {"subject": "x", "term": "1"}, {"subject": room.subject.pk, "term": "9"}):
        assert "Hãy chọn môn" in client.post(f"{path}exempt/", bad, follow=True).content.decode()
    sent = {"subject": room.subject.pk, "term": "0", "reason": "Chấn thương tay", "decision_number": "5/QĐ"}
    for wrong in ({"reason": " "}, {"reason": "a\x00"}, {"reason": "a" * 301}, {"decision_number": "1" * 61}):
        client.post(f"{path}exempt/", {**sent, **wrong})
    with database.acting(access.system()):
        assert not Exemption.objects.exists()
    assert "Đã ghi việc miễn học" in client.post(f"{path}exempt/", sent, follow=True).content.decode()
    assert "đã được miễn" in client.post(f"{path}exempt/", sent, follow=True).content.decode()
    assert "(miễn)" in testing.client_for(room.teacher).get(address(room)).content.decode()
    with database.acting(access.system()):
        row = Exemption.objects.get()
    stranger = testing.client_for(testing.actor(VIEW_MARKS, EVERY_CLASS, EXEMPT, units=[room.here + 1]))
    assert stranger.post(f"/gradebook/exemptions/{row.pk}/withdraw/", {"version": "1"}).status_code == 404
    assert testing.client_for(room.teacher).post(f"{path}exempt/", sent).status_code == 403
    assert (
        "Đã thôi miễn"
        in client.post(
            f"/gradebook/exemptions/{row.pk}/withdraw/", {"version": "1"}, follow=True
        ).content.decode()
    )
    client.post(f"{path}exempt/", {**sent, "subject": "plan"})
    testing.client_for(room.head).post(
        f"/gradebook/school/close/?school={room.here}&term=1", {"class": room.group.pk}
    )
    assert "đã khóa sổ" in client.post(f"{path}exempt/", {**sent, "term": "1"}, follow=True).content.decode()
