"""What the start-up check of production says about this room."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

TEST = "test"
ACCEPTED = "test-in-production"


def authority(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    """The development authority gives anybody any name: production has it only where it is said in so many words."""
    if not settings.PRODUCTION or settings.SIGNING_AUTHORITY in ("", ACCEPTED):
        return []
    return [
        checks.Error(
            f"KHUEVAN_SIGNING_AUTHORITY={settings.SIGNING_AUTHORITY!r}: cơ quan chứng thực thử nghiệm đang bật; chữ ký"
            " của nó không có giá trị.\n    The development authority is on: its signatures are worth nothing.",
            hint=f"Bỏ biến này, hoặc / unset it, or, for a trial, KHUEVAN_SIGNING_AUTHORITY={ACCEPTED}",
            id="signing.E001",
        )
    ]


def trusted(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    """Without a root nothing can be verified; a root of the development authority must not be among them."""
    from .queries.trusting import roots_on_disk
    from .verification import paths

    if not settings.PRODUCTION:
        return []
    roots = roots_on_disk()
    found: list[checks.CheckMessage] = []
    if any(paths.is_test(root) for root in roots):
        found.append(
            checks.Error(
                f"{settings.SIGNING_ROOT}/trust chứa chứng thư gốc thử nghiệm.\n    It holds a TEST root.",
                id="signing.E002",
            )
        )
    if not roots and not settings.SIGNING_AUTHORITY:
        found.append(
            checks.Warning(
                f"{settings.SIGNING_ROOT}/trust trống: chưa tin chứng thư gốc nào nên không chữ ký nào hợp lệ.\n"
                "    No trusted root: no signature can be valid.",
                id="signing.W003",
            )
        )
    return found


def register() -> None:
    checks.register(authority, "deploy-safety", deploy=True)
    checks.register(trusted, "deploy-safety", deploy=True)
