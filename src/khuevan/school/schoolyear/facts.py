"""What the room publishes: the enrolments and the classes of the year that the day lies in."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.facts import EVERY_ROW, Column, Facts, Kind, Watch
from khuevan.kernel.measures import Split
from khuevan.register.organisations.facts import LEVEL, SCHOOL_COLUMNS, SCHOOL_IS, SCHOOL_SPLITS, SCHOOL_WATCH
from khuevan.register.people.facts import IS_MINORITY, MINORITY, SEX
from khuevan.school.curriculum.choices import Grade
from khuevan.school.learners.choices import COMPUTERS, LINES

GRADE: Final = Split("grade", _("Khối"), dict(Grade.choices))

ENROLMENTS: Final = Facts(
    "schoolyear.enrolment",
    _("Học sinh trong năm học"),
    """
    select e.id, e.school_id as unit_id, e.full_name as title, e.learner_id, e.person_id, e.grade,
           e.grade::int as grade_number, e.level, extract(year from y.starts_on)::int as year,
           p.birth_date, extract(year from p.birth_date)::int as birth_year, e.enrolled_on,
           e.class_group_id as class_id, e.class_group_id is not null as has_class, coalesce(c.name, '') as class_name,
           coalesce(c.grade <> e.grade and not c.is_combined, false) as grade_differs,
           coalesce(c.closed_on <= %(on)s, false) as class_is_closed,
           e.full_name <> p.full_name as name_differs, e.birth_date is distinct from p.birth_date as birth_differs
    from schoolyear_enrolment e
    join schoolyear_schoolyear y on y.id = e.school_year_id and y.starts_on <= %(on)s and y.ends_on >= %(on)s
    join people_person p on p.id = e.person_id
    left join schoolyear_classgroup c on c.id = e.class_group_id
    where e.left_on is null
    """,
    (
        Column("learner_id", Kind.WHOLE),
        Column("person_id", Kind.WHOLE),
        Column("grade", Kind.TEXT, _("khối")),
        Column("grade_number", Kind.WHOLE, _("khối")),
        Column("level", Kind.TEXT, _("cấp học")),
        Column("year", Kind.WHOLE),
        Column("birth_date", Kind.DATE, _("ngày sinh")),
        Column("birth_year", Kind.WHOLE, _("năm sinh")),
        Column("enrolled_on", Kind.DATE, _("ngày vào trường")),
        Column("class_id", Kind.WHOLE),
        Column("has_class", Kind.YES, _("lớp")),
        Column("class_name", Kind.TEXT, _("lớp")),
        Column("grade_differs", Kind.YES, _("khối")),
        Column("class_is_closed", Kind.YES, _("lớp")),
        Column("name_differs", Kind.YES, _("họ và tên")),
        Column("birth_differs", Kind.YES, _("ngày sinh")),
    ),
    watches=(
        Watch("schoolyear_enrolment"),
        Watch("people_person", column="person_id"),
        Watch("schoolyear_classgroup", column="class_id", days=("closed_on",)),
        Watch("schoolyear_schoolyear", column=EVERY_ROW, days=("starts_on", "ends_on")),
    ),
    record_table="schoolyear_enrolment",
    joined_whole=True,
    is_followed=True,
)

_AGE: Final = "extract(year from y.starts_on)::int - extract(year from e.birth_date)::int"

LEARNER_IS: Final = f"""e.school_id as unit_id, e.full_name as title, e.learner_id, e.person_id,
           e.class_group_id as class_id, coalesce(c.name, '') as class_name, e.level, e.grade, e.sex, {IS_MINORITY},
           coalesce(l.disability <> '', false) as has_disability, {SCHOOL_IS}"""
LEARNER_FROM: Final = """
    from schoolyear_enrolment e
    join schoolyear_schoolyear y on y.id = e.school_year_id and y.starts_on <= %(on)s and y.ends_on >= %(on)s
    join organisations_orgunit u on u.id = e.school_id
    left join schoolyear_classgroup c on c.id = e.class_group_id
    left join learners_learner l on l.id = e.learner_id
    left join people_person p on p.id = e.person_id"""
LEARNER_RAN: Final = """e.enrolled_on <= %(on)s and (e.left_on is null or e.left_on > %(on)s) and e.status <> '00'
      and e.set_aside_by is null"""
"""Of `select e.id, {LEARNER_IS}, … {LEARNER_FROM} … where {LEARNER_RAN}`: what facts of other rooms say of a learner."""
LEARNER_COLUMNS: Final = (
    Column("learner_id", Kind.WHOLE),
    Column("person_id", Kind.WHOLE),
    Column("class_id", Kind.WHOLE),
    Column("class_name", Kind.TEXT, _("lớp")),
    Column("level", Kind.TEXT, _("cấp học")),
    Column("grade", Kind.TEXT, _("khối")),
    Column("sex", Kind.TEXT, _("giới tính")),
    Column("is_minority", Kind.YES, _("dân tộc thiểu số")),
    Column("has_disability", Kind.YES, _("khuyết tật")),
    *SCHOOL_COLUMNS,
)
LEARNER_WATCHES: Final = (
    Watch("schoolyear_enrolment", column="unit_id", via="school_id"),
    Watch("people_person", column="person_id"),
    Watch("learners_learner", column="learner_id"),
    Watch("schoolyear_classgroup", column="class_id"),
    SCHOOL_WATCH,
)
DISABILITY: Final = Split(
    "has_disability", _("Khuyết tật"), {True: _("Khuyết tật"), False: _("Không khuyết tật")}
)
LEARNER_SPLITS: Final = (LEVEL, GRADE, SEX, MINORITY, DISABILITY, *SCHOOL_SPLITS)


AT_SATELLITE: Final = "coalesce(not o.is_main, false) as at_satellite"
"""Of what is at the point `o`: nothing recorded means the main one."""
POINT_WATCH: Final = Watch("organisations_schoolpoint", column="unit_id", via="school_id")


def _one_of(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{one}'" for one in values)


STUDENTS: Final = Facts(
    "schoolyear.student",
    _("Học sinh tại trường"),
    f"""
    select e.id, {LEARNER_IS},
           e.class_group_id is not null as has_class, coalesce(p.ethnicity, '') as ethnicity, {_AGE} as age,
           case when e.level = 'continuing' then null
                when e.grade between '01' and '12' then {_AGE} - e.grade::int - 5
                when e.grade between '16' and '18' then {_AGE} - e.grade::int + 13 end as years_late,
           e.level <> 'continuing' and e.grade not in ('13', '14', '15') and e.birth_date is not null as age_is_known,
           e.is_repeating, e.entry_kind = 'entry' as is_new, e.entry_kind, e.outcome, l.poverty,
           l.policy_group_id is not null as has_policy,
           coalesce(l.is_ethnic_semi_boarder or l.is_supported_semi_boarder, false) or coalesce(c.boarding = 'day', false)
               as is_day_boarder,
           coalesce(l.is_supported_boarder or l.is_in_boarding_class, false)
               or coalesce(c.boarding = 'residential', false) as is_boarder,
           coalesce(l.has_two_sessions, false) or coalesce(c.two_sessions, false) as has_two_sessions,
           coalesce(c.is_combined, false) as in_combined_class, {AT_SATELLITE},
           case when l.computer <> '' then l.computer in ({_one_of(COMPUTERS)}) end as has_computer,
           case when l.internet <> '' then l.internet in ({_one_of(LINES)}) end as has_internet,
           coalesce(l.computer <> '', false) as computer_is_known, coalesce(l.internet <> '', false) as internet_is_known
    {LEARNER_FROM}
    left join organisations_schoolpoint o on o.id = c.point_id
    where {LEARNER_RAN}
    """,  # noqa: S608 - constant parts only
    (
        *LEARNER_COLUMNS,
        Column("has_class", Kind.YES, _("đã xếp lớp")),
        Column("ethnicity", Kind.TEXT, _("dân tộc")),
        Column("age", Kind.WHOLE, _("tuổi tính đến 31/12 năm đầu của năm học")),
        Column("years_late", Kind.WHOLE, _("số năm hơn tuổi quy định của khối")),
        Column("age_is_known", Kind.YES, _("đã ghi ngày sinh và khối có tuổi quy định")),
        Column("is_repeating", Kind.YES, _("lưu ban năm trước")),
        Column("is_new", Kind.YES, _("tuyển mới đầu cấp")),
        Column("entry_kind", Kind.TEXT, _("loại nhập học")),
        Column("outcome", Kind.TEXT, _("kết quả cuối năm")),
        Column("poverty", Kind.TEXT, _("hộ nghèo, cận nghèo")),
        Column("has_policy", Kind.YES, _("thuộc diện chính sách")),
        Column("is_day_boarder", Kind.YES, _("bán trú")),
        Column("is_boarder", Kind.YES, _("nội trú")),
        Column("has_two_sessions", Kind.YES, _("học 2 buổi/ngày")),
        Column("in_combined_class", Kind.YES, _("học lớp ghép")),
        Column("at_satellite", Kind.YES, _("ở điểm lẻ")),
        Column("has_computer", Kind.YES, _("có máy tính để học ở nhà")),
        Column("has_internet", Kind.YES, _("có Internet ở nhà")),
        Column("computer_is_known", Kind.YES, _("đã khảo sát máy tính ở nhà")),
        Column("internet_is_known", Kind.YES, _("đã khảo sát Internet ở nhà")),
    ),
    watches=(*LEARNER_WATCHES, POINT_WATCH),
    record_table="schoolyear_enrolment",
    joined_whole=True,
)
"""One enrolment that ran on the day, in the year that the day lies in: begun by then and not yet left, so that a form as
of 30 September counts the same children in November as it did then. A child who moved counts where it stood; entries by
mistake and second entries of a child do not count. Class, grade, person and school are as they are recorded now, not as
they were on the day.

age: whole years on 31 December of the year in which the school year begins; unknown without a birth date. years_late: age
less that at which the grade is due (TT 15/2026/TT-BGDĐT: 6 in grade 1; age groups from 3 on); unknown where
`age_is_known` is not so. at_satellite: the class is at another point than the main one. has_computer, has_internet:
unknown where nobody asked.
"""

REGISTER: Final = Facts(
    "schoolyear.registered",
    _("Sổ đăng bộ của năm học"),
    f"""
    select e.id, {LEARNER_IS}, e.entry_kind, coalesce(e.left_on <= %(on)s, false) as is_gone, e.left_on, e.leave_reason,
           coalesce(e.left_on <= %(on)s and e.status in ('05', '09', '12'), false) as is_withdrawn,
           coalesce(e.left_on <= %(on)s and e.status in ('04', '08', '11'), false) as has_moved,
           e.enrolled_on <= make_date(extract(year from y.starts_on)::int, 9, 30) as is_from_start
    {LEARNER_FROM}
    where e.enrolled_on <= %(on)s and e.status <> '00' and e.set_aside_by is null
    """,  # noqa: S608 - constant parts only
    (
        *LEARNER_COLUMNS,
        Column("entry_kind", Kind.TEXT, _("loại nhập học")),
        Column("is_gone", Kind.YES, _("đã rời trường")),
        Column("left_on", Kind.DATE, _("ngày rời trường")),
        Column("leave_reason", Kind.TEXT, _("lý do thôi học")),
        Column("is_withdrawn", Kind.YES, _("đã thôi học")),
        Column("has_moved", Kind.YES, _("đã chuyển đi")),
        Column("is_from_start", Kind.YES, _("vào trường đến ngày 30/9")),
    ),
    watches=LEARNER_WATCHES,
    record_table="schoolyear_enrolment",
    joined_whole=True,
)
"""One enrolment of the year that had begun by the day, whether it still ran or not: a child who moved is in it at both
schools. is_from_start: begun by 30 September, the day of the beginning-of-year forms."""

_STANDS = "(o.closed_on is null or o.closed_on > %(on)s)"


def _classes(size: str, disabled: str, homerooms: str, namesakes: str, joined: str = "") -> str:
    return f"""
    select c.id, c.school_id as unit_id, c.name as title, c.grade, c.level, c.is_combined, c.is_special,
           cardinality(c.combined_grades) as combined_grades, c.homeroom_teacher_id is not null as has_homeroom_teacher,
           {size}::int as size, {disabled}::int as disabled, {homerooms}::int as homerooms, {namesakes}::int as namesakes,
           c.level = any(u.levels) as level_is_taught, c.two_sessions, coalesce(not sp.is_main, false) as at_satellite,
           {SCHOOL_IS}
    from schoolyear_classgroup c
    join schoolyear_schoolyear y on y.id = c.school_year_id and y.starts_on <= %(on)s and y.ends_on >= %(on)s
    join organisations_orgunit u on u.id = c.school_id
    left join organisations_schoolpoint sp on sp.id = c.point_id {joined}
    where c.closed_on is null or c.closed_on > %(on)s
    """  # noqa: S608 - constant parts only


CLASSES: Final = Facts(
    "schoolyear.class_group",
    _("Lớp học trong năm học"),
    _classes(
        "(select count(*) from schoolyear_enrolment e where e.class_group_id = c.id and e.left_on is null)",
        """(select count(*) from schoolyear_enrolment e join learners_learner l on l.id = e.learner_id
            where e.class_group_id = c.id and e.left_on is null and l.disability <> '')""",
        f"""(select count(*) from schoolyear_classgroup o
            where o.school_year_id = c.school_year_id and o.homeroom_teacher_id = c.homeroom_teacher_id and {_STANDS})""",  # noqa: S608
        f"""(select count(*) from schoolyear_classgroup o
            where o.school_id = c.school_id and o.school_year_id = c.school_year_id and o.name = c.name and {_STANDS})""",  # noqa: S608
    ),
    (
        Column("grade", Kind.TEXT, _("khối")),
        Column("level", Kind.TEXT, _("cấp học")),
        Column("is_combined", Kind.YES, _("lớp ghép")),
        Column("is_special", Kind.YES, _("lớp chuyên biệt")),
        Column("combined_grades", Kind.WHOLE, _("số trình độ ghép")),
        Column("has_homeroom_teacher", Kind.YES, _("giáo viên chủ nhiệm")),
        Column("size", Kind.WHOLE, _("sĩ số")),
        Column("disabled", Kind.WHOLE, _("số học sinh khuyết tật")),
        Column("homerooms", Kind.WHOLE, _("số lớp chủ nhiệm")),
        Column("namesakes", Kind.WHOLE, _("số lớp cùng tên")),
        Column("level_is_taught", Kind.YES, _("cấp học")),
        Column("two_sessions", Kind.YES, _("học 2 buổi/ngày")),
        Column("at_satellite", Kind.YES, _("ở điểm lẻ")),
        *SCHOOL_COLUMNS,
    ),
    watches=(
        Watch("schoolyear_classgroup", column="unit_id", via="school_id"),
        Watch("schoolyear_enrolment", via="class_group_id"),
        POINT_WATCH,
        SCHOOL_WATCH,
    ),
    record_table="schoolyear_classgroup",
    whole=_classes(
        "coalesce(e.size, 0)",
        "coalesce(e.disabled, 0)",
        "coalesce(h.homerooms, 0)",
        "n.namesakes",
        f"""
    left join (
        select e.class_group_id, count(*) as size, count(*) filter (where l.disability <> '') as disabled
        from schoolyear_enrolment e left join learners_learner l on l.id = e.learner_id
        where e.left_on is null group by e.class_group_id
    ) e on e.class_group_id = c.id
    left join (
        select o.school_year_id, o.homeroom_teacher_id, count(*) as homerooms
        from schoolyear_classgroup o where {_STANDS} group by o.school_year_id, o.homeroom_teacher_id
    ) h on h.school_year_id = c.school_year_id and h.homeroom_teacher_id = c.homeroom_teacher_id
    join (
        select o.school_id, o.school_year_id, o.name, count(*) as namesakes
        from schoolyear_classgroup o where {_STANDS} group by o.school_id, o.school_year_id, o.name
    ) n on n.school_id = c.school_id and n.school_year_id = c.school_year_id and n.name = c.name""",  # noqa: S608
    ),
)

PAST_CLASSES: Final = Facts(
    "schoolyear.past_class",
    _("Lớp của năm học vừa qua"),
    """
    select c.id, c.school_id as unit_id, c.name as title, y.code as year_code, n.code as next_code,
           %(on)s - n.starts_on as days_into_year,
           count(e.id)::int as stayed,
           count(e.id) filter (where e.outcome in ('completed', 'graduated') or exists (
               select 1 from schoolyear_enrolment f where f.learner_id = e.learner_id and f.school_year_id = n.id
           ))::int as went_on
    from schoolyear_schoolyear n
    join schoolyear_schoolyear y on y.ends_on = n.starts_on - 1
    join schoolyear_classgroup c on c.school_year_id = y.id and (c.closed_on is null or c.closed_on > y.ends_on)
    join organisations_orgunit u on u.id = c.school_id and (u.closed_on is null or u.closed_on > %(on)s)
    left join schoolyear_enrolment e on e.class_group_id = c.id and e.left_on is null
    where n.starts_on <= %(on)s and n.ends_on >= %(on)s
    group by c.id, y.code, n.code, n.starts_on
    """,
    (
        Column("year_code", Kind.TEXT, _("năm học")),
        Column("next_code", Kind.TEXT, _("năm học")),
        Column("days_into_year", Kind.WHOLE),
        Column("stayed", Kind.WHOLE, _("sĩ số")),
        Column("went_on", Kind.WHOLE),
    ),
    watches=(
        Watch("schoolyear_classgroup", column="unit_id", via="school_id"),
        Watch("schoolyear_enrolment", column="unit_id", via="school_id"),
    ),
    record_table="schoolyear_classgroup",
)
"""A class of the year before, with how many of those who were in it to the end stand in the present year anywhere."""
