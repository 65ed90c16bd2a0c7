"""Learners and classes of the running year."""

_YEAR = "(select id from schoolyear_schoolyear where %(on)s between starts_on and ends_on)"
_HERE = f"""e.school_year_id = {_YEAR} and e.enrolled_on <= %(on)s and coalesce(e.left_on > %(on)s, true)
    and e.set_aside_by is null and e.status <> '00'"""
_STANDS = f"g.school_year_id = {_YEAR} and coalesce(g.closed_on > %(on)s, true)"
LEARNERS = f"""from schoolyear_enrolment e
    left join learners_learner l on l.id = e.learner_id left join people_person p on p.id = e.person_id
    left join schoolyear_classgroup g on g.id = e.class_group_id
    left join organisations_orgunit o on o.id = e.school_id
    where {_HERE}"""
CLASSES = f"from schoolyear_classgroup g where {_STANDS}"

MINORITY = "p.ethnicity not in ('', '01', '55', '56')"
DAY_BOARDER = "(l.is_ethnic_semi_boarder or l.is_supported_semi_boarder or coalesce(g.boarding, '') = 'day')"
BOARDER = "(l.is_supported_boarder or l.is_in_boarding_class or coalesce(g.boarding, '') = 'residential')"
FURTHER = "g.point_id in (select id from organisations_schoolpoint where not is_main)"
AGED = "e.birth_date is not null and e.level <> 'continuing' and e.grade not in ('13', '14', '15')"
BORN = "extract(year from e.birth_date)"
DUE = f"""((select extract(year from starts_on) from schoolyear_schoolyear where id = {_YEAR})
    - case when e.grade > '12' then e.grade::int - 13 else e.grade::int + 5 end)"""
"""The year of birth for which the grade is due."""


def _count(condition: str) -> str:
    return f"count(*) filter (where {condition})"


def _share(condition: str, among: str = "true") -> str:
    return f"100.0 * count(*) filter (where {among} and {condition}) / nullif(count(*) filter (where {among}), 0)"


def _levels(room: str, row: str) -> dict[str, str]:
    return {
        f"schoolyear.{room}:all": "count(*)",
        f"schoolyear.{room}:nursery": _count(f"{row}.grade between '13' and '15'"),
        f"schoolyear.{room}:kindergarten": _count(f"{row}.grade between '16' and '18'"),
        f"schoolyear.{room}:primary": _count(f"{row}.grade between '01' and '05'"),
        f"schoolyear.{room}:lower_secondary": _count(
            f"{row}.grade between '06' and '09' and {row}.level <> 'continuing'"
        ),
        f"schoolyear.{room}:upper_secondary": _count(
            f"{row}.grade between '10' and '12' and {row}.level <> 'continuing'"
        ),
        f"schoolyear.{room}:continuing": _count(f"{row}.level = 'continuing'"),
    }


OF_LEARNERS = {
    **_levels("student", "e"),
    "schoolyear.student:girls": _count("e.sex = 'female'"),
    "schoolyear.student:minority": _count(MINORITY),
    "schoolyear.student:minority_girls": _count(f"e.sex = 'female' and {MINORITY}"),
    "schoolyear.student:disabled": _count("l.disability <> ''"),
    "schoolyear.student:repeating": _count("e.is_repeating"),
    "schoolyear.student:entering": _count("e.entry_kind = 'entry'"),
    "schoolyear.student:boarding": _count(BOARDER),
    "schoolyear.student:day_boarding": _count(DAY_BOARDER),
    "schoolyear.student:combined": _count("g.is_combined"),
    "schoolyear.student:satellite": _count(FURTHER),
    "schoolyear.student:satellite_combined": _count(f"{FURTHER} and g.is_combined"),
    "schoolyear.student:girls_share": _share("e.sex = 'female'"),
    "schoolyear.student:minority_share": _share(MINORITY),
    "schoolyear.student:minority_girls_share": _share(f"e.sex = 'female' and {MINORITY}"),
    "schoolyear.student:girls_among_minority": _share("e.sex = 'female'", MINORITY),
    "schoolyear.student:disabled_share": _share("l.disability <> ''"),
    "schoolyear.student:repeating_share": _share("e.is_repeating", "e.level <> 'preschool'"),
    "schoolyear.student:right_age_share": _share(f"{BORN} = {DUE}", AGED),
    "schoolyear.student:over_age_share": _share(f"{BORN} < {DUE}", AGED),
    "schoolyear.student:two_sessions_share": _share("(l.has_two_sessions or g.two_sessions)"),
    "schoolyear.student:poor_share": _share("l.poverty = 'poor'"),
    "schoolyear.student:poor_or_near_share": _share("l.poverty like '%%poor'"),
    "schoolyear.student:policy_share": _share("l.policy_group_id is not null"),
    "schoolyear.student:boarding_share": _share(BOARDER),
    "schoolyear.student:day_boarding_share": _share(DAY_BOARDER),
    "schoolyear.student:private_share": _share("o.ownership <> 'public'"),
    "schoolyear.student:computer_share": _share("l.computer <> 'none'", "l.computer <> ''"),
    "schoolyear.student:internet_share": _share("l.internet <> 'none'", "l.internet <> ''"),
    "schoolyear.student:placed_share": _share("e.class_group_id is not null"),
    "schoolyear.student:outcome_share": _share("e.outcome <> ''"),
    "schoolyear.student:passed_share": _share(
        "e.outcome in ('promoted', 'completed', 'graduated')", "e.outcome <> ''"
    ),
    "schoolyear.student:left_behind_share": _share("e.outcome = 'repeated'", "e.outcome <> ''"),
    "schoolyear.student:preschool_completed_share": _share("e.outcome = 'completed'", "e.grade = '18'"),
    "schoolyear.student:median_age": f"""percentile_cont(0.5) within group (order by
        (select extract(year from starts_on) from schoolyear_schoolyear where id = {_YEAR}) - {BORN})""",
    "schoolyear.student:ethnic_groups": f"count(distinct p.ethnicity) filter (where {MINORITY} or p.ethnicity = '01')",
}
_PLACED = f"select count(*) from schoolyear_enrolment e where {_HERE} and e.class_group_id is not null"
_OF_PRIMARY = _count("g.level = 'primary'")
_SIZE = "select count(*) from schoolyear_enrolment s where s.class_group_id = g.id and s.left_on is null"
OF_CLASSES = {
    **_levels("class_group", "g"),
    "schoolyear.class_group:combined": _count("g.is_combined"),
    "schoolyear.class_group:special": _count("g.is_special"),
    "schoolyear.class_group:satellite": _count(FURTHER),
    "schoolyear.class_group:combined_share": _share("g.is_combined"),
    "schoolyear.class_group:two_sessions_share": _share("g.two_sessions"),
    "schoolyear.class_group:homeroom_share": _share("g.homeroom_teacher_id is not null"),
    "schoolyear.class_group:size": f"({_PLACED})::float8 / count(*)",
    "schoolyear.class_group:size_primary":
        f"({_PLACED} and e.level = 'primary')::float8 / nullif({_OF_PRIMARY}, 0)",
    "schoolyear.class_group:median_size": f"percentile_cont(0.5) within group (order by ({_SIZE}))",
}  # fmt: skip
_REGISTER = f"from schoolyear_enrolment e where e.school_year_id = {_YEAR} and e.enrolled_on <= %(on)s"
_GONE = "e.status in ('05', '09', '12') and e.left_on <= %(on)s and e.level <> 'preschool'"
_START = (
    "e.enrolled_on < (select make_date(extract(year from starts_on)::int, 10, 1) from schoolyear_schoolyear"
)
OF_REGISTER = {
    "schoolyear.registered:from_start": _count(f"{_START} where id = {_YEAR})"),
    "schoolyear.registered:moved_in": _count("e.entry_kind = 'transferred'"),
    "schoolyear.registered:moved_out": _count("e.status in ('04', '08', '11') and e.left_on <= %(on)s"),
    "schoolyear.registered:withdrawn": _count(_GONE),
    "schoolyear.registered:dropout_share":
        f"100.0 * {_count(_GONE)} / nullif({_count(f'e.level <> $$preschool$$ and {_START} where id = {_YEAR})')}, 0)",
    "schoolyear.registered:poverty_share": _share("e.leave_reason = '01'", _GONE),
}  # fmt: skip
BY_HAND = (
    (LEARNERS, OF_LEARNERS),
    (CLASSES, OF_CLASSES),
    (f"{_REGISTER} and e.set_aside_by is null and e.status <> '00'", OF_REGISTER),
)
