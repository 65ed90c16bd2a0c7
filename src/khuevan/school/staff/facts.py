"""What the room publishes of its rows: who is of a school today, and the lessons of the running year."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.facts import Column, Facts, Kind, Watch
from khuevan.register.organisations.facts import SCHOOL_COLUMNS, SCHOOL_IS, SCHOOL_WATCH
from khuevan.register.people.facts import IS_MINORITY

from .choices import AT_WORK, COMPUTERS, LEFT, Degree, StaffStatus

_LEFT: Final = ", ".join(f"'{one}'" for one in sorted(LEFT))
_AT_WORK: Final = ", ".join(f"'{one}'" for one in sorted(AT_WORK))
_GONE: Final = ", ".join(f"'{one}'" for one in sorted(LEFT - {StaffStatus.MISTAKEN}))
_COMPUTERS: Final = ", ".join(COMPUTERS)
_BELOW_BACHELOR: Final = ", ".join(
    f"'{one}'" for one in (Degree.BELOW, Degree.ELEMENTARY, Degree.INTERMEDIATE, Degree.COLLEGE)
)

_OF_LANGUAGES: Final = "coalesce(j.code, '') in ('NN1', 'NN2') or coalesce(k.code, '') in ('NN1', 'NN2')"

_NORM: Final = """(select l.periods::float8 from staff_loadnorm l
            where l.post = case s.position when 'head' then 'head' when 'deputy' then 'deputy' else 'teacher' end
              and l.school_type = case when u.kind = 'ethnic_boarding' then 'boarding'
                  when u.kind = 'ethnic_semi_boarding' then 'semi_boarding'
                  when u.kind in ('special', 'inclusion_support') then 'special'
                  when u.kind in ('vocational_continuing', 'continuing', 'community_learning', 'language_it')
                  then 'continuing' else 'general' end
              and l.level in ('', s.level) and l.valid_from <= %(on)s
              and (l.valid_until is null or l.valid_until > %(on)s)
            order by l.level <> '' desc, l.valid_from desc limit 1) as norm"""
"""Of the member `s` at the school `u`, by the circular in force on the day."""

MEMBERS: Final = Facts(
    "staff.member",
    _("Đội ngũ"),
    f"""
    with running as (select id from schoolyear_schoolyear where starts_on <= %(on)s and ends_on >= %(on)s),
    taught as (
        select staff_id, sum(number)::bigint as lessons, max(periods) as periods
        from (select staff_id, term, count(*) as number, sum(periods) as periods from staff_teachingassignment
              where ended_on is null and school_year_id in (select id from running) group by staff_id, term) t
        group by staff_id),
    assigned as (
        select distinct school_id from staff_teachingassignment
        where ended_on is null and school_year_id in (select id from running)),
    papers as (
        select staff_id, max(valid_until) as until,
               bool_or(valid_from <= %(on)s and (valid_until is null or valid_until > %(on)s)) as in_force
        from staff_contract where cancelled_on is null group by staff_id),
    numbers as (
        select insurance_number, count(distinct person_id) as people from staff_staffmember
        where insurance_number <> '' group by insurance_number having count(distinct person_id) > 1),
    work as (
        select person_id, count(*) as schools from staff_staffmember where status in ({_AT_WORK}) group by person_id)
    select s.id, s.school_id as unit_id, s.full_name as title, s.person_id, s.status, s."group" as part, s.position,
           s.level, s.sex, s.birth_date, s.joined_on, s.degree, s.contract_form,
           s.status in ({_AT_WORK}) as is_at_work, s.leave <> '' as is_away, s.leave_until,
           s.main_subject_id is not null as has_subject, s.code <> '' as has_code,
           s.insurance_number <> '' as has_insurance, s.rank <> '' as has_rank,
           cardinality(s.computers) > 0 or s.internet <> '' as has_means,
           coalesce(c.in_force, false) as contract_in_force, c.until as contract_until,
           case when s.code = '' then 0 else count(*) over (partition by s.school_id, s.code) end as namesakes,
           coalesce(n.people, 1) as insured, coalesce(w.schools, 0) as schools,
           s.full_name <> p.full_name as name_differs, s.birth_date is distinct from p.birth_date as birth_differs,
           coalesce(t.lessons, 0) as lessons, t.periods::float8 as periods, a.school_id is not null as is_assigned_school,
           exists (select 1 from schoolyear_classgroup g where g.homeroom_teacher_id = s.person_id
                   and g.school_id = s.school_id and g.school_year_id in (select id from running)
                   and g.closed_on is null) as has_homeroom,
           {_NORM}
    from staff_staffmember s
    join organisations_orgunit u on u.id = s.school_id
    left join people_person p on p.id = s.person_id
    left join taught t on t.staff_id = s.id
    left join assigned a on a.school_id = s.school_id
    left join papers c on c.staff_id = s.id
    left join numbers n on n.insurance_number = s.insurance_number
    left join work w on w.person_id = s.person_id
    where s.status not in ({_LEFT})
    """,  # noqa: S608 - constant parts only
    (
        Column("person_id", Kind.WHOLE),
        Column("status", Kind.TEXT, _("trạng thái")),
        Column("part", Kind.TEXT, _("nhóm cán bộ")),
        Column("position", Kind.TEXT, _("vị trí việc làm")),
        Column("level", Kind.TEXT, _("cấp dạy")),
        Column("sex", Kind.TEXT, _("giới tính")),
        Column("birth_date", Kind.DATE, _("ngày sinh")),
        Column("joined_on", Kind.DATE, _("ngày vào trường")),
        Column("degree", Kind.TEXT, _("trình độ chuyên môn")),
        Column("contract_form", Kind.TEXT, _("hình thức hợp đồng")),
        Column("is_at_work", Kind.YES),
        Column("is_away", Kind.YES),
        Column("leave_until", Kind.DATE, _("nghỉ đến ngày")),
        Column("has_subject", Kind.YES, _("môn dạy")),
        Column("has_code", Kind.YES, _("mã cán bộ")),
        Column("has_insurance", Kind.YES, _("số sổ BHXH")),
        Column("has_rank", Kind.YES, _("ngạch, hạng")),
        Column("has_means", Kind.YES, _("phương tiện dạy trực tuyến")),
        Column("contract_in_force", Kind.YES, _("hợp đồng")),
        Column("contract_until", Kind.DATE, _("hợp đồng hết hạn từ")),
        Column("namesakes", Kind.LARGE, _("số người cùng mã")),
        Column("insured", Kind.LARGE, _("số người cùng số sổ BHXH")),
        Column("schools", Kind.LARGE, _("số trường đang làm việc")),
        Column("name_differs", Kind.YES, _("họ và tên")),
        Column("birth_differs", Kind.YES, _("ngày sinh")),
        Column("lessons", Kind.LARGE, _("phân công giảng dạy")),
        Column("periods", Kind.NUMBER, _("số tiết một tuần")),
        Column("is_assigned_school", Kind.YES),
        Column("has_homeroom", Kind.YES, _("lớp chủ nhiệm")),
        Column("norm", Kind.NUMBER, _("định mức tiết một tuần")),
    ),
    watches=(
        Watch("staff_staffmember"),
        Watch("people_person", column="person_id"),
        Watch("staff_contract", via="staff_id"),
        Watch("staff_teachingassignment", via="staff_id"),
    ),
    record_table="staff_staffmember",
    joined_whole=True,
)

LESSONS: Final = Facts(
    "staff.lesson",
    _("Phân công giảng dạy"),
    f"""
    select a.id, a.school_id as unit_id, s.full_name || ', ' || j.name || ' ' || c.name as title, a.staff_id,
           a.class_group_id, a.periods::float8 as periods,
           s.status in ({_AT_WORK}) and s.leave = '' as is_at_work, c.closed_on is not null as class_is_closed
    from staff_teachingassignment a
    join schoolyear_schoolyear y on y.id = a.school_year_id and y.starts_on <= %(on)s and y.ends_on >= %(on)s
    join staff_staffmember s on s.id = a.staff_id
    join schoolyear_classgroup c on c.id = a.class_group_id
    join curriculum_subject j on j.id = a.subject_id
    where a.ended_on is null
    """,  # noqa: S608 - constant parts only
    (
        Column("staff_id", Kind.WHOLE),
        Column("class_group_id", Kind.WHOLE),
        Column("periods", Kind.NUMBER, _("số tiết một tuần")),
        Column("is_at_work", Kind.YES, _("giáo viên đang làm việc")),
        Column("class_is_closed", Kind.YES, _("lớp")),
    ),
    watches=(
        Watch("staff_teachingassignment"),
        Watch("staff_staffmember", column="staff_id"),
        Watch("schoolyear_classgroup", column="class_group_id"),
    ),
    record_table="staff_teachingassignment",
)

EMPLOYED: Final = Facts(
    "staff.employed",
    _("Người làm việc tại trường"),
    f"""
    with running as (select id from schoolyear_schoolyear where starts_on <= %(on)s and ends_on >= %(on)s),
    taught as (
        select staff_id, max(periods)::float8 as periods
        from (select staff_id, term, sum(periods) as periods from staff_teachingassignment
              where school_year_id in (select id from running) and (ended_on is null or ended_on > %(on)s)
              group by staff_id, term) t
        group by staff_id),
    trained as (
        select distinct staff_id from staff_training
        where cancelled_on is null and result = 'done' and (finished_on is null or finished_on <= %(on)s)
          and year in (select code from schoolyear_schoolyear where id in (select id from running)))
    select s.id, s.school_id as unit_id, s.full_name as title, s.person_id, s."group" as part, s.position, s.level, s.sex,
           {IS_MINORITY}, coalesce(j.name, '') as subject, s.degree, s.degree <> '' and s.level <> '' as degree_is_known,
           case when s.degree = '' or s.level = '' then null
                else s.degree not in ({_BELOW_BACHELOR}) or (s.level = 'preschool' and s.degree = 'college')
           end as meets_degree,
           case when s.standard_result = '' then null else s.standard_result in ('met', 'good', 'excellent')
           end as meets_standard,
           s.contract_form, extract(year from %(on)s::date)::int - extract(year from s.birth_date)::int as age,
           s.leave <> '' as is_away, s.computers && '{{{_COMPUTERS}}}' as has_computer,
           s.internet in ('fixed', 'mobile') as has_internet,
           s.language = 'en' and ({_OF_LANGUAGES}) as teaches_english,
           case when s.language = 'en' then s.language_level else '' end as english, g.staff_id is not null as is_trained,
           coalesce(t.periods, 0) as periods, t.staff_id is not null as has_lessons,
           {_NORM}, {SCHOOL_IS}
    from staff_staffmember s
    join organisations_orgunit u on u.id = s.school_id
    left join people_person p on p.id = s.person_id
    left join curriculum_subject j on j.id = s.main_subject_id
    left join curriculum_subject k on k.id = s.other_subject_id
    left join taught t on t.staff_id = s.id
    left join trained g on g.staff_id = s.id
    where (s.joined_on is null or s.joined_on <= %(on)s) and s.set_aside_by is null
      and (s.status in ({_AT_WORK}) or s.status in ({_GONE}) and s.left_on > %(on)s)
    """,  # noqa: S608 - constant parts only
    (
        Column("person_id", Kind.WHOLE),
        Column("part", Kind.TEXT, _("nhóm cán bộ")),
        Column("position", Kind.TEXT, _("vị trí việc làm")),
        Column("level", Kind.TEXT, _("cấp dạy")),
        Column("sex", Kind.TEXT, _("giới tính")),
        Column("is_minority", Kind.YES, _("dân tộc thiểu số")),
        Column("subject", Kind.TEXT, _("môn dạy")),
        Column("degree", Kind.TEXT, _("trình độ chuyên môn")),
        Column("degree_is_known", Kind.YES, _("đã ghi trình độ và cấp dạy")),
        Column("meets_degree", Kind.YES, _("đạt chuẩn trình độ được đào tạo")),
        Column("meets_standard", Kind.YES, _("đạt chuẩn nghề nghiệp")),
        Column("contract_form", Kind.TEXT, _("hình thức hợp đồng")),
        Column("age", Kind.WHOLE, _("tuổi theo năm sinh")),
        Column("is_away", Kind.YES, _("đang nghỉ dài ngày")),
        Column("has_computer", Kind.YES, _("có máy tính để dạy trực tuyến")),
        Column("has_internet", Kind.YES, _("có Internet ở nhà")),
        Column("teaches_english", Kind.YES, _("giáo viên tiếng Anh")),
        Column("english", Kind.TEXT, _("trình độ tiếng Anh")),
        Column("is_trained", Kind.YES, _("đã hoàn thành bồi dưỡng trong năm học")),
        Column("periods", Kind.NUMBER, _("số tiết một tuần")),
        Column("has_lessons", Kind.YES, _("được phân công giảng dạy")),
        Column("norm", Kind.NUMBER, _("định mức tiết một tuần")),
        *SCHOOL_COLUMNS,
    ),
    watches=(
        Watch("staff_staffmember", column="unit_id", via="school_id"),
        Watch("people_person", column="person_id"),
        Watch("staff_teachingassignment", via="staff_id"),
        Watch("staff_training", via="staff_id"),
        SCHOOL_WATCH,
    ),
    record_table="staff_staffmember",
    joined_whole=True,
)
"""Somebody who worked at the school on the day: had come by then and has not left since or before; whoever is on long
leave counts, whoever is seconded elsewhere does not. Post, level, degree and contract are as they are recorded now.

periods: a week, of the term with more of them, 0 where nothing was given; norm: what the circular asks of the post,
unknown in preschools. meets_degree: at least college in preschools, a bachelor's degree elsewhere (Luật Giáo dục
43/2019/QH14 Điều 72), unknown where degree or level is; it says so of anybody, and is meant of teachers. teaches_english:
a foreign language is one of the two subjects, and English the language of the file; english: its step there. is_trained:
some training of the running school year was completed by the day.
"""
