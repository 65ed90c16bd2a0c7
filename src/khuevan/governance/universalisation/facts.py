"""What the room publishes: the residents of an area with what the survey declares and what schools know of them."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.facts import Column, Facts, Kind, Watch

_DECLARED_RANK: Final = """(case m.completed when 'preschool' then 1 when 'primary' then 2 when 'lower_secondary' then 3
        when 'upper_secondary' then 4 when 'vocational' then 4 when 'college' then 5
        when 'university' then 5 else 0 end)"""
_DECLARED_GRADE: Final = """(case when m.study = 'studying' and m.study_level in ('primary', 'lower_secondary',
        'upper_secondary', 'continuing') then coalesce(m.study_grade, case m.study_level when 'primary' then 1
        when 'lower_secondary' then 6 when 'upper_secondary' then 10 else 6 end) else 0 end)"""
_YEAR: Final = """(extract(year from %(on)s::date)::int
        - case when extract(month from %(on)s::date) >= 8 then 0 else 1 end)"""

_JOINED: Final = (
    "left join lateral universalisation_registered(m.person_id, %(on)s) r on m.person_id is not null"
)
_JOINED_WHOLE: Final = """
    left join (
        select e.person_id,
               max(case when e.outcome in ('completed', 'graduated') and coalesce(e.outcome_on, y.ends_on) <= %(on)s
                   then case e.grade when '18' then 1 when '05' then 2 when '09' then 3 when '12' then 4 else 0 end
                   else 0 end)::int as done,
               max(case when e.grade <= '12' then e.grade::int else 0 end)::int as top_grade
        from schoolyear_enrolment e join schoolyear_schoolyear y on y.id = e.school_year_id
        where e.enrolled_on <= %(on)s and e.status <> '00' and e.set_aside_by is null
        group by e.person_id
    ) p on p.person_id = m.person_id
    left join (
        select distinct on (e.person_id) e.person_id, e.level, e.grade, u.name as school_name,
               u.commune_id as school_commune_id
        from schoolyear_enrolment e join schoolyear_schoolyear y on y.id = e.school_year_id
        join organisations_orgunit u on u.id = e.school_id
        where e.enrolled_on <= %(on)s and (e.left_on is null or e.left_on > %(on)s) and e.status <> '00'
          and e.set_aside_by is null and y.starts_on <= %(on)s and y.ends_on >= %(on)s
        order by e.person_id, e.enrolled_on desc, e.id desc
    ) n on n.person_id = m.person_id"""


def _statement(joined: str, running: str, past: str) -> str:
    """running, past: aliases of what the register says of the present year, and of all years."""
    return f"""
    select f.*, f.rank >= 1 as has_preschool, f.rank >= 2 as has_primary, f.rank >= 3 as has_lower_secondary,
           case when f.literacy_said = 'relapsed' then 0
                when f.rank >= 2 or greatest(f.last_grade, f.grade - 1, f.top_grade - 1) >= 5 then 2
                else greatest(case when f.literacy_said in ('1', '2') then f.literacy_said::int else 0 end,
                    case when greatest(f.last_grade, f.grade - 1, f.top_grade - 1) >= 3 then 1 else 0 end) end as literacy
    from (
        select m.id, m.unit_id, m.full_name as title, m.household_id, m.person_id, h.number as form, h.hamlet, m.sex,
               m.ethnicity,
               case when m.ethnicity not in ('', '56') then m.ethnicity not in ('01', '55') end as is_minority,
               m.birth_date, {_YEAR} - extract(year from m.birth_date)::int as age, m.presence,
               m.disability <> '' as has_disability, not m.cannot_learn as is_obliged,
               m.person_id is not null as has_record, {running}.level is not null as in_register,
               {running}.level is not null or m.study = 'studying' as studies,
               coalesce({running}.level, case when m.study = 'studying' then m.study_level end, '') as level,
               case when {running}.level is null then {_DECLARED_GRADE}
                    when {running}.grade <= '12' then {running}.grade::int else 0 end as grade,
               coalesce(case when {running}.level is not null
                             then {running}.level = 'upper_secondary'
                                  or {running}.level = 'continuing' and {running}.grade between '10' and '12'
                             when m.study = 'studying'
                             then m.study_level in ('upper_secondary', 'vocational', 'higher')
                                  or m.study_level = 'continuing' and coalesce(m.study_grade, 6) >= 10
                        end, false) as studies_upper,
               greatest({_DECLARED_RANK}, coalesce({past}.done, 0),
                   case when greatest(coalesce({past}.top_grade, 0), {_DECLARED_GRADE}) >= 10 then 3
                        when greatest(coalesce({past}.top_grade, 0), {_DECLARED_GRADE}) >= 6 then 2 else 0 end,
                   case when m.study = 'studying' and m.study_level = 'higher' then 4 else 0 end) as rank,
               coalesce({past}.top_grade, 0) as top_grade, coalesce(m.last_grade, 0)::int as last_grade,
               m.literacy as literacy_said, m.study as study_said,
               coalesce({running}.school_name, m.study_place) as place,
               coalesce({running}.school_commune_id = m.unit_id, false) as learns_here
        from universalisation_member m
        join universalisation_household h on h.id = m.household_id {joined}
        where m.presence <> 'mistaken'
          and (m.presence not in ('left', 'died') or m.presence_on > %(on)s)
          and (m.presence <> 'arrived' or m.presence_on is null or m.presence_on <= %(on)s)
    ) f
    """  # noqa: S608 - constant parts only


def _has(standard: str) -> str:
    return f"""d.state = 'recognised' and d.recognised @> '["{standard}"]' as has_{standard}"""


TERRITORIES: Final = Facts(
    "universalisation.territory",
    _("Hồ sơ phổ cập đã nộp"),
    f"""
    select d.id, d.unit_id, u.name as title, d.tier, d.year, d.state, {_has("preschool")}, {_has("primary_1")},
           {_has("secondary_1")}, {_has("literacy_1")}
    from universalisation_dossier d join organisations_orgunit u on u.id = d.unit_id
    where d.state in ('submitted', 'recognised') and make_date(d.year, 9, 30) <= %(on)s
      and not exists (
          select from universalisation_dossier l where l.unit_id = d.unit_id and l.tier = d.tier and l.year > d.year
            and l.state in ('submitted', 'recognised') and make_date(l.year, 9, 30) <= %(on)s
      )
    """,  # noqa: S608 - constant parts only
    (
        Column("tier", Kind.TEXT, _("cấp")),
        Column("year", Kind.WHOLE, _("năm")),
        Column("state", Kind.TEXT, _("trạng thái")),
        Column("has_preschool", Kind.YES, _("được công nhận phổ cập mầm non 5 tuổi")),
        Column("has_primary_1", Kind.YES, _("được công nhận phổ cập tiểu học mức độ 1")),
        Column("has_secondary_1", Kind.YES, _("được công nhận phổ cập THCS mức độ 1")),
        Column("has_literacy_1", Kind.YES, _("được công nhận xóa mù chữ mức độ 1")),
    ),
    watches=(Watch("universalisation_dossier", column="unit_id", via="unit_id"),),
    record_table="universalisation_dossier",
)
"""The latest dossier that a territory handed in for a year whose figures were due by the day, and what was recognised of
it as it stands now."""

RESIDENTS: Final = Facts(
    "universalisation.resident",
    _("Dân số trong độ tuổi phổ cập"),
    _statement(_JOINED, "r", "r"),
    (
        Column("household_id", Kind.WHOLE),
        Column("person_id", Kind.WHOLE),
        Column("form", Kind.TEXT, _("số phiếu")),
        Column("hamlet", Kind.TEXT, _("tổ, thôn, xóm")),
        Column("sex", Kind.TEXT, _("giới tính")),
        Column("ethnicity", Kind.TEXT, _("dân tộc")),
        Column("is_minority", Kind.YES, _("dân tộc thiểu số")),
        Column("birth_date", Kind.DATE, _("ngày sinh")),
        Column("age", Kind.WHOLE, _("tuổi của năm học")),
        Column("presence", Kind.TEXT, _("tình trạng cư trú")),
        Column("has_disability", Kind.YES, _("khuyết tật")),
        Column("is_obliged", Kind.YES, _("phải phổ cập")),
        Column("has_record", Kind.YES, _("đã gắn hồ sơ")),
        Column("in_register", Kind.YES, _("trường đang ghi danh")),
        Column("studies", Kind.YES, _("đang học")),
        Column("level", Kind.TEXT, _("đang học cấp")),
        Column("grade", Kind.WHOLE, _("đang học lớp")),
        Column("studies_upper", Kind.YES, _("đang học THPT, GDTX cấp THPT hoặc giáo dục nghề nghiệp")),
        Column(
            "rank",
            Kind.WHOLE,
            _("cấp đã hoàn thành (0 chưa, 1 mầm non, 2 tiểu học, 3 THCS, 4 THPT, 5 cao hơn)"),
        ),
        Column("has_preschool", Kind.YES, _("hoàn thành chương trình mầm non")),
        Column("has_primary", Kind.YES, _("hoàn thành chương trình tiểu học")),
        Column("has_lower_secondary", Kind.YES, _("tốt nghiệp THCS")),
        Column("literacy", Kind.WHOLE, _("mức độ biết chữ")),
        Column("study_said", Kind.TEXT, _("phiếu ghi về việc học")),
        Column("place", Kind.TEXT, _("nơi học")),
        Column("learns_here", Kind.YES, _("học tại xã, phường")),
    ),
    watches=(
        Watch("universalisation_member"),
        Watch("universalisation_household", column="household_id"),
        Watch("schoolyear_enrolment", column="person_id", via="person_id"),
    ),
    record_table="universalisation_member",
    whole=_statement(_JOINED_WHOLE, "n", "p"),
)
"""One row for each person who belongs to the commune's population on the day. What a school knows comes before what the
household says; it is read beyond the reader's reach for the people of the reader's own forms only
(`universalisation_registered`). age: as of 31 December of the year in which the school year begins.

A change of an enrolment, wherever the school is, concerns the rows of the person whom it is about."""
