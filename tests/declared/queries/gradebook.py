"""Stored results of terms and years."""

_RESULTS = """from gradebook_termresult r where r.enrolment_id in (
    select e.id from schoolyear_enrolment e where e.enrolled_on <= %(on)s and coalesce(e.left_on > %(on)s, true)
    and e.school_year_id = (select id from schoolyear_schoolyear where %(on)s between starts_on and ends_on)
    and e.set_aside_by is null and e.status <> '00')"""


def _share(condition: str, among: str) -> str:
    return f"100.0 * count(*) filter (where {among} and {condition}) / nullif(count(*) filter (where {among}), 0)"


_YEAR = "r.term = 0"
_LEARNED, _BEHAVED = f"{_YEAR} and r.learning is not null", f"{_YEAR} and r.conduct is not null"
_CONCLUDED, _RATED = f"{_YEAR} and r.next_step <> ''", f"{_YEAR} and r.overall <> ''"
_LEVELS = ((1, "good"), (2, "fair"), (3, "passed"), (4, "not_passed"))
FIGURES = {
    "gradebook.result:years": f"count(*) filter (where {_YEAR})",
    "gradebook.result:whole_share": _share("r.missing = 0", _YEAR),
    **{f"gradebook.result:learning_{word}": _share(f"r.learning = {level}", _LEARNED) for level, word in _LEVELS},
    **{f"gradebook.result:conduct_{word}": _share(f"r.conduct = {level}", _BEHAVED) for level, word in _LEVELS},
    **{
        f"gradebook.result:term_{term}_fair_up": _share("r.learning <= 2", f"r.term = {term} and r.learning is not null")
        for term in (1, 2)
    },
    **{
        f"gradebook.result:term_{term}_below": _share("r.learning = 4", f"r.term = {term} and r.learning is not null")
        for term in (1, 2)
    },
    **{
        f"gradebook.result:primary_{word}": _share(f"r.overall = '{word}'", _RATED)
        for word in ("excellent", "well_completed", "completed", "not_completed")
    },
    "gradebook.result:promoted": _share("r.next_step = 'promoted'", _CONCLUDED),
    "gradebook.result:summer": _share("r.next_step in ('summer_training', 'reassessment')", _CONCLUDED),
    "gradebook.result:repeated": _share("r.next_step = 'repeated'", _CONCLUDED),
    "gradebook.result:titled": _share("r.title <> ''", _YEAR),
    "gradebook.result:excellent": _share("r.title = 'excellent'", _YEAR),
    "gradebook.result:median_absences":
        f"percentile_cont(0.5) within group (order by r.absences) filter (where {_YEAR})",
}  # fmt: skip
BY_HAND = ((_RESULTS, FIGURES),)
