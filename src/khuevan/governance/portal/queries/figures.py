"""Published figures: listed, frozen, with the small numbers withheld."""

from __future__ import annotations

from datetime import date

from khuevan.governance.indicators import queries as indicators
from khuevan.governance.indicators.queries import Published

from .marking import kept


def public_figures(*, on: date) -> list[Published]:
    """Those that have a page, read once for all pages until the next publication."""
    return kept("figures", lambda: _public_figures(on), on=on)


def _public_figures(on: date) -> list[Published]:
    every = (indicators.published(one.code, on=on) for one in indicators.public_indicators(on=on))
    return [one for one in every if one is not None and one.roots]
