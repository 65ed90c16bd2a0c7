"""The board of teaching assignments and the loads of a term; giving, changing and ending lessons; homeroom classes."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from khuevan.kernel import access, clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given

from .. import queries, services
from ..models import StaffMember, TeachingAssignment
from ..permissions import ASSIGN, VIEW_ASSIGNMENTS
from ..queries import places
from ..queries.classes import ClassGroup
from ..services.errors import say
from .shapes import VersionBody, actor_of, school_of, subject_of, year_of

router = Router(tags=["staff"])
YEAR = r"^\d{4}-\d{4}$"
TERM = Field(ge=1, le=2)


class TermIn(Schema):
    """`school_year`: the running one where it stays empty; `term`: the one that today is in."""

    school: int = Field(ge=1, le=LARGEST)
    school_year: str = Field("", pattern=r"^(\d{4}-\d{4})?$")
    term: int | None = Field(None, ge=1, le=2)
    grade: str = Field("", pattern=r"^(0[1-9]|1[0-8])?$")


class LessonOut(Schema):
    """`version`: to be sent with a change."""

    id: int
    version: int
    staff: int
    name: str
    periods: Decimal
    part: str


class LessonCellOut(Schema):
    """`wanted`: periods a week of the programme; `warnings`: what deserves a look."""

    subject: int
    subject_name: str
    is_required: bool
    wanted: Decimal | None
    lessons: list[LessonOut]
    warnings: list[str]


class ClassOut(Schema):
    """`version`: of the class, for its homeroom teacher."""

    class_group: int
    version: int
    name: str
    grade: str
    homeroom_teacher: int | None
    cells: list[LessonCellOut]


class LessonBoardOut(Schema):
    """`empty`: required cells without a teacher."""

    school: int
    school_year: str
    term: int
    on: date
    empty: int
    filled: int
    classes: list[ClassOut]
    warnings: list[str]


class LoadOut(Schema):
    """Periods a week: `norm` less `reduced` is `owed`; `over` is negative while periods are missing; null where no norm
    by periods applies."""

    staff: int
    name: str
    position: str
    subject: str
    norm: Decimal | None
    reduced: Decimal
    owed: Decimal | None
    taught: Decimal
    over: Decimal | None
    is_overloaded: bool
    homerooms: list[str]
    warnings: list[str]


class LoadsOut(Schema):
    school: int
    school_year: str
    term: int
    on: date
    teachers: list[LoadOut]
    warnings: list[str]


class AssignBody(Given):
    staff: int = Field(ge=1, le=LARGEST)
    class_group: int = Field(ge=1, le=LARGEST)
    subject: int = Field(ge=1, le=LARGEST)
    term: int = TERM
    periods: Decimal = Field(ge=0, le=60, max_digits=4, decimal_places=1)
    part: str = Field("", max_length=60)


class ChangeLessonBody(VersionBody):
    """`staff`: another teacher, which ends this assignment and gives a new one."""

    periods: Decimal = Field(ge=0, le=60, max_digits=4, decimal_places=1)
    part: str = Field("", max_length=60)
    staff: int | None = Field(None, ge=1, le=LARGEST)


class EndLessonBody(VersionBody):
    why: str = Field("", max_length=200)


class HomeroomBody(VersionBody):
    """`version`: of the class; `staff`: null for nobody."""

    class_group: int = Field(ge=1, le=LARGEST)
    staff: int | None = Field(None, ge=1, le=LARGEST)


class CopyBody(Given):
    """Without `commit` only what would be given."""

    school: int = Field(ge=1, le=LARGEST)
    school_year: str = Field(pattern=YEAR)
    from_term: int = TERM
    to_term: int = TERM
    commit: bool = False


class AssignmentOut(Schema):
    id: int
    version: int
    staff: int
    class_group: int
    subject: int
    term: int
    periods: Decimal
    part: str
    ended_on: date | None


class HomeroomOut(Schema):
    class_group: int
    version: int
    homeroom_teacher: int | None


class CopyOut(Schema):
    lessons: int
    there_already: int
    without_teacher: list[str]
    committed: bool


@router.get("/board", response=LessonBoardOut, summary="Bảng phân công giảng dạy", operation_id="staff_board")
@requires(VIEW_ASSIGNMENTS)
def board(request: HttpRequest, wanted: Query[TermIn]) -> Any:
    actor = actor_of(request)
    school, year, term, on = _place(actor, wanted)
    grid = queries.assignment_grid(actor, school, year, term, on, grade=wanted.grade)
    subjects = {one.id: one.name for one in grid.subjects}
    return LessonBoardOut(
        school=school.pk, school_year=year.code, term=term, on=on, empty=grid.empty, filled=grid.filled,
        warnings=[say(one.sentence) for one in grid.warnings],
        classes=[
            ClassOut(
                class_group=row.class_id, version=row.version, name=row.name, grade=row.grade,
                homeroom_teacher=row.homeroom_id,
                cells=[_cell(cell, subjects) for cell in row.cells if cell.is_taught or cell.lessons],
            )
            for row in grid.rows
        ],
    )  # fmt: skip


@router.get("/loads", response=LoadsOut, summary="Số tiết so với định mức", operation_id="staff_loads")
@requires(VIEW_ASSIGNMENTS)
def loads(request: HttpRequest, wanted: Query[TermIn]) -> Any:
    school, year, term, on = _place(actor_of(request), wanted)
    found = queries.school_loads(school, year, term, on)
    return LoadsOut(
        school=school.pk, school_year=year.code, term=term, on=on,
        warnings=[say(one) for one in found.warnings], teachers=[_load(one) for one in found.teachers],
    )  # fmt: skip


@router.post("/assignments", response={201: AssignmentOut}, summary="Phân công", operation_id="staff_assign")
@requires(ASSIGN)
def assign(request: HttpRequest, payload: AssignBody) -> Any:
    actor = actor_of(request)
    group = _class(actor, payload.class_group)
    lesson = services.Lesson(
        class_group=group, subject=subject_of(payload.subject), term=payload.term, periods=payload.periods,
        part=payload.part,
    )  # fmt: skip
    made = services.assign(actor, _teacher(group.school_id, payload.staff), lesson, at=clock.now())
    return Status(201, _assignment_out(made))


@router.patch(
    "/assignments/{int:pk}", response=AssignmentOut, summary="Sửa phân công",
    operation_id="staff_change_lesson",
)  # fmt: skip
@requires(ASSIGN)
def change_lesson(request: HttpRequest, pk: int, payload: ChangeLessonBody) -> Any:
    actor = actor_of(request)
    row = _assignment(actor, pk)
    staff = None if payload.staff is None else _teacher(row.school_id, payload.staff)
    done = services.change_lesson(
        actor,
        row,
        at=clock.now(),
        version=payload.version,
        periods=payload.periods,
        part=payload.part,
        staff=staff,
    )
    return _assignment_out(done)


@router.post(
    "/assignments/{int:pk}/end", response=AssignmentOut, summary="Thôi phân công",
    operation_id="staff_end_lesson",
)  # fmt: skip
@requires(ASSIGN)
def end_lesson(request: HttpRequest, pk: int, payload: EndLessonBody) -> Any:
    actor = actor_of(request)
    row = _assignment(actor, pk)
    done = services.end_lesson(actor, row, at=clock.now(), version=payload.version, why=payload.why)
    return _assignment_out(done)


@router.post("/homeroom", response=HomeroomOut, summary="Giáo viên chủ nhiệm", operation_id="staff_homeroom")
@requires(ASSIGN)
def homeroom(request: HttpRequest, payload: HomeroomBody) -> Any:
    actor = actor_of(request)
    group = _class(actor, payload.class_group)
    staff = None if payload.staff is None else _teacher(group.school_id, payload.staff)
    made = services.set_homeroom(actor, group, staff, at=clock.now(), version=payload.version)
    return HomeroomOut(
        class_group=made.pk, version=made.version, homeroom_teacher=staff.pk if staff is not None else None
    )


@router.post("/copy-term", response=CopyOut, summary="Chép phân công học kỳ", operation_id="staff_copy_term")
@requires(ASSIGN)
def copy_term(request: HttpRequest, payload: CopyBody) -> Any:
    """Without `commit` the plan is shown; with it the lessons are given."""
    actor = actor_of(request)
    school = school_of(actor, payload.school, ASSIGN)
    where = {
        "school_id": school.pk, "school_year_id": year_of(payload.school_year).pk,
        "from_term": payload.from_term, "to_term": payload.to_term,
    }  # fmt: skip
    plan = services.plan_copy(actor, **where)
    number = services.copy_term(actor, **where, at=clock.now()) if payload.commit else len(plan.rows)
    return CopyOut(
        lessons=number, there_already=plan.there_already, without_teacher=list(plan.without_teacher),
        committed=payload.commit,
    )  # fmt: skip


def _place(actor: Actor, wanted: TermIn) -> tuple[Any, Any, int, date]:
    school = school_of(actor, wanted.school, VIEW_ASSIGNMENTS)
    today = clock.today()
    year = year_of(wanted.school_year) if wanted.school_year else places.year_for("", today)
    if year is None:
        raise Invalid({"school_year": _("Chưa có năm học nào.")})
    term, on = places.term_for(str(wanted.term or ""), year, school, today)
    return school, year, term, on


def _class(actor: Actor, pk: int) -> Any:
    """A class of a school of the scope. Raises Http404."""
    found = ClassGroup.objects.filter(pk=pk).first()
    if found is None or found.school_id not in access.scope(actor, ASSIGN):
        raise Http404
    return found


def _teacher(school_id: int, pk: int) -> StaffMember:
    """A member of the school. Raises Invalid."""
    found = StaffMember.objects.filter(pk=pk, school_id=school_id).first()
    if found is None:
        raise Invalid({"staff": _("Trường không có người này.")})
    return found


def _assignment(actor: Actor, pk: int) -> TeachingAssignment:
    rows = TeachingAssignment.objects.within(access.scope(actor, ASSIGN))
    found = rows.filter(pk=pk).select_related("staff").first() if pk <= LARGEST else None
    if found is None:
        raise Http404
    return found


def _cell(cell: Any, subjects: dict[int, str]) -> LessonCellOut:
    return LessonCellOut(
        subject=cell.subject_id, subject_name=subjects.get(cell.subject_id, ""), is_required=cell.is_required,
        wanted=cell.wanted, warnings=[say(one.sentence) for one in cell.warnings],
        lessons=[
            LessonOut(
                id=one.id, version=one.version, staff=one.staff_id, name=one.name, periods=one.periods, part=one.part
            )
            for one in cell.lessons
        ],
    )  # fmt: skip


def _load(one: queries.TeacherLoad) -> LoadOut:
    load = one.load
    return LoadOut(
        staff=one.staff_id, name=one.name, position=one.position, subject=one.subject,
        norm=load.norm.periods if load.norm else None, reduced=load.reduced, owed=load.owed, taught=load.taught,
        over=load.over, is_overloaded=load.is_overloaded, homerooms=list(one.homerooms),
        warnings=[say(warning) for warning in load.warnings],
    )  # fmt: skip


def _assignment_out(row: TeachingAssignment) -> AssignmentOut:
    return AssignmentOut(
        id=row.pk, version=row.version, staff=row.staff_id, class_group=row.class_group_id, subject=row.subject_id,
        term=row.term, periods=row.periods, part=row.part, ended_on=row.ended_on,
    )  # fmt: skip
