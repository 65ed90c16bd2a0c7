"""Rooms, computers, toilets, what a school is connected to."""

_YEAR = "(select id from schoolyear_schoolyear where %(on)s between starts_on and ends_on)"
_LEARNERS = f"""select count(*) from schoolyear_enrolment where school_year_id = {_YEAR} and enrolled_on <= %(on)s
    and coalesce(left_on > %(on)s, true) and set_aside_by is null and status <> '00'"""
_CLASSES = f"""select count(*) from schoolyear_classgroup
    where school_year_id = {_YEAR} and coalesce(closed_on > %(on)s, true)"""
_BOOK = "b join organisations_orgunit o on o.id = b.school_id where coalesce(b.closed_on > %(on)s, true)"

_CLASSROOM = "b.kind in ('classroom', 'care_room')"
_LEVEL = """(case when array_length(b.levels, 1) = 1 then b.levels[1]
    when array_length(o.levels, 1) = 1 then o.levels[1] end)"""
_KINDERGARTEN = f"b.kind = 'classroom' and {_LEVEL} = 'preschool'"
_FURTHER = f"{_CLASSROOM} and b.point_id in (select id from organisations_schoolpoint where not is_main)"


def _sum(column: str, condition: str = "true") -> str:
    return f"coalesce(sum({column}) filter (where {condition}), 0)"


def _part(column: str, condition: str, among: str = "true") -> str:
    return f"100.0 * {_sum(column, f'{among} and {condition}')} / nullif({_sum(column, among)}, 0)"


def _at_level(level: str, column: str = "b.quantity") -> str:
    return _sum(column, f"{_CLASSROOM} and {_LEVEL} = '{level}'")


ROOMS = {
    "facilities.room:classrooms": _sum("b.quantity", _CLASSROOM),
    "facilities.room:nursery": _sum("b.quantity", "b.kind = 'care_room'"),
    "facilities.room:kindergarten": _sum("b.quantity", _KINDERGARTEN),
    "facilities.room:primary": _at_level("primary"),
    "facilities.room:lower_secondary": _at_level("lower_secondary"),
    "facilities.room:upper_secondary": _at_level("upper_secondary"),
    "facilities.room:undivided": _sum("b.quantity", f"{_CLASSROOM} and {_LEVEL} is null"),
    "facilities.room:group_rooms": _sum("b.quantity", "b.kind = 'group_room'"),
    "facilities.room:area_nursery": _sum("b.quantity * b.area_m2", "b.kind = 'care_room'"),
    "facilities.room:area_kindergarten": _sum("b.quantity * b.area_m2", _KINDERGARTEN),
    "facilities.room:area_primary": _at_level("primary", "b.quantity * b.area_m2"),
    "facilities.room:area_lower_secondary": _at_level("lower_secondary", "b.quantity * b.area_m2"),
    "facilities.room:area_upper_secondary": _at_level("upper_secondary", "b.quantity * b.area_m2"),
    "facilities.room:satellite": _sum("b.quantity", _FURTHER),
    "facilities.room:area_satellite": _sum("b.quantity * b.area_m2", _FURTHER),
    "facilities.room:subject_rooms": _sum(
        "b.quantity", "b.kind in ('subject_room', 'laboratory', 'computer_room', 'language_room', 'arts_room')"
    ),
    "facilities.room:solid_share": _part("b.quantity", "b.build_class = 'solid'", _CLASSROOM),
    "facilities.room:solid_nursery": _part("b.quantity", "b.build_class = 'solid'", "b.kind = 'care_room'"),
    "facilities.room:solid_kindergarten": _part("b.quantity", "b.build_class = 'solid'", _KINDERGARTEN),
    "facilities.room:semi_solid_share": _part("b.quantity", "b.build_class = 'semi_solid'", _CLASSROOM),
    "facilities.room:temporary_share": _part("b.quantity", "b.build_class = 'temporary'", _CLASSROOM),
    "facilities.room:borrowed_share": _part("b.quantity", "b.build_class = 'borrowed'", _CLASSROOM),
    "facilities.room:connected_share": _part("b.quantity", "b.has_internet and b.has_projection", _CLASSROOM),
    "facilities.room:per_class": f"{_sum('b.quantity', _CLASSROOM)}::float8 / nullif(({_CLASSES}), 0)",
    "facilities.room:area_per_learner":
        f"{_sum('b.quantity * b.area_m2', _CLASSROOM)}::float8 / nullif(({_LEARNERS}), 0)",
}  # fmt: skip
_INFORMATICS = _sum("b.usable", "b.purpose = 'informatics'")
COMPUTERS = {
    "facilities.computers:usable": _sum("b.usable"),
    "facilities.computers:informatics": _INFORMATICS,
    "facilities.computers:usable_share": f"100.0 * {_sum('b.usable')} / nullif({_sum('b.quantity')}, 0)",
    "facilities.computers:learners_per_computer": f"({_LEARNERS})::float8 / nullif({_INFORMATICS}, 0)",
    "facilities.computers:median_age":
        "percentile_cont(0.5) within group (order by extract(year from %(on)s::date) - b.used_since)",
}  # fmt: skip
_FOR_LEARNERS = "b.users in ('learners_male', 'learners_female', 'learners_shared')"
_GIRLS = "b.users = 'learners_female'"
TOILETS = {
    "facilities.toilet:all": _sum("b.quantity"),
    "facilities.toilet:area": _sum("b.quantity * b.area_m2"),
    "facilities.toilet:standard_share": _part("b.quantity", "b.is_standard"),
    "facilities.toilet:learners_per_fixture":
        f"({_LEARNERS})::float8 / nullif({_sum('b.quantity * b.fixtures', _FOR_LEARNERS)}, 0)",
    "facilities.toilet:girls_per_fixture":
        f"({_LEARNERS} and sex = 'female')::float8 / nullif({_sum('b.quantity * b.fixtures', _GIRLS)}, 0)",
}  # fmt: skip


def _schools_with(table: str, condition: str) -> str:
    has = f"select 1 from facilities_{table} b where b.school_id = o.id and coalesce(b.closed_on > %(on)s, true)"
    return f"100.0 * count(*) filter (where exists ({has} and {condition})) / count(*)"


_LAND = "sum((select sum(b.area_m2) from facilities_land b where b.school_id = o.id and b.closed_on is null))"
SCHOOLS = {
    "facilities.school:clean_water_share": _schools_with("utilities", "b.has_clean_water"),
    "facilities.school:drinking_water_share": _schools_with("utilities", "b.has_drinking_water"),
    "facilities.school:power_share": _schools_with("utilities", "b.power_source <> 'none'"),
    "facilities.school:stable_power_share": _schools_with("utilities", "b.is_power_stable"),
    "facilities.school:internet_share": _schools_with("internetline", "b.for_teaching"),
    "facilities.school:fence_share": _schools_with("utilities", "b.has_fence"),
    "facilities.school:fire_safety_share": _schools_with("utilities", "b.has_fire_safety"),
    "facilities.school:accessible_share": _schools_with("utilities", "b.is_accessible"),
    "facilities.school:library_share": _schools_with("room", "b.kind = 'library'"),
    "facilities.school:staff_parking_share": _schools_with("utilities", "b.has_staff_parking"),
    "facilities.school:learner_parking_share": _schools_with("utilities", "b.has_learner_parking"),
    "facilities.school:land": _LAND,
    "facilities.school:playground": _LAND.replace("area_m2", "playground_m2"),
    "facilities.school:land_per_learner": f"{_LAND}::float8 / nullif(({_LEARNERS}), 0)",
}
BY_HAND = (
    (f"from facilities_room {_BOOK}", ROOMS),
    (f"from facilities_computerset {_BOOK}", COMPUTERS),
    (f"from facilities_toilet {_BOOK}", TOILETS),
    (
        """from organisations_orgunit o where o.opened_on <= %(on)s and coalesce(o.closed_on > %(on)s, true)
        and o.kind not in ('ministry', 'department', 'district_office', 'commune')""",
        SCHOOLS,
    ),
)
