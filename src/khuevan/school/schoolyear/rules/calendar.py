"""Which year, term and season a day belongs to.

QĐ 2308/QĐ-BGDĐT (frame of the year 2026-2027): 35 weeks of study, 18 in the first term and 17 in the second; the first
term ends before 18 January, the year before 31 May. A year of ours runs from 1 August to 31 July, so that every day
is in one year; what lies outside of the two terms is summer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

TERM_1, TERM_2, SUMMER = "term_1", "term_2", "summer"


@dataclass(frozen=True)
class TermDays:
    """A term's first and last day."""

    number: int
    starts_on: date
    ends_on: date


def year_code_of(on: date) -> str:
    """The school year that a day is in: `2026-2027` from 1 August 2026 to 31 July 2027."""
    first = on.year if on.month >= 8 else on.year - 1
    return f"{first}-{first + 1}"


def usual_terms(code: str) -> tuple[TermDays, TermDays]:
    """The two terms of a year for which no decision is recorded: 5 September, 17 January, 30 May."""
    first = int(code[:4])
    return (
        TermDays(1, date(first, 9, 5), date(first + 1, 1, 17)),
        TermDays(2, date(first + 1, 1, 18), date(first + 1, 5, 30)),
    )


def season_of(on: date, terms: Collection[TermDays]) -> str:
    """term_1 from its first day until the day before term 2; term_2 to its last day; summer before and after."""
    first, second = sorted(terms, key=lambda term: term.number)
    if first.starts_on <= on < second.starts_on:
        return TERM_1
    if second.starts_on <= on <= second.ends_on:
        return TERM_2
    return SUMMER


def frame_problems(code: str, terms: tuple[TermDays, TermDays]) -> list[tuple[int, str, str]]:
    """What is wrong with the two terms of a year: (term, `starts` or `ends`, `outside` | `backwards` | `overlap`)."""
    begins, ends = date(int(code[:4]), 8, 1), date(int(code[:4]) + 1, 7, 31)
    found: list[tuple[int, str, str]] = []
    for term in terms:
        if not begins <= term.starts_on <= ends:
            found.append((term.number, "starts", "outside"))
        if not begins <= term.ends_on <= ends:
            found.append((term.number, "ends", "outside"))
        elif term.ends_on <= term.starts_on:
            found.append((term.number, "ends", "backwards"))
    first, second = terms
    if not found and second.starts_on <= first.ends_on:
        found.append((2, "starts", "overlap"))
    return found
