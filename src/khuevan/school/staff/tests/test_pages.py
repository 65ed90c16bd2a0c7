"""Pages of the room as people use them: what they show, whom they refuse, what stays typed, how much they ask."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from khuevan.kernel import access, database, testing
from khuevan.kernel.records.registry import find
from khuevan.kernel.testing.queries import assert_queries
from khuevan.kernel.testing.record_setting import words
from khuevan.register.organisations.permissions import VIEW_UNITS
from khuevan.register.people import permissions as people
from khuevan.school.curriculum import queries as curriculum
from khuevan.school.schoolyear.permissions import EDIT_CLASSES, VIEW_CLASSES
from khuevan.school.schoolyear.tests.builders import class_group

from .. import permissions, services
from ..models import Duty, LoadNorm, StaffMember, StaffMove, TeachingAssignment
from ..records import FIELDS, STAFF
from ..records.profile import LIST, PERSON, SCHOOL
from .builders import AT, assignment, member, school

pytestmark = pytest.mark.django_db

HEAD = (
    permissions.VIEW_STAFF,
    permissions.EDIT_STAFF,
    permissions.RECORD_POSTINGS,
    permissions.VIEW_PAPERS,
    permissions.EDIT_PAPERS,
    permissions.VIEW_ASSIGNMENTS,
    permissions.ASSIGN,
    permissions.UNCOVER_STAFF,
    VIEW_UNITS,
    EDIT_CLASSES,
    VIEW_CLASSES,
    people.VIEW_PEOPLE,
    people.REGISTER_PERSON,
    people.AFFILIATE_PERSON,
)


@pytest.fixture
def setting(db: None) -> SimpleNamespace:
    """A school with two classes, a maths teacher and a clerk; its head signed in."""
    here = school("Trường THCS Lê Lợi")
    with database.acting(access.system()):
        maths = next(
            one for one in curriculum.subjects_in("lower_secondary", "06", "2026-2027") if one.name == "Toán"
        )
    groups = [class_group(here, name, "06") for name in ("6A1", "6A2")]
    hoa = member(here, "Lê Thị Hoa", main_subject=maths, computers=["laptop"], internet="fixed")
    clerk = member(here, "Trần Văn Thư", position="clerk")
    acting = testing.actor(*HEAD, units=[here], name="Hiệu trưởng")
    return SimpleNamespace(
        here=here,
        maths=maths,
        groups=groups,
        hoa=hoa,
        clerk=clerk,
        head=testing.client_for(acting),
        actor=acting,
    )


def text(answer: Any) -> str:
    assert answer.status_code in (200, 422), (answer.status_code, answer.content[:500])
    return str(answer.content.decode())


def board(setting: SimpleNamespace, **query: Any) -> str:
    return text(
        setting.head.get(
            "/staff/assignments/", {"school": setting.here, "year": "2026-2027", "term": 1, **query}
        )
    )


def cell(setting: SimpleNamespace) -> str:
    return f"{setting.groups[0].pk}-{setting.maths.pk}"


def post(setting: SimpleNamespace, path: str, data: dict[str, Any], **query: Any) -> Any:
    asked = urlencode({"school": setting.here, "year": "2026-2027", "term": 1, **query})
    return setting.head.post(f"{path}?{asked}", data)


# --- the grid ---------------------------------------------------------------------------------------------


def test_assigning_on_the_page_moves_the_load_of_the_teacher(setting: SimpleNamespace) -> None:
    before = board(setting)
    assert f'data-staff="{setting.hoa.pk}">0<' in before
    editor = board(setting, cell=cell(setting))
    assert "Toán, lớp 6A1" in editor
    assert "Lê Thị Hoa · Toán · 0/19" in editor
    answer = post(
        setting,
        "/staff/assignments/cell/",
        {"new-staff": setting.hoa.pk, "new-periods": "4", "add": "1"},
        cell=cell(setting),
    )
    assert answer.status_code == 302
    assert f'data-staff="{setting.hoa.pk}">4<' in board(setting)


def test_wrong_input_keeps_the_editor_open_with_what_was_typed(setting: SimpleNamespace) -> None:
    answer = post(
        setting,
        "/staff/assignments/cell/",
        {"new-staff": "", "new-periods": "bốn", "new-part": "Số học", "add": "1"},
        cell=cell(setting),
    )
    shown = text(answer)
    assert answer.status_code == 422
    assert 'value="bốn"' in shown
    assert "Số học" in shown
    clerk = post(
        setting,
        "/staff/assignments/cell/",
        {"new-staff": setting.clerk.pk, "new-periods": "4", "add": "1"},
        cell=cell(setting),
    )
    assert "không phải giáo viên" in text(clerk)


def test_a_lesson_is_changed_and_ended_from_its_cell(setting: SimpleNamespace) -> None:
    row = assignment(setting.hoa, setting.groups[0], setting.maths)
    prefix = f"l{row.pk}"
    typed = {f"{prefix}-staff": setting.hoa.pk, f"{prefix}-periods": "3,5", f"{prefix}-version": 1}
    assert (
        post(setting, "/staff/assignments/cell/", {**typed, "save": row.pk}, cell=cell(setting)).status_code
        == 302
    )
    with database.acting(access.system()):
        assert TeachingAssignment.objects.get(pk=row.pk).periods == Decimal("3.5")
    late = post(setting, "/staff/assignments/cell/", {**typed, "end": row.pk}, cell=cell(setting))
    assert late.status_code == 302, "a stale version ends nothing and says so"
    with database.acting(access.system()):
        assert TeachingAssignment.objects.get(pk=row.pk).ended_on is None
    post(
        setting,
        "/staff/assignments/cell/",
        {**typed, f"{prefix}-version": 2, "end": row.pk},
        cell=cell(setting),
    )
    with database.acting(access.system()):
        assert TeachingAssignment.objects.get(pk=row.pk).ended_on is not None


def test_a_homeroom_teacher_is_named_on_the_grid(setting: SimpleNamespace) -> None:
    group = setting.groups[0]
    assert "Chủ nhiệm lớp 6A1" in board(setting, homeroom=group.pk)
    answer = post(
        setting,
        "/staff/assignments/homeroom/",
        {"staff": setting.hoa.pk, "version": group.version},
        homeroom=group.pk,
    )
    assert answer.status_code == 302
    shown = board(setting)
    assert "Chủ nhiệm lớp 6A1: Lê Thị Hoa" in shown


def test_copying_a_term_is_shown_first(setting: SimpleNamespace) -> None:
    assignment(setting.hoa, setting.groups[0], setting.maths)
    where = {"school": setting.here, "year": "2026-2027", "term": 1}
    assert "Sẽ chép" in text(setting.head.get("/staff/assignments/copy/", where))
    assert post(setting, "/staff/assignments/copy/", {}).status_code == 302
    with database.acting(access.system()):
        assert TeachingAssignment.objects.filter(term=2, staff=setting.hoa).count() == 1


def test_readers_see_the_grid_and_no_way_to_change_it(setting: SimpleNamespace) -> None:
    reader = testing.client_for(testing.actor(permissions.VIEW_ASSIGNMENTS, units=[setting.here]))
    shown = text(reader.get("/staff/assignments/", {"school": setting.here, "cell": cell(setting)}))
    assert "6A1" in shown
    assert "hx-get" not in shown.split('id="board"')[1].split("staff-grid")[1].split("</table>")[0]
    assert 'id="editor"' not in shown
    assert (
        reader.post(
            f"/staff/assignments/cell/?school={setting.here}&cell={cell(setting)}", {"add": "1"}
        ).status_code
        == 403
    )


def test_other_schools_are_not_there(setting: SimpleNamespace) -> None:
    other = school()
    assert setting.head.get("/staff/assignments/", {"school": other}).status_code == 404
    assert setting.head.get("/staff/assignments/", {"school": "x"}).status_code == 404
    assert setting.head.get(f"/staff/members/{member(other).pk}/").status_code == 404
    assert setting.head.get(f"/staff/members/{member(other).pk}/act/retired/").status_code == 404


def test_officers_choose_the_school_first(setting: SimpleNamespace) -> None:
    school("Trường thứ hai")
    officer = testing.client_for(testing.actor(permissions.VIEW_ASSIGNMENTS, VIEW_UNITS, units=None))
    assert "Chọn trường" in text(officer.get("/staff/assignments/"))
    assert "Không có trường nào" in text(officer.get("/staff/assignments/", {"code": "khong-co"}))
    assert "6A1" in text(officer.get("/staff/assignments/", {"school": setting.here}))


def test_the_grid_asks_the_same_statements_for_any_number_of_teachers(setting: SimpleNamespace) -> None:
    assignment(setting.hoa, setting.groups[0], setting.maths)
    with assert_queries(BOARD):
        board(setting)
    for number in range(6):
        assignment(
            member(setting.here, f"Giáo Viên {number}"), setting.groups[1], setting.maths, part=str(number)
        )
    with assert_queries(BOARD):
        board(setting)


BOARD = 23
LOADS = 14


# --- loads ----------------------------------------------------------------------------------------------


def test_loads_show_norm_reductions_and_what_is_beyond(setting: SimpleNamespace) -> None:
    assignment(setting.hoa, setting.groups[0], setting.maths, "20")
    with database.acting(access.system()):
        Duty.objects.create(
            staff=setting.hoa, school_id=setting.here, kind="group_head", valid_from=date(2026, 8, 1)
        )
    where = {"school": setting.here, "year": "2026-2027", "term": 1}
    with assert_queries(LOADS):
        shown = text(setting.head.get("/staff/loads/", where))
    assert "Vượt 4 tiết" in shown
    one = text(setting.head.get(f"/staff/loads/{setting.hoa.pk}/", where))
    assert "Điều 9 khoản 3" in one
    assert "Theo nguồn dẫn lại" in one
    assert "560 tiết một năm" in one
    answer = setting.head.get("/staff/loads/", {**where, "export": "xlsx"})
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert setting.head.get(f"/staff/loads/{member(school()).pk}/", where).status_code == 404


def test_a_corrected_norm_is_in_force_at_once(setting: SimpleNamespace) -> None:
    officer = testing.client_for(
        testing.actor(permissions.VIEW_ASSIGNMENTS, permissions.EDIT_NORMS, units=None)
    )
    with database.acting(access.system()):
        norm = LoadNorm.objects.get(
            instrument__startswith="TT 05", post="teacher", level="lower_secondary", school_type="general"
        )
    answer = officer.patch(
        f"/api/v1/staff/norms/{norm.pk}", {"version": 1, "periods": 18}, content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    assert "Lê Thị Hoa · Toán · 0/18" in board(setting, cell=cell(setting))


# --- people come and go ----------------------------------------------------------------------------------


def registering(**other: str) -> dict[str, str]:
    return {
        "full_name": "Đặng Thị Ánh", "born": "02/04/1995", "sex": "female", "kind": "hired", "position": "teacher",
        "level": "lower_secondary", "contract_form": "term", "effective_on": "01/09/2026", "number": "15/QĐ-UBND",
        "body": "UBND xã", **other,
    }  # fmt: skip


def test_somebody_is_taken_in_by_one_form(setting: SimpleNamespace) -> None:
    assert "Tiếp nhận người mới" in text(setting.head.get("/staff/register/"))
    answer = setting.head.post("/staff/register/", registering())
    assert answer.status_code == 302, text(answer)
    shown = text(setting.head.get(answer["Location"]))
    assert "Đặng Thị Ánh" in shown
    assert "15/QĐ-UBND" in shown


def test_registering_says_what_is_wrong_and_keeps_what_was_typed(setting: SimpleNamespace) -> None:
    shown = text(setting.head.post("/staff/register/", registering(born="31/02/1995", number="")))
    assert "31/02/1995" in shown
    assert "không có trong lịch" in shown
    shown = text(setting.head.post("/staff/register/", registering(number="", position="")))
    assert "Phải ghi số quyết định." in shown
    twin = setting.head.post("/staff/register/", registering(born="08/03/1985", full_name="Lê Thị Hoa"))
    assert "Hãy kiểm tra trước khi lưu" in text(twin)


def test_a_decision_is_previewed_then_recorded(setting: SimpleNamespace) -> None:
    assignment(setting.hoa, setting.groups[0], setting.maths)
    address = f"/staff/members/{setting.hoa.pk}/act/resigned/"
    assert "Thôi việc" in text(setting.head.get(f"/staff/members/{setting.hoa.pk}/act/"))
    typed = {
        "effective_on": "01/12/2026",
        "number": "3/QĐ",
        "body": "Hiệu trưởng",
        "why": "Nguyện vọng",
        "version": 1,
    }
    shown = text(setting.head.post(address, {**typed, "preview": "1"}))
    assert "Quyết định này sẽ thay đổi" in shown
    assert "Toán 6A1" in shown
    wrong = setting.head.post(address, {**typed, "number": "", "commit": "1"})
    assert wrong.status_code == 422
    assert "Phải ghi số quyết định." in text(wrong)
    done = setting.head.post(address, {**typed, "commit": "1"})
    assert done.status_code == 302
    with database.acting(access.system()):
        assert StaffMember.objects.get(pk=setting.hoa.pk).status == "8"
    assert setting.head.get(f"/staff/members/{setting.hoa.pk}/act/abc/").status_code == 404
    undone = setting.head.post(f"/staff/members/{setting.hoa.pk}/cancel/", {"why": "Ghi nhầm", "version": 2})
    assert undone.status_code == 302
    assert "Đã hủy: Thôi việc" in text(setting.head.get(f"/staff/members/{setting.hoa.pk}/"))


def test_a_move_goes_from_one_school_s_pages_to_the_other_s(setting: SimpleNamespace) -> None:
    there = school("Trường THCS Quang Trung")
    with database.acting(access.system()):
        code = type(setting.hoa)._meta.get_field("school").related_model.objects.get(pk=there).code
    found = text(setting.head.get("/staff/moves/places/", {"to": "quang trung"}))
    assert f'value="{code}"' in found, "schools beyond the reach are found by name"
    typed = {
        "effective_on": "01/12/2026",
        "number": "3/QĐ",
        "body": "UBND xã",
        "to": code,
        "version": 1,
        "commit": "1",
    }
    missing = setting.head.post(
        f"/staff/members/{setting.hoa.pk}/act/reassigned/", {**typed, "to": "khong-co"}
    )
    assert "Không có trường nào mang mã này" in text(missing)
    assert setting.head.post(f"/staff/members/{setting.hoa.pk}/act/reassigned/", typed).status_code == 302
    assert "Trường THCS Quang Trung" in text(setting.head.get("/staff/moves/"))
    receiver = testing.client_for(testing.actor(*HEAD, units=[there], name="Trường bạn"))
    waiting = text(receiver.get("/staff/moves/"))
    assert "Lê Thị Hoa" in waiting
    with database.acting(access.system()):
        move = StaffMove.objects.get()
    assert "Tiếp nhận Lê Thị Hoa" in text(receiver.get(f"/staff/moves/{move.pk}/accept/"))
    answer = receiver.post(
        f"/staff/moves/{move.pk}/accept/",
        {"on": "01/12/2026", "position": "teacher", "level": "lower_secondary", "version": 1},
    )
    assert answer.status_code == 302, text(answer)
    assert "Lê Thị Hoa" in text(receiver.get(answer["Location"]))
    assert receiver.get(f"/staff/moves/{move.pk}/nonsense/").status_code == 404


def test_a_move_is_declined_and_withdrawn_with_reasons(setting: SimpleNamespace) -> None:
    there = school("Trường THCS Quang Trung")
    decree = services.Decree(effective_on=date(2026, 12, 1), number="1", body="UBND")
    order = services.Order(kind="moved", decree=decree, to_school_id=there, to_name="Trường THCS Quang Trung")
    with database.acting(setting.actor):
        services.record_act(setting.actor, setting.hoa, order, at=AT, version=setting.hoa.version)
        move = StaffMove.objects.get()
    receiver = testing.client_for(testing.actor(*HEAD, units=[there]))
    assert text(receiver.post(f"/staff/moves/{move.pk}/decline/", {"why": "", "version": 1}))
    assert (
        receiver.post(f"/staff/moves/{move.pk}/decline/", {"why": "Đã đủ", "version": 1}).status_code == 302
    )
    assert "Đã đủ" in text(setting.head.get("/staff/moves/"))
    assert (
        setting.head.post(
            f"/staff/moves/{move.pk}/withdraw/", {"why": "Nơi đến từ chối", "version": 2}
        ).status_code
        == 302
    )
    with database.acting(access.system()):
        assert StaffMember.objects.get(pk=setting.hoa.pk).status == "1"


# --- oneself ---------------------------------------------------------------------------------------------


def test_everybody_sees_their_own_file_in_clear_and_nobody_else_s(setting: SimpleNamespace) -> None:
    with database.acting(access.system()):
        StaffMember.objects.filter(pk=setting.hoa.pk).update(salary_coefficient=Decimal("3.66"))
    me = testing.client_for(
        testing.actor(permissions.TEACH, units=[setting.here], person_id=setting.hoa.person_id)
    )
    shown = text(me.get("/staff/me/"))
    assert "Lê Thị Hoa" in shown
    assert "3,66" in shown
    assert "Trần Văn Thư" not in shown
    assert me.get("/staff/members/").status_code == 403
    nobody = testing.client_for(testing.actor(permissions.TEACH, units=[setting.here]))
    assert "Chưa có hồ sơ nhân sự" in text(nobody.get("/staff/me/"))


def test_devices_are_declared_by_oneself(setting: SimpleNamespace) -> None:
    me = testing.client_for(
        testing.actor(permissions.TEACH, units=[setting.here], person_id=setting.hoa.person_id)
    )
    address = f"/staff/me/{setting.hoa.pk}/means/"
    assert "Máy tính xách tay" in text(me.get(address))
    assert (
        me.post(address, {"computers": ["tablet", "phone"], "internet": "mobile", "version": 1}).status_code
        == 302
    )
    with database.acting(access.system()):
        row = StaffMember.objects.get(pk=setting.hoa.pk)
        assert (row.computers, row.internet, row.has_computer) == (["tablet", "phone"], "mobile", True)
    assert me.get(f"/staff/me/{setting.clerk.pk}/means/").status_code == 404
    stale = me.post(address, {"computers": [], "internet": "", "version": 1})
    assert stale.status_code == 422


def test_my_classes_page(setting: SimpleNamespace) -> None:
    assignment(setting.hoa, setting.groups[0], setting.maths)
    me = testing.client_for(
        testing.actor(permissions.TEACH, units=[setting.here], person_id=setting.hoa.person_id)
    )
    shown = words(me.get("/staff/mine/"))
    assert "6A1" in shown
    assert "6A2" not in shown


def test_strangers_are_sent_to_sign_in() -> None:
    for path in ("/staff/members/", "/staff/assignments/", "/staff/me/", "/staff/register/"):
        assert Client().get(path).status_code == 302


# --- what the record rests on ------------------------------------------------------------------------------

ANNEX = """
TRUONG_ID TRUNG_TAM_ID GIAO_VIEN_ID HO_TEN MA NGAY_SINH MA_GIOI_TINH MA_TRANG_THAI_CAN_BO SO_CMTND EMAIL DI_DONG
MA_DAN_TOC MA_TON_GIAO QUE_QUAN TINH_THANH_ID QUAN_HUYEN_ID XA_PHUONG_ID IS_DANG_VIEN IS_DOAN_VIEN SO_SO_BHXH
MA_NHOM_CAN_BO MA_LOAI_CAN_BO MA_HINH_THUC_HOP_DONG NGAY_TUYEN_DUNG CO_QUAN_TUYEN_DUNG NGHE_NGHIEP_KHI_DUOC_TUYEN_DUNG
MA_NGACH MA_SO_NGACH MA_MON_DAY MA_MON_KIEM_NHIEM MA_TIENG_DAN_TOC SO_TIET_THUC_DAY_TUAN SO_TIET_THUC_KIEM_NHIEM_TUAN
IS_TAP_HUAN_KY_NANG_SONG IS_DAY_LOP_KHUYET_TAT IS_DAY_1_BUOI IS_DAY_2_BUOI IS_CHUYEN_TRACH_DOAN_DOI
IS_THAM_GIA_CHUONG_TRINH_BOI_DUONG PC_THU_HUT PC_THAM_NIEN PC_UD_NGHE MA_BAC_LUONG PHAN_TRAM_VUOT_KHUNG HE_SO_LUONG
NGAY_HUONG_LUONG MA_BOI_DUONG_TX MA_TRINH_DO_CHUYEN_MON MA_TRINH_DO_LLCT MA_TRINH_DO_QLGD MA_NGOAI_NGU
MA_TRINH_DO_NGOAI_NGU DIEM_NGOAI_NGU MA_TIN_HOC MA_TRINH_DO_TIN_HOC MA_CHUYEN_MON_1 MA_TRINH_DO_1 MA_CHUYEN_MON_2
MA_TRINH_DO_2 MA_KET_QUA_CHUAN_NGHE_NGHIEP MA_DG_VIEN_CHUC MA_GIAO_VIEN_GIOI DANH_HIEU_DUOC_PHONG_TANG_CAO_NHAT
MA_LOAI_GV_GIANG_DAY_VAN_HOA IS_TUYEN_MOI NGAY_CHUYEN_DEN NAM_VAO_TRUONG NHIEM_VU_KIEM_NHIEMS
NHAN_SU_QUA_TRINH_DAO_TAO_BOI_DUONGS NHAN_SU_QUA_TRINH_NGOAI_NGUS NHAN_SU_KHEN_THUONGS NHAN_SU_KY_LUATS
KET_QUA_DANH_GIA
"""
SYMBOLS = re.findall(r"\w+", ANNEX)


def test_every_field_of_the_annex_is_declared_once() -> None:
    assert [line.symbol for line in FIELDS] == SYMBOLS
    for line in FIELDS:
        if line.of not in (PERSON, SCHOOL, LIST):
            assert STAFF.field(line.field.name) is not None
        if line.of == LIST:
            assert find(f"staff.{line.field.name}")


def test_fields_of_some_levels_are_left_out_for_others() -> None:
    names = {line.symbol: line for line in FIELDS}
    primary, upper = SimpleNamespace(level="primary"), SimpleNamespace(level="upper_secondary")
    assert not names["MA_TIN_HOC"].is_kept_for(primary)
    assert names["MA_TIN_HOC"].is_kept_for(upper)
    assert not names["MA_LOAI_GV_GIANG_DAY_VAN_HOA"].is_kept_for(upper)
    assert names["MA_TIN_HOC"].is_kept_for(SimpleNamespace(level=""))
