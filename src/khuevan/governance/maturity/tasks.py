"""By the clock: all schools, all probes, after the night's figures; links of evidence each week."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock, jobs


@jobs.every("0 20 * * *", at_start=True)  # 03:00 in Việt Nam, after indicators and checks
@jobs.job("maturity.proposals:make", label=_("Tính lại điểm đề xuất chuyển đổi số"), retry=1)
def propose_everything(progress: jobs.Progress) -> dict[str, int]:
    """Every edition in force, for the running year. Nothing before the first figures were made."""
    from khuevan.governance.indicators import queries as indicators

    from . import queries, services

    if indicators.current() is None:
        return {"units": 0, "changed": 0}

    at = clock.now()
    year = queries.year_of("", clock.on(at))
    every = queries.editions(clock.on(at)) if year else []
    units = changed = 0
    for number, one in enumerate(every):
        progress.step(number, len(every), one.code)
        done = services.propose_all(at=at, edition=one, year=year or "")
        units, changed = units + done.units, changed + done.changed
    return {"units": units, "changed": changed}


@jobs.every("30 20 * * 6")  # Sunday 03:30 in Việt Nam
@jobs.job("maturity.links:watch", label=_("Kiểm tra đường dẫn minh chứng"), retry=1)
def watch_links(progress: jobs.Progress) -> dict[str, int]:
    """Links of evidence that nobody tried this week. Schools find those that died among their tasks."""
    from . import services

    done = services.watch_links(progress.actor, at=clock.now(), step=progress.step)
    return {"tried": done.tried, "died": done.died}
