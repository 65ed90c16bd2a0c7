"""What Procrastinate calls. It only carries: state, tries and ends are kept in JobRun by the runner."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from khuevan.kernel import access, clock, database, events
from khuevan.kernel.audit import verification

from . import queue, runner, services
from .choices import State
from .models import JobRun
from .progress import Progress
from .registry import JobFailed, every, followers, job

logger = logging.getLogger(__name__)
EVENT_ATTEMPTS = 8
AGAIN = timedelta(seconds=2)
"""After this a follower that found its work in another's hands looks again."""
KEPT = timedelta(days=180)
"""How long a run that has ended stays on the page of jobs; the audit log keeps what it did."""


@app.task(name=queue.RUN)
def run(run_id: int) -> None:
    runner.run(run_id)


@app.task(
    name=queue.EVENT,
    pass_context=True,
    retry=RetryStrategy(max_attempts=EVENT_ATTEMPTS, exponential_wait=3),
)
def deliver(context: JobContext, name: str, content: dict[str, Any]) -> None:
    """Tried again over about three hours (3, 9, 27 ... seconds); then it is left as a failed run for people to see."""
    try:
        events.deliver(name, content)
    except Exception as failure:
        if context.job.attempts < EVENT_ATTEMPTS:
            raise
        logger.exception("durable event for %s given up", name)
        at = clock.now()
        with database.acting(access.system()):
            JobRun.objects.create(
                name=queue.EVENT, label=_("Gửi tin nội bộ: %(name)s") % {"name": name}, as_system=True,
                actor_name=access.system().name, state=State.FAILED, attempts=context.job.attempts + 1,
                error=f"{type(failure).__name__}: {failure}"[:500], created_at=at, due_at=at, ended_at=at,
            )  # fmt: skip


@app.task(name=queue.FOLLOW)
def follow(name: str) -> None:
    """Waits until it is calm, then lets the follower catch up. One of a name at a time, one more may wait.

    Where another process has the turn, the follower comes again: the other may have read before the change. What fails
    is left to the next change or to the clock.
    """
    found = followers().get(name)
    if found is not None:
        time.sleep(found.calm)
        try:
            found.function()
        except database.TurnTaken:
            queue.send_follower(name, clock.now() + AGAIN)


@every("15 18 * * *")
@job("audit.chain:verify", label=gettext_lazy("Kiểm tra nhật ký hoạt động"), retry=0)
def verify_log(progress: Progress) -> dict[str, int]:
    """Every night at 01:15 in Việt Nam. A broken chain shows as a failed run; `audit_verify` says the rest."""
    verdict = verification.verify()
    if not verdict.whole:
        fault = verdict.faults[0]
        raise JobFailed(
            _(
                "Nhật ký hoạt động không còn nguyên vẹn: chuỗi %(lane)s, dòng %(seq)s. Hãy chạy lệnh audit_verify."
            )
            % {"lane": fault.lane, "seq": fault.seq}
        )
    return {"entries": verdict.entries}


@every("30 18 * * *")
@job("jobs.runs:clean", label=gettext_lazy("Dọn các lượt chạy đã cũ"))
def clean_runs(progress: Progress) -> dict[str, int]:
    """Every night at 01:30 in Việt Nam."""
    return {"removed": services.remove_ended_runs(before=clock.now() - KEPT)}
