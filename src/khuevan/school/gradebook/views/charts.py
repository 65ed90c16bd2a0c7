"""Distributions as charts: how many learners at each level, never who."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import ui

from ..choices import NextStep, ResultLevel, Title
from ..queries import overview
from ..queries.results import ClassOutcome

OVERALL: Final = {
    "excellent": gettext_lazy("Hoàn thành xuất sắc"),
    "well_completed": gettext_lazy("Hoàn thành tốt"),
    "completed": gettext_lazy("Hoàn thành"),
    "not_completed": gettext_lazy("Chưa hoàn thành"),
}
"""TT 27/2020 Điều 9."""


def level_chart(spread: overview.Spread) -> ui.Chart | None:
    """Learning and conduct side by side, or the overall evaluation of primary schools; None before any is stored."""
    if spread.overall and not spread.has_any:
        return ui.Chart(
            _("Số học sinh theo đánh giá chung"),
            categories=[str(label) for label in OVERALL.values()],
            series=[ui.Series(_("Học sinh"), [spread.overall.get(code, 0) for code in OVERALL])],
            category_label=_("Mức"),
            decimals=0,
        )
    if not spread.has_any:
        return None
    return ui.Chart(
        _("Số học sinh theo mức kết quả"),
        categories=[str(level.label) for level in ResultLevel],
        series=[
            ui.Series(_("Kết quả học tập"), spread.learning),
            ui.Series(_("Kết quả rèn luyện"), spread.conduct),
        ],
        category_label=_("Mức"),
        decimals=0,
    )


def titles_and_steps(spread: overview.Spread) -> Sequence[tuple[str, int]]:
    """Titles given and what the year leads to, with how many."""
    titles = [(str(Title(title).label), many) for title, many in spread.titles.items()]
    return [*titles, *((str(NextStep(step).label), many) for step, many in spread.steps.items())]


def band_chart(outcome: ClassOutcome) -> ui.Chart | None:
    """Averages of each scored subject of a class by bands; None where no average is whole yet."""
    averages = [
        (subject, [row.subjects[subject.pk].average for row in outcome.rows if subject.pk in row.subjects])
        for subject in outcome.subjects
    ]
    known = [(subject, [one for one in held if one is not None]) for subject, held in averages]
    known = [(subject, held) for subject, held in known if held]
    if not known:
        return None
    counted = [overview.bands_of(held) for _subject, held in known]
    return ui.Chart(
        _("Phổ điểm trung bình các môn"),
        categories=[subject.short_name or subject.name for subject, _held in known],
        series=[
            ui.Series(name, [row[place] for row in counted])
            for place, (name, _low, _high) in enumerate(overview.BANDS)
        ],
        kind="stacked",
        category_label=_("Môn"),
        decimals=0,
    )
