"""What the checks say of one kind of facts, from its rows or from what is kept of it; and keeping that for the next run.

What is kept is rows as they were read and the verdict on them, never what the tables of this room say: the recording
compares with those in any case.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from khuevan.kernel import audit
from khuevan.kernel.checks import Check, Setting

from ..store import Kept, Manifest, Store, shape_of
from .judging import Verdict, asked_how, columns_used, judge_again, judge_rows
from .reading import Part, Plan, Rows

log = logging.getLogger(__name__)
CANNOT_WRITE = (OSError, pl.exceptions.ComputeError)
"""Polars tells a full disk as an error of computing."""


class Keeper:
    """Judges the parts of one run and gathers what is to be kept of them."""

    def __init__(self, store: Store, settings: Mapping[str, Setting]) -> None:
        self.store, self.settings = store, settings
        self._facts: dict[str, Kept] = {}

    def judge(self, part: Part, rows: Rows, checks: Sequence[Check]) -> Verdict:
        """All checks over all rows of the part."""
        asked = {check.code: asked_how(check, self.settings[check.code]) for check in checks}
        if part.kept is None or rows.ids is None:
            verdict = judge_rows(rows.frame, checks, self.settings)
            if part.columns:
                self._keep_all(part, rows.frame, verdict, asked)
            return verdict
        return self._judge_kept(part, part.kept, rows, rows.ids, checks, asked)

    def put(self, plan: Plan, *, on: date) -> None:
        """Puts what was gathered into service. Where that fails, the state before stays, and its news is read again."""
        try:
            self.store.exchange(Manifest(on, plan.marks, audit.seal(plan.marks), self._facts))
        except CANNOT_WRITE:
            log.exception(
                "the rows of the checks could not be kept; the next run reads from where the last one was"
            )
            self.store.clear(self.store.current())

    def _judge_kept(
        self,
        part: Part,
        kept: Kept,
        rows: Rows,
        ids: pl.Series,
        checks: Sequence[Check],
        asked: Mapping[str, str],
    ) -> Verdict:
        same = [check for check in checks if kept.asked.get(check.code) == asked[check.code]]
        other = [check for check in checks if check not in same]
        known = self._known(kept, same)
        verdict = known
        now: Kept | None = kept
        if len(ids):
            after = rows.frame.select(part.columns)
            before = self.store.rows(kept).filter(pl.col("id").is_in(ids.implode())).collect()
            verdict = judge_again(known, before, after, same, self.settings)
            now = self._put_changes(part, kept, after, ids)
        if other:
            verdict = _both(verdict, self._judge_wholly(kept, rows, ids, part, other))
        if now is None:
            return verdict
        if len(ids) or other or len(kept.asked) != len(asked):
            self._keep(part, now, verdict, asked)
        else:
            self._facts[part.facts.code] = kept
        return verdict

    def _judge_wholly(
        self, kept: Kept, rows: Rows, ids: pl.Series, part: Part, checks: Sequence[Check]
    ) -> Verdict:
        """Checks that are asked otherwise than last time, on another day say: over all rows, of which their columns are
        enough."""
        columns = sorted({"id", "unit_id", "title", *columns_used(checks, self.settings)})
        stayed = (
            self.store.rows(kept).filter(~pl.col("id").is_in(ids.implode()))
            if len(ids)
            else self.store.rows(kept)
        )
        frame = pl.concat([stayed.select(columns), rows.frame.lazy().select(columns)]).collect()
        return judge_rows(frame, checks, self.settings)

    def _known(self, kept: Kept, checks: Sequence[Check]) -> Verdict:
        of_these = pl.col("check_code").is_in([check.code for check in checks])
        return Verdict(
            self.store.frame(kept.faults).filter(of_these),
            self.store.frame(kept.tallies).filter(of_these),
            kept.rows,
        )

    def _keep_all(self, part: Part, frame: pl.DataFrame, verdict: Verdict, asked: Mapping[str, str]) -> None:
        try:
            base, fresh, replaced = self.store.put_rows(part.facts, frame.select(part.columns))
            faults, tallies = self.store.put_verdict(part.facts, verdict.faults, verdict.tallies)
        except CANNOT_WRITE:
            self._cannot_keep(part)
            return
        self._facts[part.facts.code] = Kept(
            shape_of(part.facts, part.columns), verdict.rows, base, fresh, replaced, faults, tallies, asked
        )

    def _put_changes(self, part: Part, kept: Kept, after: pl.DataFrame, ids: pl.Series) -> Kept | None:
        try:
            return self.store.put_changes(part.facts, kept, after, ids)
        except CANNOT_WRITE:
            self._cannot_keep(part)
            return None

    def _keep(self, part: Part, kept: Kept, verdict: Verdict, asked: Mapping[str, str]) -> None:
        try:
            faults, tallies = self.store.put_verdict(part.facts, verdict.faults, verdict.tallies)
        except CANNOT_WRITE:
            self._cannot_keep(part)
            return
        self._facts[part.facts.code] = Kept(
            kept.shape, verdict.rows, kept.base, kept.fresh, kept.replaced, faults, tallies, asked
        )

    def _cannot_keep(self, part: Part) -> None:
        """What was found counts all the same; the next run reads every row of this kind."""
        log.exception("rows of %s could not be kept", part.facts.code)


def _both(one: Verdict, other: Verdict) -> Verdict:
    return Verdict(pl.concat([one.faults, other.faults]), pl.concat([one.tallies, other.tallies]), other.rows)
