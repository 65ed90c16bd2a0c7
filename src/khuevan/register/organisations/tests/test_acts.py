"""Every act on the real database: periods, parents, paths, history, news, log."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from khuevan.kernel import access, clock, database, testing
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.events import subscribe

from .. import events, queries, services
from ..choices import EducationLevel as L
from ..choices import Line
from ..choices import UnitKind as K
from ..models import OrgUnit, Subordination, Succession, UnitAct, UnitState
from ..permissions import CORRECT_UNITS, MANAGE_UNITS, VIEW_UNITS
from ..rules.sentences import ActRefused
from .builders import AT, LONG_AGO, TWO_TIERS, decree, make_country, make_province, make_school, make_unit

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 15)
SYSTEM = access.system()


@pytest.fixture(autouse=True)
def _everything_visible() -> object:
    with database.acting(SYSTEM):
        yield


def fresh(unit: OrgUnit) -> OrgUnit:
    return OrgUnit.objects.get(pk=unit.pk)


def periods(model: type, unit: OrgUnit, *columns: str, **only: object) -> list[tuple[object, ...]]:
    return list(
        model.objects.filter(unit=unit, **only)
        .order_by("valid_from")
        .values_list("valid_from", "valid_until", *columns)
    )


def test_opening_places_a_unit_on_both_lines() -> None:
    country = make_country()
    school = make_school(country.commune)
    top = f"/{country.ministry.pk}/{country.department.pk}/"
    assert school.managing_path == f"{top}{country.commune.pk}/{school.pk}/"
    assert school.professional_path == f"{top}{school.pk}/"
    assert (school.managing_parent_id, school.professional_parent_id) == (
        country.commune.pk,
        country.department.pk,
    )
    assert "truong tieu hoc kim dong" in school.search
    assert school.levels == ["primary"]
    act = UnitAct.objects.get(unit=school)
    assert (act.kind, act.effective_on, act.recorded_by) == ("open", TWO_TIERS, SYSTEM.name)
    assert school.changed_by == SYSTEM.name


def test_names_are_cleaned_to_composed_unicode() -> None:
    school = make_school(make_country().commune, name="  Trường  Tiểu học Nguyễn Huệ ")
    assert school.name == "Trường Tiểu học Nguyễn Huệ"


def test_renaming_keeps_the_old_name_for_its_days() -> None:
    school = make_school(make_country().commune)
    services.rename_unit(
        SYSTEM,
        services.RenameUnit(decree=decree(DAY), unit_id=school.pk, name="Trường Tiểu học Lê Lợi"),
        at=AT,
    )
    assert periods(UnitState, school, "name") == [
        (TWO_TIERS, DAY, "Trường Tiểu học Kim Đồng"),
        (DAY, None, "Trường Tiểu học Lê Lợi"),
    ]
    after = fresh(school)
    assert after.name == "Trường Tiểu học Lê Lợi"
    assert "le loi" in after.search
    assert after.version == school.version + 1


def test_two_acts_of_one_day_make_one_period() -> None:
    school = make_school(make_country().commune)
    for name in ("Một", "Hai"):
        services.rename_unit(
            SYSTEM, services.RenameUnit(decree=decree(DAY), unit_id=school.pk, name=name), at=AT
        )
    assert periods(UnitState, school, "name")[1:] == [(DAY, None, "Hai")]
    assert UnitAct.objects.filter(unit=school).count() == 3


def test_moving_changes_parents_from_the_day_on() -> None:
    country = make_country()
    school = make_school(country.commune)
    services.move_unit(
        SYSTEM,
        services.MoveUnit(
            decree=decree(DAY),
            unit_id=school.pk,
            managing_parent_id=country.other_commune.pk,
            commune_id=country.other_commune.pk,
            address="Thôn 3",
        ),
        at=AT,
    )
    assert periods(Subordination, school, "parent_id", line=Line.MANAGING) == [
        (TWO_TIERS, DAY, country.commune.pk),
        (DAY, None, country.other_commune.pk),
    ]
    after = fresh(school)
    assert after.managing_path.endswith(f"/{country.other_commune.pk}/{school.pk}/")
    assert (after.address, after.commune_id) == ("Thôn 3", country.other_commune.pk)
    assert [node.id for node in queries.ancestors(school.pk, on=DAY - timedelta(days=1))][
        -1
    ] == country.commune.pk
    assert [node.id for node in queries.ancestors(school.pk, on=DAY)][-1] == country.other_commune.pk


def test_moving_a_commune_moves_everything_below_it() -> None:
    country = make_country()
    school = make_school(country.commune)
    other = make_province("Khánh Hòa", ministry=country.ministry)
    services.move_unit(
        SYSTEM,
        services.MoveUnit(
            decree=decree(DAY),
            unit_id=country.commune.pk,
            managing_parent_id=other.pk,
            professional_parent_id=other.pk,
        ),
        at=AT,
    )
    expected = f"/{country.ministry.pk}/{other.pk}/{country.commune.pk}/{school.pk}/"
    assert fresh(school).managing_path == expected
    assert school.pk in queries.descendants(other.pk)


def test_changing_levels_changes_kind_and_asks_for_the_right_body() -> None:
    country = make_country()
    school = make_school(country.commune)
    order = services.ChangeLevels(
        decree=decree(DAY),
        unit_id=school.pk,
        kind=K.PRIMARY_LOWER,
        levels=frozenset({L.PRIMARY, L.LOWER_SECONDARY}),
    )
    services.change_levels(SYSTEM, order, at=AT)
    after = fresh(school)
    assert (after.kind, after.levels) == ("primary_lower", ["lower_secondary", "primary"])
    upper = replace(
        order,
        decree=decree(DAY + timedelta(days=30)),
        kind=K.PRIMARY_LOWER_UPPER,
        levels=frozenset({L.PRIMARY, L.LOWER_SECONDARY, L.UPPER_SECONDARY}),
    )
    assert [w.code for w in services.preview(SYSTEM, upper).warnings] == ["unusual_managing"]
    with pytest.raises(ActRefused) as refused:
        services.change_levels(SYSTEM, upper, at=AT)
    assert "reason_missing" in refused.value.codes
    noted = replace(upper, decree=decree(DAY + timedelta(days=30), note="Chờ chuyển về Sở"))
    services.change_levels(SYSTEM, noted, at=AT)
    assert fresh(school).kind == "primary_lower_upper"


def test_closing_ends_periods_and_keeps_the_last_picture() -> None:
    country = make_country()
    school = make_school(country.commune)
    services.close_unit(SYSTEM, services.CloseUnit(decree=decree(DAY), unit_id=school.pk), at=AT)
    after = fresh(school)
    assert after.closed_on == DAY
    assert after.managing_path == school.managing_path
    assert periods(UnitState, school) == [(TWO_TIERS, DAY)]
    assert school.pk in queries.descendants(country.commune.pk)
    assert school.pk not in [node.id for node in queries.children(country.commune.pk, on=DAY)]
    assert school.pk in [node.id for node in queries.children(country.commune.pk, on=DAY - timedelta(days=1))]


def test_closing_a_body_with_open_children_is_refused_and_changes_nothing() -> None:
    country = make_country()
    make_school(country.commune)
    with pytest.raises(ActRefused) as refused:
        services.close_unit(SYSTEM, services.CloseUnit(decree=decree(DAY), unit_id=country.commune.pk), at=AT)
    assert refused.value.codes == ("open_children",)
    assert "Kim Đồng" in str(refused.value)
    assert fresh(country.commune).closed_on is None


def test_merging_schools_into_one_that_stays() -> None:
    country = make_country()
    stays, goes = make_school(country.commune, "Trường A"), make_school(country.commune, "Trường B")
    target = services.merge_units(
        SYSTEM, services.MergeUnits(decree=decree(DAY), source_ids=(goes.pk,), into_id=stays.pk), at=AT
    )
    assert target.pk == stays.pk
    assert fresh(goes).closed_on == DAY
    assert [kin.id for kin in queries.successors(goes.pk)] == [stays.pk]
    assert [kin.id for kin in queries.predecessors(stays.pk)] == [goes.pk]
    assert [act.kind for act in queries.acts(goes.pk)] == ["merge", "open"]
    assert goes.pk in queries.descendants(stays.pk), "the successor keeps the records of what it took over"
    commune = country.commune.pk
    for place in (stays.pk, commune):
        assert (place, goes.pk) in queries.under([place], on=DAY, with_merged=True)
        assert (place, goes.pk) not in queries.under([place], on=DAY)
    before = DAY - timedelta(days=1)
    assert (stays.pk, goes.pk) not in queries.under([stays.pk], on=before, with_merged=True)
    assert (commune, goes.pk) in queries.under([commune], on=before)
    assert queries.closed_among([goes.pk, stays.pk], on=DAY) == {goes.pk}
    assert queries.closed_among([goes.pk, stays.pk], on=before) == set()


def test_merging_three_departments_into_a_new_one_takes_their_units_along() -> None:
    country = make_country()
    old = [make_province(name, ministry=country.ministry) for name in ("A", "B", "C")]
    schools = [make_school(body, f"THPT {body.name}", K.UPPER_SECONDARY, on=date(2015, 9, 1)) for body in old]
    merged = services.merge_units(
        SYSTEM,
        services.MergeUnits(
            decree=decree(TWO_TIERS),
            source_ids=tuple(body.pk for body in old),
            opening=services.Opening(
                code="SGD",
                attributes=services.Attributes(name="Sở mới", kind=K.DEPARTMENT),
                managing_parent_id=country.ministry.pk,
                professional_parent_id=country.ministry.pk,
            ),
            children_follow=True,
        ),
        at=AT,
    )
    assert Succession.objects.filter(successor=merged).count() == 3
    before, after = date(2025, 6, 30), TWO_TIERS
    for body, school in zip(old, schools, strict=True):
        assert [node.id for node in queries.children(body.pk, on=before)] == [school.pk]
        assert fresh(school).managing_parent_id == merged.pk
        assert {body.pk, school.pk} <= set(queries.descendants(merged.pk).ids())
    assert {node.id for node in queries.children(merged.pk, on=after)} == {school.pk for school in schools}
    values = [
        queries.Value(school.pk, date(year, 5, 31), 100 + index + year)  # type: ignore[arg-type]
        for index, school in enumerate(schools)
        for year in range(2023, 2028)
    ]
    now = queries.rolled_up(values, boundaries_on=date(2026, 1, 1))
    then = queries.rolled_up(values, boundaries_on=date(2024, 1, 1))
    assert {cell.unit for cell in now.cells} == {merged.pk}
    assert {cell.unit for cell in then.cells} == {body.pk for body in old}
    for year in range(2023, 2028):
        day = date(year, 5, 31)
        assert now.total(day) == then.total(day) == sum(v.amount for v in values if v.on == day)


def test_splitting_a_school_in_two() -> None:
    country = make_country()
    school = make_school(country.commune)
    parts = tuple(
        services.Opening(
            code=f"P{number}",
            attributes=services.Attributes(
                name=f"Trường {number}", kind=K.PRIMARY, levels=frozenset({L.PRIMARY})
            ),
            managing_parent_id=country.commune.pk,
            professional_parent_id=country.department.pk,
        )
        for number in (1, 2)
    )
    made = services.split_unit(
        SYSTEM, services.SplitUnit(decree=decree(DAY), unit_id=school.pk, parts=parts), at=AT
    )
    assert fresh(school).closed_on == DAY
    assert [unit.code for unit in made] == ["P1", "P2"]
    assert all(unit.opened_on == DAY and unit.managing_path for unit in made)
    assert [kin.id for kin in queries.successors(school.pk)] == [unit.pk for unit in made]
    assert school.pk not in queries.descendants(made[0].pk), "one of two heirs does not get the whole record"


def test_taking_a_school_out_of_another_that_stays() -> None:
    country = make_country()
    school = make_school(country.commune)
    part = services.Opening(
        code="P1",
        attributes=services.Attributes(name="Trường mới", kind=K.PRIMARY, levels=frozenset({L.PRIMARY})),
        managing_parent_id=country.commune.pk,
        professional_parent_id=country.department.pk,
    )
    services.split_unit(
        SYSTEM, services.SplitUnit(decree=decree(DAY), unit_id=school.pk, parts=(part,), stays=True), at=AT
    )
    assert fresh(school).closed_on is None


def test_correcting_changes_the_period_not_the_history() -> None:
    school = make_school(make_country().commune)
    services.correct_unit(
        SYSTEM,
        services.CorrectUnit(
            unit_id=school.pk,
            attributes=services.Attributes(
                name="Trường Tiểu học Kim Đồng 1",
                kind=K.PRIMARY,
                levels=frozenset({L.PRIMARY}),
                latitude=11.5,
                longitude=108.0,
            ),  # fmt: skip
            why="Gõ thiếu số",
        ),
        at=AT,
    )
    assert periods(UnitState, school, "name") == [(TWO_TIERS, None, "Trường Tiểu học Kim Đồng 1")]
    assert fresh(school).latitude == 11.5
    act = queries.acts(school.pk)[0]
    assert (act.kind, act.note, act.effective_on) == ("correct", "Gõ thiếu số", clock.on(AT))


def test_an_act_dated_ahead_comes_into_effect_on_its_day() -> None:
    school = make_school(make_country().commune)
    ahead = date(2027, 1, 1)
    services.rename_unit(
        SYSTEM, services.RenameUnit(decree=decree(ahead), unit_id=school.pk, name="Tên mới"), at=AT
    )
    assert fresh(school).name == "Trường Tiểu học Kim Đồng"
    before = queries.tree_version()
    assert services.refresh_all(on=ahead) == 1
    assert fresh(school).name == "Tên mới"
    assert queries.tree_version() > before
    assert services.refresh_if_new_day(on=ahead) == 0


REFUSALS = [
    ("before_opening", lambda c, s: services.RenameUnit(decree=decree(date(2025, 6, 1)), unit_id=s.pk, name="x")),
    ("name_same", lambda c, s: services.RenameUnit(decree=decree(DAY), unit_id=s.pk, name=s.name)),
    ("decision_missing", lambda c, s: services.RenameUnit(decree=decree(DAY, number=""), unit_id=s.pk, name="x")),
    ("merge_into_itself", lambda c, s: services.MergeUnits(decree=decree(DAY), source_ids=(s.pk,), into_id=s.pk)),
    (
        "parent_below_child",
        lambda c, s: services.MoveUnit(
            decree=decree(DAY), unit_id=c.department.pk, managing_parent_id=c.commune.pk
        ),
    ),
    (
        "parent_is_self",
        lambda c, s: services.MoveUnit(decree=decree(DAY), unit_id=c.commune.pk, managing_parent_id=c.commune.pk),
    ),
    ("parent_kind",
        lambda c, s: services.MoveUnit(
            decree=decree(DAY), unit_id=c.commune.pk, managing_parent_id=c.other_commune.pk
        )),
    ("levels_same", lambda c, s: services.ChangeLevels(
        decree=decree(DAY), unit_id=s.pk, kind=K.PRIMARY, levels=frozenset({L.PRIMARY}))),
    ("ends_on_opening", lambda c, s: services.CloseUnit(decree=decree(TWO_TIERS), unit_id=s.pk)),
    ("code_taken", lambda c, s: services.OpenUnit(decree=decree(DAY), opening=services.Opening(
        code=s.code, attributes=services.Attributes(name="x", kind=K.PRIMARY, levels=frozenset({L.PRIMARY})),
        managing_parent_id=c.commune.pk, professional_parent_id=c.department.pk))),
    ("parent_missing", lambda c, s: services.OpenUnit(decree=decree(DAY), opening=services.Opening(
        code="Y", attributes=services.Attributes(name="x", kind=K.PRIMARY, levels=frozenset({L.PRIMARY})),
        managing_parent_id=c.commune.pk, professional_parent_id=9_999_999))),
]  # fmt: skip
DO = {
    services.RenameUnit: services.rename_unit,
    services.MergeUnits: services.merge_units,
    services.MoveUnit: services.move_unit,
    services.ChangeLevels: services.change_levels,
    services.CloseUnit: services.close_unit,
    services.OpenUnit: services.open_unit,
}


@pytest.mark.parametrize(("code", "order"), REFUSALS, ids=[case[0] for case in REFUSALS])
def test_refusals_leave_no_trace(code: str, order: object) -> None:
    country = make_country()
    school = make_school(country.commune)
    version, acts = queries.tree_version(), UnitAct.objects.count()
    asked = order(country, school)  # type: ignore[operator]
    with pytest.raises(ActRefused) as refused, transaction.atomic():
        DO[type(asked)](SYSTEM, asked, at=AT)  # type: ignore[operator]
    assert code in refused.value.codes
    assert (queries.tree_version(), UnitAct.objects.count()) == (version, acts)


def test_no_state_of_the_tree_has_the_number_of_one_that_was_taken_back() -> None:
    """What was read meanwhile may have been kept under it."""
    school = make_school(make_country().commune)

    def renamed(name: str) -> int:
        services.rename_unit(
            SYSTEM, services.RenameUnit(decree=decree(DAY), unit_id=school.pk, name=name), at=AT
        )
        return queries.tree_version()

    def known() -> list[str]:
        rows = queries.taught("primary", on=DAY, tree=queries.tree_version())
        return [row.name for row in rows if row.teaches]

    before = queries.tree_version()
    begun = transaction.savepoint()
    back = renamed("Trường Tiểu học Lên Rồi Lại Thôi")
    assert known() == ["Trường Tiểu học Lên Rồi Lại Thôi"]
    transaction.savepoint_rollback(begun)
    assert queries.tree_version() == before
    assert known() == ["Trường Tiểu học Kim Đồng"]
    assert renamed("Trường Tiểu học Nơ Trang Lơng") > back > before
    assert known() == ["Trường Tiểu học Nơ Trang Lơng"]


def test_acts_before_a_later_one_or_after_the_end_are_refused() -> None:
    school = make_school(make_country().commune)
    services.rename_unit(
        SYSTEM, services.RenameUnit(decree=decree(DAY), unit_id=school.pk, name="Một"), at=AT
    )
    early = services.RenameUnit(decree=decree(DAY - timedelta(days=1)), unit_id=school.pk, name="Hai")
    with pytest.raises(ActRefused) as refused:
        services.rename_unit(SYSTEM, early, at=AT)
    assert refused.value.codes == ("before_later_act",)
    end = DAY + timedelta(days=10)
    services.close_unit(SYSTEM, services.CloseUnit(decree=decree(end), unit_id=school.pk), at=AT)
    with pytest.raises(ActRefused) as refused:
        services.rename_unit(
            SYSTEM, services.RenameUnit(decree=decree(end), unit_id=school.pk, name="Ba"), at=AT
        )
    assert refused.value.codes == ("after_closing",)


def test_the_second_of_two_officers_is_told_who_and_when() -> None:
    school = make_school(make_country().commune)
    first = replace(SYSTEM, name="Trần Văn Một")
    order = services.RenameUnit(decree=decree(DAY), unit_id=school.pk, name="Một", version=school.version)
    services.rename_unit(first, order, at=AT)
    with pytest.raises(ChangedMeanwhile) as changed:
        services.rename_unit(SYSTEM, replace(order, name="Hai"), at=AT)
    record = changed.value.record
    assert isinstance(record, OrgUnit)
    assert (record.changed_by, record.changed_at) == ("Trần Văn Một", AT)
    assert fresh(school).name == "Một"


@pytest.mark.parametrize("model", [UnitState, Subordination])
def test_the_database_refuses_overlapping_periods(model: type) -> None:
    school = make_school(make_country().commune)
    row = model.objects.filter(unit=school).first()
    row.pk = None
    row._state.adding = True
    row.valid_from = DAY
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_news_is_published_after_commit(django_capture_on_commit_callbacks: object) -> None:
    heard: list[object] = []

    @subscribe(events.UnitOpened)
    def listen(event: events.UnitOpened) -> None:
        heard.append(event)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        school = make_school(make_country().commune)
        assert heard == []
    assert events.UnitOpened(school.pk, TWO_TIERS) in heard


def test_every_act_stands_in_the_log_with_its_reason() -> None:
    school = make_school(make_country().commune)
    services.rename_unit(
        SYSTEM,
        services.RenameUnit(decree=decree(DAY, note="Theo nguyện vọng"), unit_id=school.pk, name="Mới"),
        at=AT,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "select kind, action, table_name, why from audit_entry where unit_id = %s order by id",
            [school.pk],
        )
        lines = cursor.fetchall()
    assert ("act", "organisations.unit:rename", "organisations_orgunit", "Theo nguyện vọng") in lines
    renamed = [line for line in lines if line[1] == "organisations.unit:rename" and line[0] != "act"]
    assert {line[2] for line in renamed} >= {"organisations_unitstate", "organisations_unitact"}


def test_permission_is_asked_first() -> None:
    country = make_country()
    school = make_school(country.commune)
    order = services.RenameUnit(decree=decree(DAY), unit_id=school.pk, name="Mới")
    reader = testing.actor(VIEW_UNITS, units=(country.commune.pk, school.pk))
    elsewhere = testing.actor(MANAGE_UNITS, units=(country.other_commune.pk,))
    for actor in (reader, elsewhere):
        with pytest.raises(access.Refused):
            services.rename_unit(actor, order, at=AT)
    with pytest.raises(access.Refused):
        services.preview(elsewhere, order)


def test_a_commune_officer_opens_a_school_of_his_commune() -> None:
    country = make_country()
    officer = testing.actor(
        MANAGE_UNITS, VIEW_UNITS, CORRECT_UNITS,
        units=(country.commune.pk,), outline=(country.department.pk, country.ministry.pk),
    )  # fmt: skip
    opening = services.Opening(
        code="N1",
        attributes=services.Attributes(name="Trường mới", kind=K.PRIMARY, levels=frozenset({L.PRIMARY})),
        managing_parent_id=country.commune.pk,
        professional_parent_id=country.department.pk,
    )
    with database.acting(officer):
        school = services.open_unit(officer, services.OpenUnit(decree=decree(DAY), opening=opening), at=AT)
    assert school.pk in queries.descendants(country.commune.pk)
    elsewhere = replace(opening, code="N2", managing_parent_id=country.other_commune.pk)
    with database.acting(officer), pytest.raises(access.Refused):
        services.open_unit(officer, services.OpenUnit(decree=decree(DAY), opening=elsewhere), at=AT)
    rootless = replace(opening, code="N3", managing_parent_id=None)
    with database.acting(officer), pytest.raises(access.Refused):
        services.open_unit(officer, services.OpenUnit(decree=decree(DAY), opening=rootless), at=AT)


def test_the_tree_of_districts_is_still_there_on_its_days() -> None:
    country = make_country()
    office = make_unit("Phòng GDĐT Di Linh", K.DISTRICT_OFFICE, managing=country.department, on=LONG_AGO)
    school = make_school(office, on=date(2010, 9, 1), department=office)
    services.move_unit(
        SYSTEM,
        services.MoveUnit(
            decree=decree(TWO_TIERS),
            unit_id=school.pk,
            managing_parent_id=country.commune.pk,
            professional_parent_id=country.department.pk,
        ),
        at=AT,
    )
    services.close_unit(SYSTEM, services.CloseUnit(decree=decree(TWO_TIERS), unit_id=office.pk), at=AT)
    eve = date(2025, 6, 30)
    assert [node.id for node in queries.ancestors(school.pk, on=eve)][-1] == office.pk
    assert [node.id for node in queries.ancestors(school.pk, on=TWO_TIERS)][-1] == country.commune.pk
    assert [node.id for node in queries.children(office.pk, on=eve)] == [school.pk]
    assert queries.children(office.pk, on=TWO_TIERS) == []
    assert school.pk in queries.descendants(office.pk, on=eve)
