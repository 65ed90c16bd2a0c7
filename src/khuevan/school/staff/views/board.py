"""The assignment grid: classes by subjects, an editor for each cell, loads that move as one assigns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records.errors import Invalid
from khuevan.school.curriculum import queries as curriculum
from khuevan.school.curriculum.choices import Grade

from .. import queries, services
from ..forms import HomeroomForm, LessonForm, take_errors
from ..models import StaffMember, TeachingAssignment
from ..permissions import ASSIGN, VIEW_ASSIGNMENTS
from ..queries import places
from ..queries.classes import open_classes
from ..queries.grid import AssignmentGrid, GridCell, GridRow, SubjectColumn
from ..services.errors import StaffError, say
from .loads import load_chart, load_rows

TERMS = ((1, _("Học kỳ I")), (2, _("Học kỳ II")))


@dataclass(frozen=True)
class Place:
    """Where a page of the grid works: which school, year, term, grade; every link keeps it."""

    school: Any
    year: Any
    term: int
    grade: str
    on: Any

    def query(self, **more: str | int) -> str:
        asked: dict[str, str | int] = {"school": self.school.pk, "year": self.year.code, "term": self.term}
        if self.grade:
            asked["grade"] = self.grade
        return urlencode({**asked, **more})

    def url(self, name: str = "staff:board", **more: str | int) -> str:
        return f"{reverse(name)}?{self.query(**more)}"


@dataclass(frozen=True)
class Editor:
    """What a cell offers: forms for the lessons that are there, and one to add another."""

    row: GridRow
    column: SubjectColumn | None
    wanted: str
    lessons: Sequence[tuple[Any, LessonForm]]
    adding: LessonForm | None
    homeroom: HomeroomForm | None
    title: str
    close_url: str
    post_url: str


@dataclass(frozen=True)
class BoardPage:
    place: Place
    grid: AssignmentGrid
    chart: ui.Chart
    loads: Sequence[Any]
    warnings: Sequence[str]
    grades: Sequence[tuple[str, str]]
    years: Sequence[tuple[str, str]]
    terms: Sequence[tuple[int, str]]
    schools: Sequence[tuple[int, str]]
    may_assign: bool
    editor: Editor | None
    focus: str
    tabs: Sequence[tuple[str, str, bool]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_ASSIGNMENTS)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The matrix of one school, year and term; `cell` or `homeroom` in the address opens an editor."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    place = place_of(request)
    if place is None:
        return choose(request, _("Phân công giảng dạy"), reverse("staff:board"))
    return ui.render(request, "staff/board.html", _page(request, actor, place))


def _page(
    request: HttpRequest, actor: Actor, place: Place, *, invalid: Any = None, status: int = 200
) -> BoardPage:
    grid = queries.assignment_grid(actor, place.school, place.year, place.term, place.on, grade=place.grade)
    may_assign = bool(access.decide(actor, ASSIGN, on=place.school.pk))
    grades = (
        open_classes(place.school.pk, place.year.pk)
        .order_by("grade")
        .values_list("grade", flat=True)
        .distinct()
    )
    problems = [say(one.sentence) for one in grid.warnings]
    problems += [say(one) for one in grid.loads.warnings]
    problems += [f"{who.name}: {say(one)}" for who in grid.loads.teachers for one in who.load.warnings]
    return BoardPage(
        place=place,
        grid=grid,
        chart=load_chart(grid.loads),
        loads=load_rows(grid.loads, place.query()),
        warnings=problems,
        grades=[("", _("Mọi khối")), *((code, str(Grade(code).label)) for code in dict.fromkeys(grades))],
        years=places.years(),
        terms=TERMS,
        schools=places.schools_to_choose(actor, VIEW_ASSIGNMENTS),
        may_assign=may_assign,
        editor=_editor(request, place, grid, invalid) if may_assign else None,
        focus=request.GET.get("at", ""),
        tabs=tabs(place, "board"),
        breadcrumbs=[(_("Phân công giảng dạy"), "")],
    )


def _editor(request: HttpRequest, place: Place, grid: AssignmentGrid, invalid: Any) -> Editor | None:
    class_id, subject_id = _pair(request.GET.get("cell", ""))
    homeroom, _none = _pair(request.GET.get("homeroom", "") + "-0")
    row = next((one for one in grid.rows if one.class_id == (class_id or homeroom)), None)
    if row is None:
        return None
    if homeroom:
        return _homeroom_editor(place, grid, row, invalid)
    column = next((one for one in grid.subjects if one.id == subject_id), None)
    cell = grid.cell(row.class_id, subject_id)
    if column is None or cell is None:
        return None
    return _lesson_editor(place, grid, row, column, cell, invalid)


def _lesson_editor(
    place: Place, grid: AssignmentGrid, row: GridRow, column: SubjectColumn, cell: GridCell, invalid: Any
) -> Editor:
    teachers = teacher_groups(grid, row, column)
    lessons = []
    for one in cell.lessons:
        form = invalid if invalid is not None and invalid.prefix == f"l{one.id}" else LessonForm(
            prefix=f"l{one.id}", teachers=teachers,
            initial={"staff": one.staff_id, "periods": one.periods, "part": one.part, "version": one.version},
        )  # fmt: skip
        lessons.append((one, form))
    given = sum(one.periods for one in cell.lessons)
    rest = max(cell.wanted - given, 0) if cell.wanted is not None else None
    adding = invalid if invalid is not None and invalid.prefix == "new" else LessonForm(
        prefix="new", teachers=teachers, initial={"periods": rest or cell.wanted}
    )  # fmt: skip
    where = f"{row.class_id}-{column.id}"
    return Editor(
        row=row,
        column=column,
        wanted="" if cell.wanted is None else ui.formatters.number(cell.wanted),
        lessons=lessons,
        adding=adding,
        homeroom=None,
        title=_("%(subject)s, lớp %(class)s") % {"subject": column.name, "class": row.name},
        close_url=place.url(at=f"c{where}"),
        post_url=place.url("staff:assign", cell=where),
    )


def _homeroom_editor(place: Place, grid: AssignmentGrid, row: GridRow, invalid: Any) -> Editor:
    members = StaffMember.objects.filter(pk__in=grid.loads.by_id).values_list("pk", "person_id")
    of_person = {person: pk for pk, person in members}
    names = [(one.staff_id, _with_load(one)) for one in grid.loads.teachers]
    form = invalid or HomeroomForm(
        teachers=names, initial={"staff": of_person.get(row.homeroom_id or 0), "version": row.version}
    )
    return Editor(
        row=row,
        column=None,
        wanted="",
        lessons=(),
        adding=None,
        homeroom=form,
        title=_("Chủ nhiệm lớp %(class)s") % {"class": row.name},
        close_url=place.url(at=f"h{row.class_id}"),
        post_url=place.url("staff:homeroom", homeroom=row.class_id),
    )


def teacher_groups(
    grid: AssignmentGrid, row: GridRow, column: SubjectColumn
) -> list[tuple[str, list[tuple[int, str]]]]:
    """Options of a cell: those whose subject it is first."""
    loads = grid.loads.by_id
    found = queries.candidates(grid, row, column)
    fitting = [(one.staff_id, _with_load(loads[one.staff_id])) for one in found if one.fits]
    others = [(one.staff_id, _with_load(loads[one.staff_id])) for one in found if not one.fits]
    groups = [(_("Đúng chuyên môn"), fitting), (_("Giáo viên khác"), others)]
    return [(label, options) for label, options in groups if options]


def _with_load(one: queries.TeacherLoad) -> str:
    number = ui.formatters.number
    load = (
        number(one.load.taught)
        if one.load.owed is None
        else f"{number(one.load.taught)}/{number(one.load.owed)}"
    )
    return " · ".join(filter(None, (one.name, one.subject, load)))


@requires(ASSIGN)
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Adds a lesson to a cell, or changes or ends one that is there."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    place = place_of(request)
    if place is None:
        raise Http404
    access.demand(actor, ASSIGN, on=place.school.pk)
    class_id, subject_id = _pair(request.GET.get("cell", ""))
    prefix = next((name for name in ("end", "save") if name in request.POST), "add")
    try:
        if prefix == "add":
            return _add(request, actor, place, class_id, subject_id)
        return _change(request, actor, place, request.POST[prefix], ending=prefix == "end")
    except ChangedMeanwhile:
        messages.error(request, _("Phân công này vừa được người khác sửa; bảng đã được tải lại."))
        return redirect(place.url(at=f"c{class_id}-{subject_id}"))


def _add(request: HttpRequest, actor: Actor, place: Place, class_id: int, subject_id: int) -> HttpResponse:
    group = open_classes(place.school.pk, place.year.pk).filter(pk=class_id).first()
    subject = next((one for one in curriculum.subjects() if one.pk == subject_id), None)
    if group is None or subject is None:
        raise Http404
    form = LessonForm(request.POST, prefix="new", teachers=_every_teacher(place))
    if form.is_valid():
        given = form.cleaned_data
        staff = _teacher(place, given["staff"])
        lesson = services.Lesson(
            class_group=group, subject=subject, term=place.term, periods=given["periods"], part=given["part"]
        )
        try:
            services.assign(actor, staff, lesson, at=clock.now())
        except StaffError as error:
            take_errors(form, error)
        else:
            words = _("%(name)s dạy %(subject)s lớp %(class)s.")
            messages.success(
                request, words % {"name": staff.full_name, "subject": subject.name, "class": group.name}
            )
            return redirect(place.url(at=f"c{class_id}-{subject_id}"))
    return _again(request, actor, place, form)


def _change(request: HttpRequest, actor: Actor, place: Place, asked: str, *, ending: bool) -> HttpResponse:
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
    row = (
        TeachingAssignment.objects.filter(pk=number, school_id=place.school.pk)
        .select_related("staff")
        .first()
    )
    if row is None:
        raise Http404
    form = LessonForm(request.POST, prefix=f"l{row.pk}", teachers=_every_teacher(place))
    back = place.url(at=f"c{row.class_group_id}-{row.subject_id}")
    if ending:
        version = request.POST.get(f"l{row.pk}-version", "")
        services.end_lesson(actor, row, at=clock.now(), version=int(version) if version.isdecimal() else 0)
        messages.success(request, _("Đã thôi phân công %(name)s.") % {"name": row.staff.full_name})
        return redirect(back)
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.change_lesson(
                actor, row, at=clock.now(), version=given["version"] or 0, periods=given["periods"], part=given["part"],
                staff=_teacher(place, given["staff"]),
            )  # fmt: skip
        except StaffError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Đã lưu phân công."))
            return redirect(back)
    return _again(request, actor, place, form)


@requires(ASSIGN)
@require_POST
def homeroom(request: HttpRequest) -> HttpResponse:
    """Names the homeroom teacher of a class, or nobody."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    place = place_of(request)
    class_id, _none = _pair(request.GET.get("homeroom", "") + "-0")
    group = open_classes(place.school.pk, place.year.pk).filter(pk=class_id).first() if place else None
    if place is None or group is None:
        raise Http404
    form = HomeroomForm(request.POST, teachers=_every_teacher(place))
    if form.is_valid():
        given = form.cleaned_data
        try:
            staff = _teacher(place, given["staff"]) if given["staff"] else None
            services.set_homeroom(actor, group, staff, at=clock.now(), version=given["version"])
        except Invalid as error:
            take_errors(form, error)
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
        else:
            messages.success(request, _("Đã ghi giáo viên chủ nhiệm lớp %(class)s.") % {"class": group.name})
            return redirect(place.url(at=f"h{class_id}"))
    return _again(request, actor, place, form)


@dataclass(frozen=True)
class CopyPage:
    place: Place
    plan: services.CopyPlan
    from_term: int
    to_term: int
    tabs: Sequence[tuple[str, str, bool]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(ASSIGN)
@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest) -> HttpResponse:
    """Lessons of the first term for the second: shown, then given."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    place = place_of(request)
    if place is None:
        return choose(request, _("Chép phân công"), reverse("staff:copy"))
    access.demand(actor, ASSIGN, on=place.school.pk)
    from_term, to_term = (1, 2) if place.term == 1 else (2, 1)
    where: dict[str, Any] = {
        "school_id": place.school.pk, "school_year_id": place.year.pk, "from_term": from_term, "to_term": to_term,
    }  # fmt: skip
    if request.method == "POST":
        number = services.copy_term(actor, **where, at=clock.now())
        messages.success(
            request,
            _("Đã chép %(number)d phân công sang học kỳ %(term)d.") % {"number": number, "term": to_term},
        )
        return redirect(Place(place.school, place.year, to_term, place.grade, place.on).url())
    page = CopyPage(
        place=place,
        plan=services.plan_copy(actor, **where),
        from_term=from_term,
        to_term=to_term,
        tabs=tabs(place, "copy"),
        breadcrumbs=[(_("Phân công giảng dạy"), place.url()), (_("Chép học kỳ"), "")],
    )
    return ui.render(request, "staff/copy.html", page)


# --- shared by the pages of a school's term ----------------------------------------------------------------


def place_of(request: HttpRequest) -> Place | None:
    """School, year and term of the address; None when the school has to be chosen or there is no year."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    code = request.GET.get("code", "")
    school = places.school_named(actor, VIEW_ASSIGNMENTS, code) if code else None
    school = school or places.school_for(actor, VIEW_ASSIGNMENTS, request.GET.get("school", ""))
    today = clock.today()
    year = places.year_for(request.GET.get("year", ""), today)
    if school is None or year is None:
        return None
    term, on = places.term_for(request.GET.get("term", ""), year, school, today)
    grade = request.GET.get("grade", "")
    return Place(school, year, term, grade if grade in Grade.values else "", on)


def choose(request: HttpRequest, title: str, action: str) -> HttpResponse:
    """Asks for the school; officers see many."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    code = request.GET.get("code", "")
    page = places.school_choice(actor, VIEW_ASSIGNMENTS, title=title, action=action, code=code)
    return ui.render(request, "staff/choose.html", page)


def tabs(place: Place, current: str) -> list[tuple[str, str, bool]]:
    names = (("board", _("Bảng phân công")), ("loads", _("Định mức và tải")), ("copy", _("Chép học kỳ")))
    return [(label, place.url(f"staff:{name}"), name == current) for name, label in names]


def _again(request: HttpRequest, actor: Actor, place: Place, form: Any) -> HttpResponse:
    """The grid with the editor open, and what was typed in it."""
    page = _page(request, actor, place, invalid=form)
    return ui.render(request, "staff/board.html", page, status=422)


def _pair(text: str) -> tuple[int, int]:
    first, _dash, second = text.partition("-")
    if all(part.isascii() and part.isdecimal() and len(part) < 10 for part in (first, second)):
        return int(first), int(second)
    return 0, 0


def _every_teacher(place: Place) -> list[tuple[int, str]]:
    return list(StaffMember.objects.filter(school_id=place.school.pk).values_list("pk", "full_name"))


def _teacher(place: Place, pk: int) -> StaffMember:
    return StaffMember.objects.select_related("person", "main_subject").get(pk=pk, school_id=place.school.pk)
