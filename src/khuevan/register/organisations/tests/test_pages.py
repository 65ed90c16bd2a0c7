"""Every page as different people see it; query counts of the lists are pinned."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.conf import settings
from django.urls import reverse
from python_calamine import CalamineWorkbook

from khuevan.kernel import access, clock, database, testing
from khuevan.kernel.access import Actor
from khuevan.kernel.audit.models import AuditEntry

from .. import queries, services, urls
from ..choices import UnitKind as K
from ..models import OrgUnit, Subordination, UnitAct
from ..permissions import CORRECT_UNITS, EDIT_CONTACTS, MANAGE_UNITS, VIEW_UNITS
from .builders import AT, Country, make_country, make_school, make_unit

pytestmark = pytest.mark.django_db
EVERYTHING = (VIEW_UNITS, MANAGE_UNITS, CORRECT_UNITS, EDIT_CONTACTS)
NOW = datetime(2026, 9, 6, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today() -> object:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def country() -> Country:
    return make_country()


@pytest.fixture
def school(country: Country) -> OrgUnit:
    return make_school(country.commune, latitude=11.58, longitude=108.07)


def somebody(unit: OrgUnit, *permissions: access.Permission) -> Actor:
    reach = queries.descendants(unit.pk)
    return testing.actor(*permissions, units=reach.ids(), outline=queries.outline(reach).ids())


def page(actor: Actor, name: str, *args: object, **words: str) -> str:
    response = testing.client_for(actor).get(reverse(f"organisations:{name}", args=args), words)
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def test_the_tree_opens_down_to_where_there_is_a_choice(country: Country, school: OrgUnit) -> None:
    shown = page(somebody(country.department, VIEW_UNITS), "tree")
    assert "Bộ Giáo dục và Đào tạo" in shown
    assert shown.index("Xã Bảo Thuận") < shown.index("Xã Di Linh")
    assert f'href="/organisations/{country.commune.pk}/"' in shown
    assert f'href="/organisations/{country.ministry.pk}/"' not in shown
    assert school.name not in shown


def test_the_tree_of_another_day_and_line(country: Country, school: OrgUnit) -> None:
    officer = somebody(country.department, VIEW_UNITS)
    assert "Xã Di Linh" not in page(officer, "tree", on="30/06/2025")
    assert school.name in page(officer, "tree", line="professional")
    assert "Ngày chưa đúng" in page(officer, "tree", on="31/02/2026")


def test_a_branch_is_a_piece_for_htmx_and_a_page_for_others(country: Country, school: OrgUnit) -> None:
    officer = somebody(country.department, VIEW_UNITS)
    address = reverse("organisations:branch", args=[country.commune.pk])
    piece = testing.client_for(officer).get(address, headers={"HX-Request": "true"}).content.decode()
    assert school.name in piece
    assert "<html" not in piece
    whole = testing.client_for(officer).get(address).content.decode()
    assert school.name in whole
    assert "<html" in whole


def test_a_branch_outside_the_outline_is_not_there(country: Country) -> None:
    officer = somebody(country.commune, VIEW_UNITS)
    for unit in (country.other_commune.pk, 987654):
        answer = testing.client_for(officer).get(reverse("organisations:branch", args=[unit]))
        assert answer.status_code == 404


@pytest.mark.parametrize("tab", ["facts", "points", "history", "kin", "map"])
def test_every_tab_of_a_school(country: Country, school: OrgUnit, tab: str) -> None:
    officer = somebody(country.commune, *EVERYTHING)
    shown = page(officer, "unit_tab", school.pk, tab)
    assert school.name in shown
    expected = {
        "facts": "Sở Giáo dục và Đào tạo Lâm Đồng",
        "points": "Thêm điểm trường",
        "history": "01/QĐ-UBND",
        "kin": "Được kế thừa bởi",
        "map": "11.58",
    }
    assert expected[tab] in shown


def test_children_of_a_commune_on_both_lines(country: Country, school: OrgUnit) -> None:
    shown = page(somebody(country.department, VIEW_UNITS), "unit_tab", country.department.pk, "children")
    assert "Quản lý trực tiếp" in shown
    assert school.name in shown
    assert "Xã Di Linh" in shown


def test_a_unit_outside_the_scope_is_not_there(country: Country, school: OrgUnit) -> None:
    officer = somebody(country.other_commune, *EVERYTHING)
    client = testing.client_for(officer)
    for name, args in (
        ("unit", [school.pk]),
        ("unit_tab", [school.pk, "history"]),
        ("act", [school.pk, "rename"]),
        ("contacts", [school.pk]),
        ("unit", [country.department.pk]),
    ):
        assert client.get(reverse(f"organisations:{name}", args=args)).status_code == 404, name
    assert client.get(f"/organisations/{country.other_commune.pk}/nothing/").status_code == 404


def test_who_may_only_look_is_told_so(country: Country, school: OrgUnit) -> None:
    client = testing.client_for(somebody(country.commune, VIEW_UNITS))
    for name, args in (
        ("act", [school.pk, "rename"]),
        ("act", [school.pk, "correct"]),
        ("contacts", [school.pk]),
        ("open", []),
    ):
        answer = client.get(reverse(f"organisations:{name}", args=args))
        assert answer.status_code == 403, name
        assert "quyền" in answer.content.decode()
    assert "Ghi quyết định" not in page(client.acting, "unit", school.pk)


FORM = {
    "effective_on": "01/09/2026",
    "decision_number": "55/QĐ-UBND",
    "deciding_body": "UBND xã Di Linh",
    "note": "",
}


def test_an_act_is_previewed_then_committed(country: Country, school: OrgUnit) -> None:
    officer = somebody(country.commune, *EVERYTHING)
    client = testing.client_for(officer)
    address = reverse("organisations:act", args=[school.pk, "rename"])
    form = {**FORM, "name": "Trường Tiểu học Lê Lợi", "short_name": "", "version": str(school.version)}
    preview = client.post(address, {**form, "preview": "1"}).content.decode()
    assert "Quyết định này sẽ thay đổi" in preview
    assert "Trường Tiểu học Lê Lợi" in preview
    with database.acting(access.system()):
        assert OrgUnit.objects.get(pk=school.pk).name == school.name
    answer = client.post(address, {**form, "commit": "1"})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("organisations:unit_tab", args=[school.pk, "history"])
    with database.acting(access.system()):
        assert OrgUnit.objects.get(pk=school.pk).name == "Trường Tiểu học Lê Lợi"
    again = client.post(address, {**form, "name": "Khác", "commit": "1"}).content.decode()
    assert "Nguyễn Thị Thử" in again, "the second officer is told who"
    assert "09:00 06/09/2026" in again, "and when"


@pytest.mark.parametrize("kind", ["rename", "move", "change_level", "merge", "split", "close", "correct"])
def test_every_act_has_a_form(country: Country, school: OrgUnit, kind: str) -> None:
    shown = page(somebody(country.commune, *EVERYTHING), "act", school.pk, kind)
    assert "Xem trước thay đổi" in shown
    assert ('name="decision_number"' in shown) is (kind != "correct")


def test_refusals_come_back_in_words_with_the_form(country: Country, school: OrgUnit) -> None:
    client = testing.client_for(somebody(country.commune, *EVERYTHING))
    address = reverse("organisations:act", args=[school.pk, "rename"])
    wrong = {**FORM, "effective_on": "01/01/2020", "decision_number": "", "name": school.name}
    shown = client.post(address, {**wrong, "commit": "1"}).content.decode()
    assert "Phải ghi số quyết định." in shown
    assert "trước ngày Trường Tiểu học Kim Đồng được thành lập (01/07/2025)" in shown
    assert "chưa lưu gì cả" in shown
    with database.acting(access.system()):
        assert UnitAct.objects.filter(unit=school).count() == 1


def test_opening_a_school_from_the_page_of_a_commune(country: Country) -> None:
    officer = somebody(country.commune, *EVERYTHING)
    shown = page(officer, "open", under=str(country.commune.pk))
    assert f'<option value="{country.commune.pk}" selected>' in shown
    form = {
        **FORM,
        "code": "M1",
        "name": "Trường Mầm non Sao Mai",
        "kind": "preschool",
        "levels": ["preschool"],
        "managing_parent": str(country.commune.pk),
        "professional_parent": str(country.department.pk),
        "commit": "1",
    }
    answer = testing.client_for(officer).post(reverse("organisations:open"), form)
    assert answer.status_code == 302, answer.content.decode()
    with database.acting(access.system()):
        made = OrgUnit.objects.get(code="M1")
    assert answer["Location"] == reverse("organisations:unit_tab", args=[made.pk, "history"])
    taken = testing.client_for(somebody(country.commune, *EVERYTHING)).post(
        reverse("organisations:open"), form
    )
    assert "Mã M1 đã được dùng cho Trường Mầm non Sao Mai." in taken.content.decode()


def test_merging_and_splitting_from_the_page(country: Country, school: OrgUnit) -> None:
    other = make_school(country.commune, "Trường B", code="B1")
    client = testing.client_for(somebody(country.commune, *EVERYTHING))
    merge = reverse("organisations:act", args=[school.pk, "merge"])
    assert "KHONG-CO" in client.post(merge, {**FORM, "sources": "KHONG-CO"}).content.decode()
    assert client.post(merge, {**FORM, "sources": "B1", "commit": "1"}).status_code == 302
    with database.acting(access.system()):
        assert OrgUnit.objects.get(pk=other.pk).closed_on == date(2026, 9, 1)
    split = reverse("organisations:act", args=[school.pk, "split"])
    for line in ("chỉ một ô", "C1; Trường C1; 3"):
        assert "Dòng 1" in client.post(split, {**FORM, "parts": line}).content.decode()
    parts = {
        **FORM,
        "effective_on": "05/09/2026",
        "parts": "C1; Trường C1; 0,4\nC2; Trường C2; 0,6",
        "commit": "1",
    }
    assert client.post(split, parts).status_code == 302
    with database.acting(access.system()):
        assert [kin.share for kin in queries.successors(school.pk)] == ["0.40000000", "0.60000000"]


def test_contacts(country: Country, school: OrgUnit) -> None:
    client = testing.client_for(somebody(school, VIEW_UNITS, EDIT_CONTACTS))
    contacts = reverse("organisations:contacts", args=[school.pk])
    form = {"phone": "0263 3870 001", "email": "kd@example.edu.vn", "website": "", "version": school.version}
    assert client.post(contacts, form).status_code == 302
    stale = client.post(contacts, form).content.decode()
    assert "vừa sửa" in stale


def test_the_points_of_a_school_lead_to_their_record(country: Country, school: OrgUnit) -> None:
    clerk = somebody(school, VIEW_UNITS, EDIT_CONTACTS)
    client = testing.client_for(clerk)
    tab = page(clerk, "unit_tab", school.pk, "points")
    add = f"{reverse('organisations:school_point_add')}?school={school.pk}"
    assert add in tab
    assert f'<option value="{school.pk}" selected>' in client.get(add).content.decode()
    typed = {"code": "D1", "name": "Điểm thôn 3", "school": str(school.pk), "opened_on": "01/09/2025"}
    answer = client.post(add, typed)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] in page(clerk, "unit_tab", school.pk, "points")
    detail = client.get(answer["Location"]).content.decode()
    assert reverse("organisations:unit", args=[school.pk]) in detail


def test_the_list_finds_without_accents_and_filters(country: Country, school: OrgUnit) -> None:
    make_school(country.department, "Trường THPT Di Linh", K.UPPER_SECONDARY, code="THPT1")
    officer = somebody(country.department, VIEW_UNITS)
    assert "Kim Đồng" in page(officer, "schools", q="kim dong")
    assert "Kim Đồng" not in page(officer, "schools", q="le loi")
    assert "THPT Di Linh" in page(officer, "schools", q="thpt1")
    by_level = page(officer, "schools", level="upper_secondary")
    assert "THPT Di Linh" in by_level
    assert "Kim Đồng" not in by_level
    assert "Kim Đồng" in page(officer, "schools", commune=str(country.commune.pk))
    assert "Kim Đồng" not in page(officer, "schools", commune=str(country.other_commune.pk))
    assert "Không có trường nào" in page(officer, "schools", condition="closed")
    assert "Kim Đồng" in page(officer, "schools", kind="nonsense", sort="-opened", page="forged")


def test_the_list_goes_out_as_a_workbook(country: Country, school: OrgUnit) -> None:
    make_school(country.other_commune, "Trường Tiểu học Lê Lợi")
    client = testing.client_for(somebody(country.commune, VIEW_UNITS))
    shown = client.get(reverse("organisations:schools"), {"q": "kim dong"}).content.decode()
    assert "/organisations/schools/export/?q=kim+dong&amp;sort=name" in shown
    answer = client.get(reverse("organisations:schools_export"))
    assert answer["Content-Disposition"].startswith('attachment; filename="danh-sach-truong-')
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.getvalue())).get_sheet_by_index(0)
    head, *rows = sheet.to_python()
    assert head[:3] == ["Tên", "Mã", "Loại"]
    assert [row[:3] for row in rows] == [[school.name, school.code, "Trường tiểu học"]]
    nothing = client.get(reverse("organisations:schools_export"), {"q": "le loi"})
    assert (
        len(CalamineWorkbook.from_filelike(BytesIO(nothing.getvalue())).get_sheet_by_index(0).to_python())
        == 1
    )
    with database.acting(access.system()):
        logged = AuditEntry.objects.filter(kind="export").order_by("id").values_list("action", "changes")
        assert [(action, changes["rows"]) for action, changes in logged] == [
            ("organisations.unit:export", 1),
            ("organisations.unit:export", 0),
        ]


def test_the_map_shows_what_has_a_place(country: Country, school: OrgUnit) -> None:
    make_school(country.commune, "Trường không vị trí")
    shown = page(somebody(country.department, VIEW_UNITS), "map")
    assert "1 trong 2 trường có vị trí" in shown
    assert "108.07" in shown


@pytest.mark.parametrize(("name", "queries_of_page"), [("schools", 4), ("map", 5), ("tree", 5)])
def test_query_counts_do_not_grow_with_the_list(country: Country, name: str, queries_of_page: int) -> None:
    officer_of_few = _with_schools(country, 3)
    with testing.assert_queries(queries_of_page):
        page(officer_of_few, name)
    officer_of_many = _with_schools(country, 12)
    with testing.assert_queries(queries_of_page):
        page(officer_of_many, name)


def _with_schools(country: Country, number: int) -> Actor:
    for index in range(number):
        make_school(country.commune, f"Trường số {index}", latitude=11.5, longitude=108.0)
    return somebody(country.department, VIEW_UNITS)


def test_the_palette_and_the_cards_keep_to_the_scope(country: Country, school: OrgUnit) -> None:
    make_school(country.commune, "Trường Tiểu học Lê Lợi")
    today = clock.today()
    mine, other = somebody(country.commune, *EVERYTHING), somebody(country.other_commune, *EVERYTHING)
    with database.acting(mine):
        assert [found.title for found in urls.units_by_words(mine, "kim dong", 5)] == [school.name]
        assert urls.units_by_words(mine, "  ", 5) == []
        card = urls.schools_card(mine, today)
        assert card is not None
        assert card.figure == 2
        assert urls.orphans_card(mine, today) is None
    with database.acting(other):
        assert urls.units_by_words(other, "kim dong", 5) == []
        assert urls.schools_card(other, today) is None


def test_a_unit_without_a_managing_body_awaits_somebody(country: Country, school: OrgUnit) -> None:
    with database.acting(access.system()):
        Subordination.objects.filter(unit=school, line="managing").delete()
        services.refresh_all(on=clock.today())
    actor = testing.actor(*EVERYTHING, units=None)
    with database.acting(actor):
        card = urls.orphans_card(actor, clock.today())
    assert card is not None
    assert card.figure == 1


def test_pages_are_in_english_too_and_history_stays_vietnamese(country: Country, school: OrgUnit) -> None:
    officer = replace(somebody(country.commune, *EVERYTHING), language="en")
    client = testing.client_for(officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    shown = client.get(reverse("organisations:unit", args=[school.pk])).content.decode()
    assert "Primary school" in shown
    assert "Managing body" not in shown
    assert "Management" in shown
    address = reverse("organisations:act", args=[school.pk, "change_level"])
    form = {**FORM, "kind": "primary_lower", "levels": ["primary", "lower_secondary"]}
    preview = client.post(address, form).content.decode()
    assert "Primary and lower secondary school" in preview
    assert client.post(address, {**form, "commit": "1"}).status_code == 302
    with database.acting(access.system()):
        details = UnitAct.objects.get(unit=school, kind="change_level").details
    assert [change["after"] for change in details] == [
        "Trường tiểu học và trung học cơ sở",
        "Tiểu học, Trung học cơ sở",
    ]
    wrong = client.post(address, {**form, "decision_number": "", "commit": "1"}).content.decode()
    assert "Give the number of the decision." in wrong


def test_a_district_of_the_past_has_a_page(country: Country) -> None:
    office = make_unit(
        "Phòng GDĐT Di Linh", K.DISTRICT_OFFICE, managing=country.department, on=date(2008, 8, 1)
    )
    with database.acting(access.system()):
        services.close_unit(
            access.system(),
            services.CloseUnit(
                decree=services.Decree(
                    effective_on=date(2025, 7, 1), decision_number="202/2025/QH15", deciding_body="Quốc hội"
                ),
                unit_id=office.pk,
            ),
            at=AT,
        )
    officer = somebody(country.department, *EVERYTHING)
    shown = page(officer, "unit", office.pk)
    assert "Ngừng hoạt động, ngày cuối 30/06/2025" in shown
    assert "Giải thể" not in shown, "a closed unit offers no acts"
    assert "Phòng GDĐT Di Linh" in page(officer, "tree", on="30/06/2025")
    assert "Phòng GDĐT Di Linh" not in page(officer, "tree")


def test_a_field_of_any_form_is_offered_units_of_the_scope_by_name_without_accents(country: Country) -> None:
    here = make_school(country.commune, name="Trường Tiểu học Đạ Sar")
    elsewhere = make_school(country.commune, name="Trường Tiểu học Đạ Nhim")
    clerk = somebody(here, VIEW_UNITS)
    offered = page(clerk, "pick", receiving_school="da s")
    assert f'<option value="{here.code}">Trường Tiểu học Đạ Sar, {country.commune.name}</option>' in offered
    assert elsewhere.code not in page(clerk, "pick", unit="tieu hoc da")
    assert page(clerk, "pick", unit="").strip() == ""
