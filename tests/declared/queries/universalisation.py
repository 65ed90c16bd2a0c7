"""Residents of surveyed areas: what the form says, and what schools know of them, whichever says more."""

_SAID = """case when m.study <> 'studying' then 0 when m.study_level = 'primary' then coalesce(m.study_grade, 1)
    when m.study_level in ('lower_secondary', 'continuing') then coalesce(m.study_grade, 6)
    when m.study_level = 'upper_secondary' then coalesce(m.study_grade, 10) else 0 end"""
_STAGES = "array['preschool', 'primary', 'lower_secondary', 'upper_secondary', 'college']"
_STAGE = f"""coalesce(array_position({_STAGES}, case m.completed when 'vocational' then 'upper_secondary'
    when 'university' then 'college' else m.completed end::text), 0)"""
_KNOWN = (
    "e.person_id = m.person_id and e.enrolled_on <= %(on)s and e.status <> '00' and e.set_aside_by is null"
)
_PRESENT = f"""select e.level, e.grade from schoolyear_enrolment e join schoolyear_schoolyear y on y.id = e.school_year_id
    where {_KNOWN} and (e.left_on is null or e.left_on > %(on)s) and %(on)s between y.starts_on and y.ends_on
    order by e.enrolled_on desc, e.id desc limit 1"""
_ENDS = "e.outcome in ('completed', 'graduated') and coalesce(e.outcome_on, y.ends_on) <= %(on)s"
_PAST = f"""select max(e.grade::int) filter (where e.grade <= '12') as highest,
    max(array_position(array['18', '05', '09', '12'], e.grade::text)) filter (where {_ENDS}) as ended
    from schoolyear_enrolment e join schoolyear_schoolyear y on y.id = e.school_year_id where {_KNOWN}"""
_HERE = """m.presence <> 'mistaken' and not (m.presence in ('left', 'died') and coalesce(m.presence_on <= %(on)s, true))
    and not (m.presence = 'arrived' and coalesce(m.presence_on > %(on)s, false))"""
_YEAR = "(select extract(year from starts_on) from schoolyear_schoolyear where %(on)s between starts_on and ends_on)"
_PEOPLE = f"""from (
    select *, greatest(stage, ended, case when reached >= 10 then 3 when reached >= 6 then 2 else 0 end, higher) as rank
    from (
        select *, now_level is not null or study = 'studying' as learns, greatest(highest, said) as reached,
               case when now_level is null then said when now_grade <= '12' then now_grade::int else 0 end as grade,
               case when study = 'studying' and study_level = 'higher' then 4 else 0 end as higher
        from (
            select m.study, m.study_level, m.study_grade, m.literacy, m.last_grade, m.disability <> '' as is_disabled,
                   not m.cannot_learn as is_obliged, {_YEAR} - extract(year from m.birth_date) as age,
                   now.level as now_level, now.grade as now_grade, coalesce(past.highest, 0) as highest,
                   coalesce(past.ended, 0) as ended, {_SAID} as said, {_STAGE} as stage
            from universalisation_member m left join lateral ({_PRESENT}) now on true
            left join lateral ({_PAST}) past on true where {_HERE}
        ) m
    ) m
) m"""
_PASSED = "greatest(coalesce(last_grade, 0), grade - 1, highest - 1)"
_LITERATE = {
    1: f"(literacy <> 'relapsed' and (rank >= 2 or {_PASSED} >= 3 or literacy in ('1', '2')))",
    2: f"(literacy <> 'relapsed' and (rank >= 2 or {_PASSED} >= 5 or literacy = '2'))",
}
_UPPER = """(rank >= 4 or case when now_level is not null
    then now_level = 'upper_secondary' or now_level = 'continuing' and now_grade in ('10', '11', '12')
    else study = 'studying' and (study_level in ('upper_secondary', 'vocational', 'higher')
        or study_level = 'continuing' and study_grade >= 10) end)"""


def _share(condition: str, ages: tuple[int, int], among: str = "is_obliged") -> str:
    of = f"{among} and age between {ages[0]} and {ages[1]}"
    return f"100.0 * count(*) filter (where {of} and {condition}) / nullif(count(*) filter (where {of}), 0)"


def _count(condition: str) -> str:
    return f"count(*) filter (where {condition})"


FIGURES = {
    "all": "count(*)",
    "obliged": _count("is_obliged"),
    "disabled": _count("is_disabled"),
    "out_of_school": _count("is_obliged and age between 6 and 14 and not learns"),
    "illiterate": _count(f"is_obliged and age between 15 and 60 and not {_LITERATE[1]}"),
    "nursery_rate": _share("learns", (0, 2)),
    "kindergarten_rate": _share("learns", (3, 5)),
    "five_rate": _share("learns", (5, 5)),
    "preschool_done": _share("rank >= 1", (6, 6)),
    "grade_1": _share("grade >= 1", (6, 6)),
    "primary_at_11": _share("rank >= 2", (11, 11)),
    "primary_at_14": _share("rank >= 2", (14, 14)),
    "secondary_15_18": _share("rank >= 3", (15, 18)),
    "studying_on": _share(_UPPER, (15, 18)),
    "literate_15_35": _share(_LITERATE[1], (15, 35)),
    "literate_15_60": _share(_LITERATE[2], (15, 60)),
    "disabled_learning": _share("(learns or rank >= 2)", (6, 14), "is_obliged and is_disabled"),
}
_DOSSIERS = """from (
    select distinct on (unit_id, tier) tier, state, recognised::text as named from universalisation_dossier
    where state in ('submitted', 'recognised') and (year || '-09-30')::date <= %(on)s order by unit_id, tier, year desc
) d"""
_RECOGNISED = (
    """count(*) filter (where tier = '{tier}' and state = 'recognised' and named like '%%"preschool"%%')"""
)
DOSSIERS = {
    "universalisation.territory:handed_in": "count(*)",
    "universalisation.territory:preschool_communes": _RECOGNISED.format(tier="commune"),
    "universalisation.territory:preschool_provinces": _RECOGNISED.format(tier="province"),
}
BY_HAND = (
    (_PEOPLE, {f"universalisation.resident:{word}": figure for word, figure in FIGURES.items()}),
    (_DOSSIERS, DOSSIERS),
)
