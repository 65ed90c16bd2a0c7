"""What several pages say in the same way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor
from khuevan.kernel.jobs import queries as runs
from khuevan.kernel.sheets import units
from khuevan.school.schoolyear import queries as schoolyear

from ..choices import CheckState, PackageState, Result, Verb
from ..models import Package, PackageCheck

M = TypeVar("M", Package, PackageCheck)
VERB_TONES = {Verb.NEW: "success", Verb.UPDATE: "info", Verb.CANCEL: "danger"}
RESULT_TONES = {
    Result.SAME: "success",
    Result.DIFFERING: "warning",
    Result.MISSING: "danger",
    Result.EXTRA: "info",
}
CHECK_TONES = {
    CheckState.WAITING: "info", CheckState.SAME: "success", CheckState.DIFFERENT: "warning",
    CheckState.REFUSED: "danger",
}  # fmt: skip


def packages_trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Gói dữ liệu"), reverse("exchange:packages")), *steps]


def verb_badge(verb: Verb) -> Markup:
    return ui.badge(str(verb.label), VERB_TONES[verb])


def with_run(actor: Actor, read: Callable[[], M]) -> tuple[M, Any | None]:
    """What a job makes, and while it is not made the job as its page shows it."""
    waiting = (PackageState.WAITING, CheckState.WAITING)
    made = read()
    if made.state not in waiting:
        return made, None
    made, run = runs.with_run(read)
    return made, runs.shown(actor, run) if run is not None and made.state in waiting else None


def package_badge(package: Package, ending: str = "") -> Markup:
    """ending: how the job of a package that still waits came to an end, if it did."""
    if package.state == PackageState.WAITING and ending:
        return _ended(ending, str(PackageState.FAILED.label))
    return ui.badge(
        str(PackageState(package.state).label), "success" if package.state == PackageState.READY else "info"
    )


def check_badge(done: PackageCheck, ending: str = "") -> Markup:
    if done.state == CheckState.WAITING and ending:
        return _ended(ending, _("Không kiểm tra được"))
    state = CheckState(done.state)
    return ui.badge(str(state.label), CHECK_TONES[state])


def _ended(ending: str, failed: str) -> Markup:
    return ui.badge(_("Đã dừng"), "warning") if ending == "cancelled" else ui.badge(failed, "danger")


def own_code(actor: Actor) -> str:
    """The code of the reader's own unit, with which forms begin."""
    return units.code_of(actor, actor.home_unit_id) if actor.home_unit_id is not None else ""


def running_year() -> str:
    """The code of the school year that today lies in, with which forms begin."""
    year = schoolyear.year_at(clock.today())
    return "" if year is None else year.code


def lookup() -> str:
    return reverse(units.lookup()) if units.lookup() else ""
