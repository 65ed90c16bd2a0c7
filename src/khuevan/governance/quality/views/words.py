"""What several pages say in the same way."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from khuevan.kernel import ui
from khuevan.kernel.checks import Check, Dimension, Severity

from ..models import DIMENSIONS, PastStanding, Standing
from ..rules import tone_of

SEVERITY_TONES = {Severity.WRONG: "danger", Severity.DOUBTFUL: "warning"}


def breadcrumbs(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Chất lượng dữ liệu"), reverse("quality:board")), *steps]


def score_badge(value: float | None) -> Markup:
    """A score with one decimal, coloured."""
    return ui.badge(ui.formatters.number(value, 1) if value is not None else "–", tone_of(value))


def percent(share: float | None) -> str:
    return "–" if share is None else ui.formatters.percent(share)


def severity_badge(check: Check) -> Markup:
    return ui.badge(str(check.severity.label), SEVERITY_TONES[check.severity])


def dimension_shares(standing: Standing) -> list[tuple[str, float | None]]:
    """(label, share) of each dimension, in their order."""
    return [(str(Dimension(name).label), standing.share(name)) for name in DIMENSIONS]


def past_chart(days: list[PastStanding]) -> ui.Chart:
    """The score and the four dimensions, day by day."""
    series = [
        ui.Series(_("Điểm chung"), [day.score for day in days]),
        *(
            ui.Series(str(Dimension(name).label), [_hundred(day.share(name)) for day in days])
            for name in DIMENSIONS
        ),
    ]
    return ui.Chart(
        _("Diễn biến chất lượng dữ liệu"),
        [ui.formatters.day(day.on) for day in days],
        series,
        kind="line",
        category_label=_("Ngày"),
        decimals=1,
    )


def _hundred(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 2)
