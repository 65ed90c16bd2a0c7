"""What the room publishes: the declaration of the profile, for workbooks and exchange; the profiles, for checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.facts import Column, Facts, Kind, Watch

from .records.profile import PROFILE, Kept, levels_of
from .rules import EVERY, Levels, at

__all__ = ["ELSEWHERE", "PROFILE", "PROFILES", "Kept", "Symbol", "levels_of", "symbols"]


@dataclass(frozen=True)
class Symbol:
    """A field of QĐ 4998, mục 3.6.4. held: a path from the learner (`person.full_name`, `supports=rice`), or in words of
    the rooms where it is no column of learner and person."""

    symbol: str
    levels: Levels
    held: str
    catalogue: str = ""


ELSEWHERE = (
    Symbol("TRUONG_ID", at("MN TH C2 C3"), "school.code"),
    Symbol("TRUNG_TAM_ID", at("TX"), "school.code"),
    Symbol("HOC_VIEN_ID", at("TX"), "person.sector_id"),
    Symbol("TINH_THANH_ID", EVERY, "person.permanent_commune.province", "DM_TINH"),
    Symbol("QUAN_HUYEN_ID", EVERY, "nothing since 1 July 2025: there are no districts", "DM_HUYEN"),
    Symbol("TEN_CHA", EVERY, "guardian(father).full_name"),
    Symbol("NAM_SINH_CHA", EVERY, "guardian(father).birth_date.year"),
    Symbol("TEN_ME", EVERY, "guardian(mother).full_name"),
    Symbol("NAM_SINH_ME", EVERY, "guardian(mother).birth_date.year"),
    Symbol("TEN_NGUOI_DD", EVERY, "guardian(other).full_name"),
    Symbol("NAM_SINH_NGUOI_DO_DAU", EVERY, "guardian(other).birth_date.year"),
    Symbol("IS_LUU_BAN_NAM_TRUOC", at("TH C2 C3 TX"), "enrolment.is_repeating"),
    Symbol("CAP_NHAT_KHEN_THUONG", at("TH C2 C3 TX"), "rewards are there"),
    Symbol("NOI_DUNG_KHEN_THUONG", at("TX"), "rewards"),
    Symbol("LIST_KHEN_THUONG", at("TH C2 C3"), "rewards"),
    Symbol("LIST_BAO_LUC_HOC_DUONG", at("TH C2"), "violence cases"),
)


def symbols() -> tuple[Symbol, ...]:
    """Every field of the annex and where it is held."""
    own = [
        Symbol(one.symbol, one.levels, f"{one.field.via}.{one.name}".strip("."), one.catalogue)
        for one in PROFILE
        if one.symbol
    ]
    ticks = [
        Symbol(symbol, levels, f"{one.name}={code}")
        for one in PROFILE
        for code, (symbol, levels) in one.parts.items()
    ]
    return (*own, *ticks, *ELSEWHERE)


PROFILES: Final = Facts(
    "learners.profile",
    _("Hồ sơ người học"),
    """
    select l.id, l.school_id as unit_id, p.full_name as title, l.person_id, l.code, l.grade, p.birth_date,
           l.disability <> '' as has_disability, l.disability_degree <> '' as has_degree, l.is_not_assessed,
           l.has_individual_plan, l.height_cm::float8 as height, l.weight_kg::float8 as weight,
           l.weight_kg::float8 / nullif((l.height_cm::float8 / 100) ^ 2, 0) as bmi, l.measured_on, l.means_checked_on,
           l.id_issued_on, p.national_id <> '' as has_number, l.code <> '' as has_code,
           'fee_exemption' = any(l.supports) and 'fee_reduction' = any(l.supports) as is_exempt_and_reduced,
           l.poverty <> '' as has_poverty, l.policy_group_id is not null as has_policy,
           cardinality(l.supports) as supports,
           l.computer <> '' as has_computer_answer, l.internet <> '' as has_internet_answer,
           l.computer_is_shared and l.computer in ('', 'none') as shares_nothing,
           l.is_team_member and l.is_union_member as is_in_both, l.is_union_member,
           case when l.code = '' then 0 else count(*) over (partition by l.school_id, l.code) end as namesakes
    from learners_learner l
    join people_person p on p.id = l.person_id
    where l.status in ('01', '02', '03', '06', '07', '10')
    """,
    (
        Column("person_id", Kind.WHOLE),
        Column("code", Kind.TEXT),
        Column("grade", Kind.TEXT, _("khối")),
        Column("birth_date", Kind.DATE, _("ngày sinh")),
        Column("has_disability", Kind.YES),
        Column("has_degree", Kind.YES),
        Column("is_not_assessed", Kind.YES),
        Column("has_individual_plan", Kind.YES),
        Column("height", Kind.NUMBER),
        Column("weight", Kind.NUMBER),
        Column("bmi", Kind.NUMBER),
        Column("measured_on", Kind.DATE, _("ngày đo")),
        Column("means_checked_on", Kind.DATE, _("ngày khảo sát")),
        Column("id_issued_on", Kind.DATE, _("ngày cấp")),
        Column("has_number", Kind.YES),
        Column("has_code", Kind.YES, _("mã học sinh của trường")),
        Column("is_exempt_and_reduced", Kind.YES),
        Column("has_poverty", Kind.YES),
        Column("has_policy", Kind.YES),
        Column("supports", Kind.WHOLE),
        Column("has_computer_answer", Kind.YES),
        Column("has_internet_answer", Kind.YES),
        Column("shares_nothing", Kind.YES),
        Column("is_in_both", Kind.YES),
        Column("is_union_member", Kind.YES, _("là đoàn viên")),
        Column("namesakes", Kind.LARGE, _("số học sinh cùng mã")),
    ),
    watches=(
        Watch("learners_learner"),
        Watch("people_person", column="person_id"),
        Watch("schoolyear_enrolment", via="learner_id"),
    ),
    record_table="learners_learner",
    joined_whole=True,
    is_followed=True,
    shares=(("unit_id", "code"),),
)
"""The profiles of those who learn now. Without labels: what is sensitive never stands in a sentence.

Grade and status follow from the latest enrolment, which the database repeats on the learner and the log does not."""
