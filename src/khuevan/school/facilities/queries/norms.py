"""A school against the norms that hold for it: each with its source and how surely it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from khuevan.register.organisations.choices import EducationLevel
from khuevan.school.curriculum.choices import Trust

from ..choices import NormKind, ToiletUsers
from ..models import Norm as NormRow
from ..rules.norms import Norm, in_force, is_met
from ..rules.rooms import CLASSROOMS
from ..rules.shares import share
from .books import Books
from .figures import BY_CODE
from .sizes import NOBODY, SchoolSize, informatics, size_for_lists, taught_levels


@dataclass(frozen=True)
class Checked:
    """One norm at one level: what it asks, what is there, whether it is kept (None: not known)."""

    norm: Norm
    actual: Fraction | None
    met: bool | None


@dataclass(frozen=True)
class Measured:
    """What norms are measured on."""

    books: Books
    size: SchoolSize
    level: EducationLevel

    @property
    def learners(self) -> int:
        return sum(self.size.levels.get(self.level, NOBODY).learners.values())

    @property
    def classes(self) -> int:
        return sum(self.size.levels.get(self.level, NOBODY).classes.values())


def norm_of(row: NormRow) -> Norm:
    return Norm(
        kind=NormKind(row.kind),
        level=EducationLevel(row.level),
        value=Fraction(row.value),
        instrument=row.instrument,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        hard_area=row.hard_area,
        trust=Trust(row.trust),
    )


def all_norms() -> list[Norm]:
    """Every norm of every day, by kind: a few dozen rows."""
    return [norm_of(row) for row in NormRow.objects.order_by("kind", "valid_from", "pk")]


def checks(
    books_of: Books, size: SchoolSize, levels: Sequence[str], *, on: date, hard_area: bool
) -> list[Checked]:
    """Every norm in force for the levels that the school teaches, in the order of levels and kinds."""
    norms = all_norms()
    found = []
    for level in taught_levels(levels):
        measured = Measured(books_of, size, level)
        for norm in in_force(norms, level, on, hard_area=hard_area):
            actual = ACTUAL[norm.kind](measured)
            found.append(Checked(norm, actual, is_met(norm, actual)))
    return found


def _percent(part: Fraction | None) -> Fraction | None:
    return None if part is None else part * 100


def _land(measured: Measured) -> Fraction | None:
    """Land of the whole school over all its learners: no level has land of its own."""
    return share(Fraction(BY_CODE["land.area"].value(measured.books)), measured.size.learners)


def _classroom_area(measured: Measured) -> Fraction | None:
    area = Fraction(0)
    for cell in measured.books["room"].where(kind=CLASSROOMS):
        if not cell.keys["levels"] or measured.level.value in cell.keys["levels"]:
            area += Fraction(cell.measures["area"])
    return share(area, measured.learners) if area else None


def _figure(code: str, over: str) -> Callable[[Measured], Fraction | None]:
    return lambda measured: _percent(
        share(int(BY_CODE[code].value(measured.books)), int(BY_CODE[over].value(measured.books)))
    )


def _sharing(measured: Measured) -> Fraction | None:
    sharing = informatics(measured.books, measured.size, measured.level).sharing
    return None if sharing is None else Fraction(sharing)


def _taps(measured: Measured) -> Fraction | None:
    taps = sum(int(cell.measures["taps"]) for cell in measured.books["utilities"].cells)
    return share(measured.size.learners, taps)


def _fixtures(users: ToiletUsers, of: Callable[[SchoolSize], int]) -> Callable[[Measured], Fraction | None]:
    def actual(measured: Measured) -> Fraction | None:
        rows = measured.books["toilet"].where(users=users.value)
        return share(of(measured.size), sum(int(cell.measures["fixtures"]) for cell in rows))

    return actual


ACTUAL: Mapping[NormKind, Callable[[Measured], Fraction | None]] = {
    NormKind.LAND_PER_LEARNER: _land,
    NormKind.CLASSROOMS_PER_CLASS: lambda measured: share(
        size_for_lists(measured.books, measured.size, measured.level).classrooms, measured.classes
    ),
    NormKind.SOLID_SHARE: _figure("classroom.solid", "classroom.all"),
    NormKind.CLASSROOM_AREA: _classroom_area,
    NormKind.SUBJECT_ROOMS: lambda measured: Fraction(
        int(BY_CODE["room.subject_rooms"].value(measured.books))
    ),
    NormKind.LEARNERS_PER_COMPUTER: _sharing,
    NormKind.CONNECTED_CLASSROOMS: _figure("classroom.connected", "classroom.all"),
    NormKind.LEARNERS_PER_TAP: _taps,
    NormKind.BOYS_PER_FIXTURE: _fixtures(ToiletUsers.LEARNERS_MALE, lambda size: size.learners - size.girls),
    NormKind.GIRLS_PER_FIXTURE: _fixtures(ToiletUsers.LEARNERS_FEMALE, lambda size: size.girls),
}
"""How each kind of norm is measured."""
