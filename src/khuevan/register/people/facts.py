"""What the room publishes of people: a row for each place of study or work, and one for each bond of guardianship.

Sensitive values are compared in the statement and leave it as yes or no wherever that is enough; the number itself is
in the frame, because it is compared with the birth date, and is never kept with a finding.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.facts import Column, Facts, Kind, Watch
from khuevan.kernel.measures import Split

from .choices import ETHNIC_GROUPS, Sex

SEX: Final = Split("sex", _("Giới tính"), {**dict(Sex.choices), "": _("Chưa ghi")})
ETHNICITY: Final = Split("ethnicity", _("Dân tộc"), {**ETHNIC_GROUPS, "": _("Chưa ghi")}, is_fine=True)
MINORITY: Final = Split(
    "is_minority", _("Dân tộc thiểu số"), {True: _("Dân tộc thiểu số"), False: _("Kinh, người nước ngoài")}
)
IS_MINORITY: Final = (
    "case when p.ethnicity not in ('', '56') then p.ethnicity not in ('01', '55') end as is_minority"
)
"""In the statement of any room's facts that join people_person as `p`: unknown where no group is recorded; foreigners are
no ethnic minority of the country."""

_DAYS: Final = ("valid_from", "valid_until")
_OPEN = "{a}.valid_from <= %(on)s and ({a}.valid_until is null or {a}.valid_until > %(on)s)"


def _people(has_guardian: str, places: str, joined: str = "") -> str:
    return f"""
    select p.id, a.unit_id, p.full_name as title, a.kind, p.birth_date, p.birth_precision, p.sex, p.national_id,
           p.nationality, p.ethnicity <> '' as has_ethnicity, p.birthplace <> '' as has_birthplace, p.sector_id, p.phone,
           p.email, p.permanent_commune_id as commune_id, p.permanent_commune_id is not null as has_commune,
           coalesce(c.closed_on <= %(on)s, false) as commune_is_closed, a.valid_from as since,
           extract(year from a.valid_from)::int - extract(year from p.birth_date)::int as years_at_start,
           a.kind = 'learner' and {has_guardian} as has_guardian, {places} as places
    from people_affiliation a
    join people_person p on p.id = a.person_id
    left join organisations_orgunit c on c.id = p.permanent_commune_id {joined}
    where a.kind in ('learner', 'staff', 'officer') and {_OPEN.format(a="a")} and p.died_on is null
    """  # noqa: S608 - constant parts only


PEOPLE: Final = Facts(
    "people.person",
    _("Người học, nhà giáo, nhân viên"),
    _people(
        f"exists (select 1 from people_guardianship g where g.ward_id = p.id and {_OPEN.format(a='g')})",  # noqa: S608
        f"""(select count(*) from people_affiliation o
            where o.person_id = p.id and o.kind = a.kind and {_OPEN.format(a="o")})::int""",  # noqa: S608
    ),
    (
        Column("kind", Kind.TEXT, _("tư cách")),
        Column("birth_date", Kind.DATE, _("ngày sinh")),
        Column("birth_precision", Kind.TEXT),
        Column("sex", Kind.TEXT, _("giới tính")),
        Column("national_id", Kind.TEXT, _("số định danh cá nhân")),
        Column("nationality", Kind.TEXT, _("quốc tịch")),
        Column("has_ethnicity", Kind.YES, _("dân tộc")),
        Column("has_birthplace", Kind.YES, _("nơi sinh")),
        Column("sector_id", Kind.TEXT, _("mã định danh ngành")),
        Column("phone", Kind.TEXT, _("điện thoại")),
        Column("email", Kind.TEXT, _("thư điện tử")),
        Column("commune_id", Kind.WHOLE),
        Column("has_commune", Kind.YES, _("xã, phường thường trú")),
        Column("commune_is_closed", Kind.YES, _("xã, phường thường trú")),
        Column("since", Kind.DATE, _("từ ngày")),
        Column("years_at_start", Kind.WHOLE),
        Column("has_guardian", Kind.YES, _("cha mẹ, người giám hộ")),
        Column("places", Kind.WHOLE, _("nơi học tập, công tác")),
    ),
    watches=(
        Watch("people_person"),
        Watch("people_affiliation", via="person_id", days=_DAYS),
        Watch("people_guardianship", via="ward_id", days=_DAYS),
        Watch("organisations_orgunit", column="commune_id", days=("closed_on",)),
    ),
    record_table="people_person",
    is_followed=True,
    whole=_people(
        "g.ward_id is not null",
        "o.places",
        f"""
    left join (select distinct g.ward_id from people_guardianship g where {_OPEN.format(a="g")}) g on g.ward_id = p.id
    join (
        select o.person_id, o.kind, count(*)::int as places from people_affiliation o
        where {_OPEN.format(a="o")} group by o.person_id, o.kind
    ) o on o.person_id = a.person_id and o.kind = a.kind""",  # noqa: S608
    ),
)

GUARDIANSHIPS: Final = Facts(
    "people.guardianship",
    _("Cha mẹ, người giám hộ"),
    f"""
    select g.id, a.unit_id, w.full_name as title, g.ward_id, g.guardian_id, g.relationship, g.is_legal_representative,
           k.full_name as guardian, k.sex as guardian_sex, extract(year from k.birth_date)::int as guardian_year,
           extract(year from w.birth_date)::int as ward_year, k.phone as guardian_phone
    from people_guardianship g
    join people_person w on w.id = g.ward_id
    join people_person k on k.id = g.guardian_id
    join people_affiliation a on a.person_id = g.ward_id and a.kind = 'learner' and {_OPEN.format(a="a")}
    where {_OPEN.format(a="g")} and w.died_on is null
    """,  # noqa: S608 - constant parts only
    (
        Column("ward_id", Kind.WHOLE),
        Column("guardian_id", Kind.WHOLE),
        Column("relationship", Kind.TEXT, _("quan hệ")),
        Column("is_legal_representative", Kind.YES, _("đại diện theo pháp luật")),
        Column("guardian", Kind.TEXT, _("người giám hộ")),
        Column("guardian_sex", Kind.TEXT, _("giới tính")),
        Column("guardian_year", Kind.WHOLE, _("năm sinh của người giám hộ")),
        Column("ward_year", Kind.WHOLE, _("năm sinh của người học")),
        Column("guardian_phone", Kind.TEXT, _("điện thoại")),
    ),
    watches=(
        Watch("people_guardianship", days=_DAYS),
        Watch("people_person", column="ward_id"),
        Watch("people_person", column="guardian_id"),
        Watch("people_affiliation", column="ward_id", via="person_id", days=_DAYS),
    ),
    record_table="people_guardianship",
    joined_whole=True,
    is_followed=True,
)

_TELLS_APART: Final = (
    Column("birth_date", Kind.DATE),
    Column("sex", Kind.TEXT),
    Column("national_id", Kind.TEXT),
    Column("ethnicity", Kind.TEXT),
    Column("birthplace", Kind.TEXT),
    Column("commune_id", Kind.WHOLE),
    Column("mother", Kind.TEXT),
    Column("father", Kind.TEXT),
    Column("phone", Kind.TEXT),
)


def _identities(kind: str) -> str:
    return f"""
    select p.id, min(a.unit_id) as unit_id, p.full_name as title, p.birth_date, p.sex, p.national_id, p.ethnicity,
           p.birthplace, coalesce(p.current_commune_id, p.permanent_commune_id) as commune_id,
           coalesce(max(k.full_name) filter (where g.relationship = 'mother'), '') as mother,
           coalesce(max(k.full_name) filter (where g.relationship = 'father'), '') as father,
           coalesce(nullif(p.phone, ''), max(k.phone), '') as phone
    from people_affiliation a
    join people_person p on p.id = a.person_id
    left join people_guardianship g on g.ward_id = p.id and {_OPEN.format(a="g")}
    left join people_person k on k.id = g.guardian_id
    where a.kind = '{kind}' and {_OPEN.format(a="a")} and p.died_on is null
    group by p.id
    """  # noqa: S608 - constant parts only


IDENTITIES: Final = Facts("people.identity", _("Nhận dạng người học"), _identities("learner"), _TELLS_APART)
"""Who learns, once each, with what tells people apart: for finding records that are one person. Never kept."""

STAFF_IDENTITIES: Final = Facts(
    "people.staff_identity", _("Nhận dạng cán bộ, giáo viên"), _identities("staff"), _TELLS_APART
)
"""Who works at schools, once each, in the same way."""
