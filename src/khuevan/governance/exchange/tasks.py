"""Following what is changed, and the work of packages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import audit, clock, database, events, jobs

from . import services


@jobs.follower("exchange.changes:follow", calm=1.0)
def follow_changes() -> None:
    """What was changed since the last look is told."""
    services.follow()


@events.subscribe(audit.Acted)
def look_again(acted: audit.Acted) -> None:
    """Something was done somewhere: have the follower look."""
    jobs.nudge(follow_changes)


@jobs.every("*/10 * * * *")
@jobs.job("exchange.changes:catch_up", label=_("Ghi tiếp danh sách thay đổi"), whole=False, resumable=True)
def catch_up(progress: jobs.Progress) -> dict[str, int]:
    """For changes made past the services, and those whose nudge was lost with its process."""
    return {"told": services.follow()}


@jobs.every("50 19 * * *")  # 02:50 in Việt Nam
@jobs.job("exchange.changes:reconcile", label=_("Đối soát danh sách thay đổi"), whole=False, resumable=True)
def reconcile_changes(progress: jobs.Progress) -> dict[str, int]:
    """What came or went without an entry of its own."""
    return {"told": services.reconcile(at=clock.now())}


@jobs.job("exchange.package:make", label=_("Lập gói dữ liệu của trường"), whole=False, resumable=True)
def make_package_file(progress: jobs.Progress, package_id: int) -> dict[str, int]:
    """From one snapshot, after all that was changed has been told."""
    services.follow()
    package = services.make_package(progress.actor, at=clock.now(), package_id=package_id, step=progress.step)
    return {"rows": package.rows, "bytes": package.size}


@jobs.job("exchange.package:check", label=_("Kiểm tra gói dữ liệu"), whole=False, resumable=True)
def check_package_file(progress: jobs.Progress, check_id: int) -> dict[str, str]:
    """Verified and compared, all or nothing."""
    with database.acting(progress.actor):
        done = services.run_check(progress.actor, at=clock.now(), check_id=check_id, step=progress.step)
    return {"state": done.state}
