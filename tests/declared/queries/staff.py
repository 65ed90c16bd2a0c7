"""Who works at schools."""

_YEAR = "(select id from schoolyear_schoolyear where %(on)s between starts_on and ends_on)"
_TEACHER = "s.\"group\" = 'teacher'"
_MINORITY = "p.ethnicity between '02' and '54'"
_DEGREE = "s.degree <> '' and s.level <> ''"
_MEETS = (
    """(s.degree in ('bachelor', 'master', 'doctor') or s.level = 'preschool' and s.degree = 'college')"""
)
_LESSONS = f"""select sum(a.periods) as periods from staff_teachingassignment a where a.staff_id = s.id
    and a.school_year_id = {_YEAR} and coalesce(a.ended_on > %(on)s, true) group by a.term order by 1 desc limit 1"""
_TYPE = """case o.kind when 'ethnic_boarding' then 'boarding' when 'ethnic_semi_boarding' then 'semi_boarding'
    when 'special' then 'special' when 'inclusion_support' then 'special' when 'vocational_continuing' then 'continuing'
    when 'continuing' then 'continuing' when 'community_learning' then 'continuing' when 'language_it' then 'continuing'
    else 'general' end"""
_NORM = f"""select n.periods from staff_loadnorm n
    where %(on)s >= n.valid_from and coalesce(n.valid_until > %(on)s, true) and n.level in ('', s.level)
    and n.post = (case when s.position in ('head', 'deputy') then s.position else 'teacher' end)
    and n.school_type = {_TYPE} order by length(n.level) desc, n.valid_from desc limit 1"""
_PEOPLE = f"""from (
    select s.*, ({_LESSONS}) as week, ({_NORM}) as norm from staff_staffmember s
    join organisations_orgunit o on o.id = s.school_id
) s left join people_person p on p.id = s.person_id
where s.status in ('1', '2', '5', '3', '4', '6', '8') and (s.status in ('1', '2', '5') or s.left_on > %(on)s)
    and coalesce(s.joined_on <= %(on)s, true) and s.set_aside_by is null"""
_COMPUTER = "(select count(*) from unnest(s.computers) one where one in ('laptop', 'desktop', 'tablet')) > 0"
_SUBJECTS = "select id from curriculum_subject where code in ('NN1', 'NN2')"
_ENGLISH = f"""{_TEACHER} and s.language = 'en'
    and (s.main_subject_id in ({_SUBJECTS}) or s.other_subject_id in ({_SUBJECTS}))"""
_TRAINED = f"""exists (select from staff_training t join schoolyear_schoolyear y on y.code = t.year and y.id = {_YEAR}
    where t.staff_id = s.id and t.cancelled_on is null and t.result = 'done'
        and coalesce(t.finished_on <= %(on)s, true))"""
_AGE = "extract(year from %(on)s::date) - extract(year from s.birth_date)"
_LOADED = f"{_TEACHER} and s.week is not null and s.norm is not null"
_CLASSES = f"""select count(*) from schoolyear_classgroup
    where school_year_id = {_YEAR} and coalesce(closed_on > %(on)s, true)"""
_LEARNERS = f"""select count(*) from schoolyear_enrolment where school_year_id = {_YEAR} and enrolled_on <= %(on)s
    and coalesce(left_on > %(on)s, true) and set_aside_by is null and status <> '00'"""


def _count(condition: str) -> str:
    return f"count(*) filter (where {condition})"


def _share(condition: str, among: str = "true") -> str:
    return f"100.0 * {_count(f'{among} and {condition}')} / nullif({_count(among)}, 0)"


FIGURES = {
    "staff.employed:all": "count(*)",
    "staff.employed:preschool": _count("s.level = 'preschool'"),
    "staff.employed:primary": _count("s.level = 'primary'"),
    "staff.employed:lower_secondary": _count("s.level = 'lower_secondary'"),
    "staff.employed:upper_secondary": _count("s.level = 'upper_secondary'"),
    "staff.employed:continuing": _count("s.level = 'continuing'"),
    "staff.employed:managers": _count("s.position in ('head', 'deputy')"),
    "staff.employed:teachers": _count("s.position in ('teacher', 'pioneers')"),
    "staff.employed:support": _count("s.position not in ('head', 'deputy', 'teacher', 'pioneers')"),
    "staff.employed:women": _count("s.sex = 'female'"),
    "staff.employed:minority": _count(_MINORITY),
    "staff.employed:minority_women": _count(f"s.sex = 'female' and {_MINORITY}"),
    "staff.employed:away": _count("s.leave <> ''"),
    "staff.employed:english": _count(_ENGLISH),
    "staff.employed:english_c2": _count(f"{_ENGLISH} and s.language_level = '6'"),
    "staff.employed:english_c1": _count(f"{_ENGLISH} and s.language_level = '5'"),
    "staff.employed:english_b2": _count(f"{_ENGLISH} and s.language_level = '4'"),
    "staff.employed:english_b1": _count(f"{_ENGLISH} and s.language_level = '3'"),
    "staff.employed:english_below": _count(f"{_ENGLISH} and s.language_level in ('1', '2')"),
    "staff.employed:english_unknown": _count(f"{_ENGLISH} and s.language_level not in ('1', '2', '3', '4', '5', '6')"),
    "staff.employed:trained_teachers": _count(f"{_TEACHER} and {_TRAINED}"),
    "staff.employed:trained_managers": _count(f"s.position in ('head', 'deputy') and {_TRAINED}"),
    "staff.employed:women_share": _share("s.sex = 'female'"),
    "staff.employed:women_teachers_share": _share("s.sex = 'female'", _TEACHER),
    "staff.employed:women_managers_share": _share("s.sex = 'female'", "s.position in ('head', 'deputy')"),
    "staff.employed:minority_share": _share(_MINORITY),
    "staff.employed:degree_share": _share(_MEETS, f"{_TEACHER} and {_DEGREE}"),
    "staff.employed:above_degree_share": _share("s.degree in ('master', 'doctor')", f"{_TEACHER} and {_DEGREE}"),
    "staff.employed:tenure_share": _share("s.contract_form in ('tenure', 'term', 'official')"),
    "staff.employed:contract_share": _share("s.contract_form in ('labour', 'support', 'visiting')"),
    "staff.employed:computer_share": _share(_COMPUTER, _TEACHER),
    "staff.employed:internet_share": _share("s.internet not in ('', 'none')", _TEACHER),
    "staff.employed:assigned_share": _share("s.week is not null", _TEACHER),
    "staff.employed:older_share": _share(f"{_AGE} >= 55", _TEACHER),
    "staff.employed:median_age": f"percentile_cont(0.5) within group (order by {_AGE}) filter (where {_TEACHER})",
    "staff.employed:teachers_per_class": f"{_count(_TEACHER)}::float8 / nullif(({_CLASSES}), 0)",
    "staff.employed:learners_per_teacher": f"({_LEARNERS})::float8 / nullif({_count(_TEACHER)}, 0)",
    "staff.employed:periods": f"avg(s.week) filter (where {_LOADED})",
    "staff.employed:load_share": f"100 * sum(s.week) filter (where {_LOADED}) / sum(s.norm) filter (where {_LOADED})",
}  # fmt: skip
BY_HAND = ((_PEOPLE, FIGURES),)
