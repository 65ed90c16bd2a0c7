"""Puts the demo province into the database: the country, schools, staff, officers, log-ins. In one transaction.

Everything goes through the services of the rooms, as the platform itself; bulk loads through those made for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from django.apps import apps

from khuevan.governance.quality import services as quality
from khuevan.kernel import access, database
from khuevan.kernel.access import Reach
from khuevan.kernel.database.bulk import analyze_new
from khuevan.kernel.database.lifecycle import data_folder
from khuevan.register.accounts import queries as account_queries
from khuevan.register.accounts import services as accounts
from khuevan.register.accounts.queries.roles import role_by_code
from khuevan.register.organisations import queries as units
from khuevan.register.organisations import services as organisations
from khuevan.register.organisations.choices import (
    Area,
    Difficulty,
    EducationLevel,
    Line,
    MapPrecision,
    Ownership,
    UnitKind,
)
from khuevan.register.people import services as people
from khuevan.school.facilities import services as facilities
from khuevan.school.learners import queries as learners
from khuevan.school.schoolyear.queries import attendance, year_at
from khuevan.school.staff import services as staff
from khuevan.school.transfers import services as transfers

from . import (
    attending,
    campaigning,
    cards,
    deciding,
    defects,
    figures,
    filling,
    inspecting,
    marking,
    maturing,
    plan,
    planning,
    reporting,
    surveying,
    teaching,
    working,
)
from .children import ClassPlan
from .defects import Truth
from .logins import EVERY, PASSWORD, DemoLogin
from .places import CLUSTERS, PROVINCE_CODE

SYSTEM = access.system("Khuê Văn: dữ liệu mẫu")
TWO_TIERS_SINCE = date(2025, 7, 1)
DATA_SINCE = date(2008, 8, 1)
DEPARTMENT = f"{PROVINCE_CODE:02d}"
DEPARTMENT_OFFICERS = 60
COMMUNE_OFFICERS = 2
MARKED_SCHOOLS = 12
Report = Callable[[str, int, int], None]


@dataclass
class Province:
    """What has been furnished: ids by code, and who holds which post."""

    communes: list[plan.Commune]
    schools: list[plan.SchoolPlan]
    units: dict[str, int] = field(default_factory=dict)
    posts: dict[tuple[str, str], list[tuple[int, str]]] = field(default_factory=dict)
    points: dict[str, list[int]] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    workers: list[working.Worker] = field(default_factory=list)
    people: int = 0
    learners: int = 0
    family: dict[str, tuple[int, str]] = field(default_factory=dict)
    defects: Path | None = None
    staff_truth: list[Truth] = field(default_factory=list)
    stale: frozenset[str] = frozenset()
    classes: list[ClassPlan] = field(default_factory=list)
    lessons: list[staff.AssignmentRow] = field(default_factory=list)

    @property
    def closing(self) -> plan.SchoolPlan:
        """The school that the decisions of last summer close."""
        return [school for school in self.schools if school.kind.kind == "kindergarten"][-1]


def furnish(scale: plan.Scale, *, at: datetime, on: date, report: Report) -> Province:
    """The whole demo province of this scale, or nothing: a start that was killed on the way leaves no half
    province for the next one to mistake for a whole. `report(what, done, of)` is told about progress."""
    communes = plan.communes_of_province()
    province = Province(communes, plan.schools(communes, scale))
    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("Bộ, 34 tỉnh và 3.321 xã, phường", lambda: organisations.load_country(SYSTEM, at=at)),
        ("Trường học và trung tâm", lambda: _schools(province, at, on)),
        ("Cán bộ, giáo viên, nhân viên", lambda: _people(province, at, on)),
        ("Lớp, học sinh, cha mẹ", lambda: _learners(province, scale, at, on)),
        ("Hồ sơ nhân sự, cơ sở vật chất", lambda: _working(province, at, on)),
        ("Sổ điểm, điểm danh", lambda: _marks(province, scale, at, on)),
        ("Quyết định gần đây", lambda: _decisions(province, at, on)),
        ("Tài khoản dùng thử", lambda: _logins(province, at, on)),
        ("Học bạ số", lambda: _cards(province, at, on)),
        ("Chuyển trường", lambda: _transfers(province, at)),
        ("Biểu thống kê", lambda: _reports(province, on)),
        ("Điều tra phổ cập", lambda: _surveys(province, at, on)),
        ("Kế hoạch, chỉ tiêu", lambda: _plans(province, at, on)),
        ("Kiểm tra dữ liệu", lambda: _judge(province, at, on)),
        ("Số liệu đã chốt, công bố", lambda: figures.furnish(SYSTEM, at=at, on=on)),
        ("Mức độ chuyển đổi số", lambda: _maturity(province, at, on)),
        ("Báo cáo bằng văn bản", lambda: _campaigns(province, at, on)),
        ("Kiểm tra", lambda: _inspections(province, at, on)),
    )
    with database.acting(SYSTEM):
        for number, (what, step) in enumerate(steps):
            report(what, number, len(steps))
            step()
    report("Xong", len(steps), len(steps))
    return province


def _judge(province: Province, at: datetime, on: date) -> None:
    """The first run of the checks, over tables that the planner knows; what changes from now on is followed."""
    quality.begin(at=at, pulses=_pulses(province, on))
    analyze_new()
    quality.run_checks(actor=SYSTEM, at=at)


def _pulses(province: Province, on: date) -> Iterator[tuple[int, str, date]]:
    """Schools touch their data every few weeks; whose register is stale, as the truth says, did so last in May."""
    stopped = date(on.year if on.month >= 8 else on.year - 1, 5, 29)
    for school in province.schools:
        unit_id = province.units[school.code]
        for number, table in enumerate(quality.LIVE_TABLES):
            is_stale = school.code in province.stale and table.startswith("schoolyear_")
            touched = on - timedelta(days=(unit_id * 7 + number * 11) % 60)
            yield unit_id, table, stopped if is_stale else touched


def _schools(province: Province, at: datetime, on: date) -> None:
    districts = [_district(number) for number in range(len(CLUSTERS))]
    opened = organisations.load_units(
        SYSTEM, [*districts, *(_school(school) for school in province.schools)], at=at, on=on
    )
    offices = units.ids_by_code([DEPARTMENT, *(commune.code for commune in province.communes)])
    province.units = {**offices, **opened}
    for school in province.schools:
        unit = units.by_code(school.code) if school.points else None
        for number, name in enumerate(school.points, 1):
            facts = organisations.PointFacts(
                code=f"{school.code}-{number}", name=name, opened_on=max(school.opened_on, DATA_SINCE)
            )
            assert unit is not None
            point = organisations.save_point(SYSTEM, unit, facts, at=at)
            province.points.setdefault(school.code, []).append(point.pk)


def _district(number: int) -> organisations.LoadedUnit:
    """An education office of a district: history only, closed when the districts were."""
    cluster = CLUSTERS[number]
    parent = organisations.former_code(cluster.province)
    return organisations.LoadedUnit(
        code=_district_code(number),
        attributes=organisations.Attributes(
            name=f"Phòng Giáo dục và Đào tạo {cluster.district}",
            short_name=f"Phòng GDĐT {cluster.district}",
            kind=UnitKind.DISTRICT_OFFICE,
        ),
        opened_on=DATA_SINCE,
        closed_on=TWO_TIERS_SINCE,
        decree=organisations.Decree(
            effective_on=DATA_SINCE, decision_number="", deciding_body="", note="Ngày bắt đầu của dữ liệu"
        ),
        placings=organisations.both_lines(parent, DATA_SINCE, TWO_TIERS_SINCE),
    )


def _district_code(number: int) -> str:
    return f"{CLUSTERS[number].province}.{number + 1:02d}.PGD"


def _school(school: plan.SchoolPlan) -> organisations.LoadedUnit:
    return organisations.LoadedUnit(
        code=school.code,
        attributes=organisations.Attributes(
            name=school.name,
            kind=UnitKind(school.kind.kind),
            levels=frozenset(EducationLevel(level) for level in school.kind.levels),
            ownership=Ownership(school.ownership),
            area=Area(school.area),
            difficulty=Difficulty(school.difficulty),
            latitude=school.latitude,
            longitude=school.longitude,
            map_precision=MapPrecision.APPROXIMATE,
        ),
        opened_on=school.opened_on,
        decree=organisations.Decree(
            effective_on=school.opened_on,
            decision_number=f"{100 + int(school.code[-3:]) * 7}/QĐ-UBND",
            deciding_body="Ủy ban nhân dân cấp có thẩm quyền",
            note="Số liệu mẫu",
        ),
        placings=tuple(_placings(school)),
        commune_code=school.commune,
    )


def _placings(school: plan.SchoolPlan) -> Iterator[organisations.Placed]:
    """Under the district or the former department until 30 June 2025, then under the commune or the department."""
    begun = max(school.opened_on, DATA_SINCE)
    former = organisations.former_code(CLUSTERS[school.cluster].province)
    office = former if school.kind.at_department else _district_code(school.cluster)
    yield from organisations.both_lines(office, begun, TWO_TIERS_SINCE)
    managing = DEPARTMENT if school.kind.at_department else school.commune
    yield organisations.Placed(line=Line.MANAGING, parent_code=managing, valid_from=TWO_TIERS_SINCE)
    yield organisations.Placed(line=Line.PROFESSIONAL, parent_code=DEPARTMENT, valid_from=TWO_TIERS_SINCE)


def _people(province: Province, at: datetime, on: date) -> None:
    rows = _person_rows(province, on)
    province.people = people.load_people(rows, actor=SYSTEM, at=at)


def _person_rows(province: Province, on: date) -> Iterator[people.PersonRow]:
    """Officers of the department, then of the communes, then the staff of each school; numbers are used once. At the end
    those of the staff who stand in the register twice, without the posts of a class or a log-in."""
    number = 0
    twice: list[tuple[int, str, plan.StaffPlan]] = []
    for place, kind, planned in _posts(province, on):
        for person in planned:
            number += 1
            province.posts.setdefault((place, person.title), []).append((number, person.full_name))
            if kind == "staff" and defects.stands_twice(number, plan.SEED):
                twice.append((number, place, person))
            yield _person_row(province, number, place, kind, person)
    for first, place, person in twice:
        number += 1
        again = defects.second_worker(person, first, plan.SEED)
        school = place if first % 3 == 0 else province.schools[first * 37 % len(province.schools)].code
        row = _person_row(province, number, school, "staff", again)
        again = replace(again, national_id=row.national_id)
        province.staff_truth += defects.staff_truth((first, person), (number, again), school)
        yield row


def _person_row(
    province: Province, number: int, place: str, kind: str, person: plan.StaffPlan
) -> people.PersonRow:
    unit_id = province.units[place]
    national_id = person.national_id if person.national_id not in province.numbers else ""
    province.numbers.add(national_id)
    if kind == "staff":
        province.workers.append(working.Worker(number, unit_id, person))
    return people.PersonRow(
        id=number,
        full_name=person.full_name,
        birth_date=person.birth_date,
        sex={"F": "female", "M": "male"}[person.sex],
        affiliations=(people.AffiliationRow(unit_id, kind, person.since, person.title),),
        national_id=national_id,
        ethnicity=person.ethnicity,
        phone=person.phone,
    )


def _posts(province: Province, on: date) -> Iterator[tuple[str, str, Iterator[plan.StaffPlan]]]:
    yield DEPARTMENT, "officer", plan.officers(DEPARTMENT, DEPARTMENT_OFFICERS, "Chuyên viên", today=on)
    for commune in province.communes:
        yield (
            commune.code,
            "officer",
            plan.officers(commune.code, COMMUNE_OFFICERS, "Chuyên viên Phòng Văn hóa - Xã hội", today=on),
        )
    for school in province.schools:
        yield school.code, "staff", plan.staff_of(school, today=on)


def _learners(province: Province, scale: plan.Scale, at: datetime, on: date) -> None:
    filled = filling.fill(province, scale, actor=SYSTEM, at=at, on=on)
    province.family, province.classes = filled.family, filled.classes
    province.learners, province.people = filled.learners, province.people + filled.people
    province.stale = frozenset(one.school for one in filled.truth if one.kind == "stale_school")
    province.defects = filling.write_truth(
        [*filled.truth, *province.staff_truth], data_folder() / "demo" / f"defects-{scale.name}"
    )


def _working(province: Province, at: datetime, on: date) -> None:
    """Members of staff, and what the schools have, by how many children come."""
    levels = {province.units[school.code]: school.kind.levels[-1] for school in province.schools}
    foreign = apps.get_model("curriculum", "Subject").objects.get(code="NN1").pk
    staff.load_staff(working.members(province.workers, levels, foreign), actor=SYSTEM, at=at)
    staff.load_papers("training", working.trainings(province.workers, on), actor=SYSTEM, at=at)
    province.lessons = list(_boards(province, on))
    staff.load_assignments(province.lessons, actor=SYSTEM, at=at)
    facilities.load_shipped(SYSTEM, at=at)
    children: Counter[int] = Counter()
    for row in attendance(Reach.everything(), on=on):
        children[row.school_id] += row.learners
    facilities.load_books(
        SYSTEM,
        (
            row
            for school in province.schools
            for row in working.books(
                school,
                province.units[school.code],
                province.points.get(school.code, []),
                children[province.units[school.code]],
                on=on,
            )
        ),
        at=at,
    )


def _marks(province: Province, scale: plan.Scale, at: datetime, on: date) -> None:
    """Gradebooks and rolls of the first schools, where the log-ins are among others; marks at as many as asked for."""
    kept = {
        province.units[school.code] for school in [*province.schools[:MARKED_SCHOOLS], _secondary(province)]
    }
    many = max(MARKED_SCHOOLS, round(len(province.schools) * scale.marked))
    marked = kept | {province.units[school.code] for school in province.schools[:many]}
    names = {number: worker.plan.full_name for number, worker in enumerate(province.workers, 1)}
    marking.furnish(SYSTEM, [one for one in province.lessons if one.school_id in marked], names, at=at, on=on)
    past = {
        school.code: province.posts.get((school.code, "Giáo viên"), [])
        for school in [*province.schools[:MARKED_SCHOOLS], _secondary(province)]
    }
    marking.furnish_year_before(
        SYSTEM,
        {province.units[code]: posts[0][1] for code, posts in past.items() if posts},
        summer=province.units[_secondary(province).code],
        at=at,
        on=on,
    )
    attending.furnish(SYSTEM, kept, at=at, on=on)


def _boards(province: Province, on: date) -> Iterator[staff.AssignmentRow]:
    """The boards of the year that runs, school by school."""
    year = year_at(on)
    if year is None:
        return
    lessons = teaching.Lessons(year.code)
    numbers = {worker.person_id: number for number, worker in enumerate(province.workers, 1)}
    by_school: dict[int, list[ClassPlan]] = {}
    for one in province.classes:
        by_school.setdefault(one.school, []).append(one)
    for number, plans in by_school.items():
        school = province.schools[number]
        teachers = [numbers[person] for person, _ in province.posts.get((school.code, "Giáo viên"), [])]
        classes = [
            teaching.TaughtClass(
                one.number + 1,
                one.number,
                one.grade,
                one.level,
                teachers[place % len(teachers)] if teachers else None,
            )
            for place, one in enumerate(plans)
        ]
        begun = date(year.starts_on.year, 9, 5)
        yield from teaching.board(province.units[school.code], year.pk, classes, teachers, lessons, on=begun)


def _decisions(province: Province, at: datetime, on: date) -> None:
    """A few acts of the last year, so that history has something to show; contacts of the schools with log-ins."""
    preschools = [s for s in province.schools if s.kind.kind == "kindergarten"]
    renamed, closing = province.schools[-1], province.closing
    into = next(
        school
        for school in province.schools
        if school.commune == closing.commune and school.kind.kind == "preschool" or school is preschools[0]
    )
    ids = province.units
    deciding.rename(SYSTEM, ids[renamed.code], renamed.name, at=at)
    deciding.merge(SYSTEM, ids[closing.code], into=ids[into.code], at=at)
    schools = [*_two_schools(province), _secondary(province)]
    deciding.reach(SYSTEM, [ids[school.code] for school in schools], at=at)


def _two_schools(province: Province) -> tuple[plan.SchoolPlan, plan.SchoolPlan]:
    """Where the log-ins are: a primary school, and the next one in another commune."""
    primary = [school for school in province.schools if school.kind.kind == "primary"]
    return primary[0], next(one for one in primary if one.commune != primary[0].commune)


def _secondary(province: Province) -> plan.SchoolPlan:
    """Where the log-ins of a lower-secondary school are."""
    return next(school for school in province.schools if school.kind.kind == "lower_secondary")


def _cards(province: Province, at: datetime, on: date) -> None:
    """Of last year, at the two schools whose gradebooks of last year are closed."""
    numbers = {worker.person_id: number for number, worker in enumerate(province.workers, 1)}
    places = {}
    for level, school in (("primary", _two_schools(province)[0]), ("secondary", _secondary(province))):
        teachers = province.posts[school.code, "Giáo viên"][: cards.TEACHERS]
        head = province.posts[school.code, "Hiệu trưởng"][0]
        keeper = province.posts.get((school.code, "Văn thư"), [head])[0]
        places[level] = cards.Place(
            province.units[school.code],
            [(person, name, numbers[person]) for person, name in teachers],
            head,
            keeper,
        )
    family = cards.Family(province.family["learner"][0], province.family["parent"][1])
    cards.furnish(SYSTEM, places, family, at=at, on=on)


def _transfers(province: Province, at: datetime) -> None:
    """Between the two schools with log-ins: one waits for each of them, one was refused."""
    first, second = (province.units[school.code] for school in _two_schools(province))
    for sending, receiving, place, refused in (
        (first, second, 3, ""), (second, first, 3, ""), (second, first, 5, "Khối 4 đã đủ sĩ số ở cả hai lớp."),
    ):  # fmt: skip
        learner_id = learners.ids_at(sending, 10)[place]
        order = transfers.Order(
            opened_by="sending", learner_id=learner_id, receiving_id=receiving,
            reason="Gia đình chuyển chỗ ở", papers=("application", "results"),
        )  # fmt: skip
        made = transfers.request_transfer(SYSTEM, order, at=at)
        if refused:
            transfers.refuse_transfer(SYSTEM, made, version=made.version, at=at, why=refused)


def _reports(province: Province, on: date) -> None:
    """Forms of the beginning of the year, in the commune of the first school with log-ins and at those of the
    other heads."""
    first, second = _two_schools(province)
    near = [
        school
        for school in province.schools
        if school.commune == first.commune and "primary" in school.kind.levels and school is not first
    ]
    reporting.furnish(
        SYSTEM, first=province.units[first.code], neighbours=[province.units[school.code] for school in near],
        other=province.units[second.code], secondary=province.units[_secondary(province).code], on=on,
    )  # fmt: skip


def _plans(province: Province, at: datetime, on: date) -> None:
    """Of the documents, of the ministry and the department, and of the schools whose heads can sign in."""
    first, second = _two_schools(province)
    schools = [province.units[one.code] for one in (first, second, _secondary(province))]
    planning.furnish(SYSTEM, schools=schools, at=at, on=on)


def _surveys(province: Province, at: datetime, on: date) -> None:
    """Of the two communes whose schools have log-ins: in one it is under way, in the other it is done and handed in."""
    first, second = (province.units[school.commune] for school in _two_schools(province))
    year = on.year if on.month >= 9 else on.year - 1
    surveying.furnish(SYSTEM, first, at=at, year=year, is_special=False, share=0.92)
    surveying.furnish(SYSTEM, second, at=at, year=year, is_special=True, share=1)
    surveying.hand_in(SYSTEM, second, at=at, year=year)


def _maturity(province: Province, at: datetime, on: date) -> None:
    """This year's self-assessments in every state, last year's published levels."""
    first, second = _two_schools(province)
    general = [school for school in province.schools if set(school.kind.levels) - {"preschool"}]
    own = [first, second, _secondary(province)]
    near = [
        school
        for school in general
        if school.commune == first.commune and school not in own and not school.kind.at_department
    ]
    others = [school for school in general if school not in near and school not in own]
    departmental = [school for school in others if school.kind.at_department]
    others = [school for school in others if not school.kind.at_department]
    names = ("chuyenvien.xa", "chuyenvien.so")
    commune, department = (account_queries.actor_for(_account_id(name), on) for name in names)
    maturing.furnish(
        SYSTEM,
        maturing.Places(
            first=province.units[first.code], second=province.units[second.code],
            secondary=province.units[_secondary(province).code], near=[province.units[one.code] for one in near],
            departmental=[province.units[one.code] for one in departmental],
            others=[province.units[one.code] for one in others], commune=commune, department=department,
        ),
        at=at, on=on,
    )  # fmt: skip


def _campaigns(province: Province, at: datetime, on: date) -> None:
    """Reports in words: of the schools with log-ins, of some near the first one, of its commune and the department."""
    first, second = _two_schools(province)
    own = (first, second, _secondary(province), province.closing)
    near = [
        _office(province, school.code)
        for school in province.schools
        if school.commune == first.commune and school not in own and not school.kind.at_department
    ]
    campaigning.furnish(
        SYSTEM,
        campaigning.Places(
            first=_office(province, first.code), second=_office(province, second.code),
            secondary=_office(province, _secondary(province).code), near=near[:3],
            commune=_office(province, first.commune, TITLES["commune_officer"], "TM. Ủy ban nhân dân / Chủ tịch"),
            department=_office(province, DEPARTMENT, "Chuyên viên", "Giám đốc"),
        ),
        at=at, on=on,
    )  # fmt: skip


def _office(province: Province, code: str, post: str = "Hiệu trưởng", title: str = "") -> campaigning.Office:
    heads = province.posts[code, post]
    clerk = province.posts.get((code, "Văn thư"), heads)[0]
    commune = next((one.commune for one in province.schools if one.code == code), code)
    place = next((one.name for one in province.communes if one.code == commune), "Lâm Đồng")
    name = next((one.name for one in province.schools if one.code == code), "")
    letters = "".join(word[0] for word in name.removeprefix("Trường ").split() if word[0].isalnum()).upper()
    known = letters or ("SGDĐT" if code == DEPARTMENT else "UBND")
    return campaigning.Office(province.units[code], heads[0], clerk, title or post, place, known)


def _inspections(province: Province, at: datetime, on: date) -> None:
    """Of the department, at the schools with log-ins."""
    schools = [province.units[one.code] for one in (*_two_schools(province), _secondary(province))]
    inspecting.furnish(inspecting.places(province.units[DEPARTMENT], schools, on=on), at=at, on=on)


def _account_id(username: str) -> int:
    found = account_queries.account_for_signin(username)
    assert found is not None
    return int(found.pk)


def _logins(province: Province, at: datetime, on: date) -> None:
    school, following = _two_schools(province)
    places = {
        "department": DEPARTMENT,
        "commune": school.commune,
        "school": school.code,
        "next_school": following.code,
        "secondary": _secondary(province).code,
    }
    for login in EVERY:
        place = places[login.place]
        person_id, name = _holder(province, login, place)
        account, _first = accounts.create_account(
            SYSTEM,
            username=login.username,
            kind="officer" if login.place in ("department", "commune") else login.kind,
            unit_id=province.units[place],
            display_name=name,
            person_id=person_id,
            at=at,
        )
        accounts.give_grant(
            SYSTEM,
            account=account,
            role=role_by_code(login.role),
            unit_id=province.units[place],
            valid_from=on,
            valid_until=None,
            reason="Tài khoản dùng thử",
            at=at,
            on=on,
        )
        accounts.set_own_password(account_queries.actor_for(account.pk, on), PASSWORD, at=at, keep_key=None)


TITLES = {
    "administrator": "Chuyên viên",
    "department_officer": "Chuyên viên",
    "commune_officer": "Chuyên viên Phòng Văn hóa - Xã hội",
    "head": "Hiệu trưởng",
    "clerk": "Văn thư",
    "teacher": "Giáo viên",
}


def _holder(province: Province, login: DemoLogin, place: str) -> tuple[int, str]:
    """The person (id, name) whose account this is."""
    if login.role in ("parent", "learner"):
        return province.family[login.role]
    return province.posts[place, TITLES[login.role]][login.number]
