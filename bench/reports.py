"""Reports of words and figures: the province's from frozen facts to signed PDF and .docx; schools' one after the other,
beside typst only laying out the same pages again, the words already in their place.

`make bench ONLY=reports`; `SCALE=small SCHOOLS=40` tries it on the small demo in a minute."""

from __future__ import annotations

import os
import resource
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from khuevan.kernel.testing.server import connected

from .measure import Figure, median, seconds
from .province import province

MOST = int(os.environ.get("SCHOOLS", "1500"))
CHUNK = 50
ROUNDS = 3


def run() -> Iterator[Figure]:
    from django.conf import settings
    from django.db import transaction

    with _database(), tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        settings.FACTS_ROOT, settings.SNAPSHOTS_ROOT, settings.FILES_ROOT = (
            place / "f",
            place / "s",
            place / "k",
        )
        with transaction.atomic():
            yield from measured()
            transaction.set_rollback(True)


def _database() -> AbstractContextManager[Any]:
    from khuevan.kernel.testing.server import on_a_clone

    small = os.environ.get("SCALE") == "small"
    return on_a_clone("bench_reports", furnished=True) if small else connected(province())


def measured() -> Iterator[Figure]:
    """Of the database that is connected; what it writes is for the caller to roll back."""
    from khuevan.governance.indicators import services as indicators
    from khuevan.kernel import access, clock, database

    actor = access.system("bench")
    indicators.rebuild(actor=actor, at=clock.now())
    snapshot = indicators.freeze(actor=actor, at=clock.now(), period="bench")
    with database.acting(actor):
        campaign, opening = _opened(actor, snapshot.pk)
        yield Figure(
            f"a campaign of {campaign.reports.count():,} reports opened",
            f"{opening:.1f} s",
            "",
            None,
            "",
            None,
        )
        yield from _provincial(actor, campaign)
        yield from _schools(actor, campaign)


def _opened(actor: Any, snapshot_id: int) -> tuple[Any, float]:
    from khuevan.demo.furnish import DEPARTMENT
    from khuevan.governance.reports import services
    from khuevan.kernel import clock
    from khuevan.register.organisations import queries as organisations

    top = organisations.by_code(DEPARTMENT)
    assert top is not None
    order = services.Order("bench", "programme", "2026-2027", snapshot_id)
    made: list[Any] = []
    taken = seconds(
        lambda: made.append(services.open_campaign(actor, at=clock.now(), unit_id=top.pk, order=order))
    )
    return made[0], taken


def _provincial(actor: Any, campaign: Any) -> Iterator[Figure]:
    """Signed with a software key and a local time stamp, as tests sign."""
    from khuevan.governance.reports import printing, queries
    from khuevan.register.signing import services as signatures
    from khuevan.register.signing.tests import builders as signers

    report = campaign.reports.select_related("campaign").get(unit_id=campaign.unit_id)
    who = signers.signer()
    signed: list[bytes] = []

    def whole() -> None:
        made = printing.made(queries.told(actor, report))
        order = signatures.PdfOrder(made.pdf, signatures.Words("Nguoi-ky"))
        done = signatures.sign_pdf(who, [order], at=signers.AT, stamp=None)[0].content
        assert done is not None
        signed.append(done)

    first = seconds(whole)
    again = median([seconds(whole) for _round in range(ROUNDS)])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    learners = queries.told(actor, report).figures.now["schoolyear.student:all"].value or 0
    yield Figure(
        f"the province's report, {learners:,.0f} learners, to signed PDF and .docx", f"{again:.1f} s",
        f"the first one of a process: {first:.1f} s; {memory:,.0f} MB at most in the process", None, "", None,
    )  # fmt: skip


def _schools(actor: Any, campaign: Any) -> Iterator[Figure]:
    from khuevan.governance.reports import printing, queries
    from khuevan.kernel import documents

    rows = list(campaign.reports.select_related("campaign").filter(tier="school").order_by("pk"))
    codes = queries.sheet_of(rows[0]).codes
    figures: list[Any] = []
    gathering = seconds(
        lambda: figures.append(
            queries.gathered_all(actor, campaign, {one.unit_id: () for one in rows}, codes)
        )
    )
    yield Figure(
        f"all figures of {len(rows):,} schools",
        f"{gathering:.1f} s",
        f"{len(codes)} indicators",
        None,
        "",
        None,
    )
    chosen = rows[:: max(1, len(rows) // MOST)][:MOST]
    ours, limit, size = [], [], 0
    for begin in range(0, len(chosen), CHUNK):
        laid: list[Any] = []
        files: list[Any] = []

        def reports(some: Any = chosen[begin : begin + CHUNK], laid: Any = laid, files: Any = files) -> None:
            for one in some:
                told = queries.told(actor, one, figures=figures[0][one.unit_id])
                made = printing.made(told)
                files.append(made)
                laid.append((made.docx, told.charts))

        if not begin:
            reports()  # what a process loads once
            laid.clear()
            files.clear()
        ours.append(seconds(reports))
        blank = [documents.read_document(word, charts) for word, charts in laid]
        limit.append(seconds(lambda blank=blank: [documents.printed(one) for one in blank]))
        size += sum(len(one.pdf) + len(one.docx) for one in files)
    rate, alone = len(chosen) / sum(ours), len(chosen) / sum(limit)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure(
        f"{len(chosen):,} of {len(rows):,} reports of schools, .docx and PDF, one process, one core",
        f"{rate:.1f}/s, {sum(ours):.0f} s",
        f"the same pages laid out without data: {alone:.1f}/s; {size / 1e6:,.0f} MB of files; "
        f"{memory:,.0f} MB at most in the process", rate / alone, "", None,
    )  # fmt: skip
