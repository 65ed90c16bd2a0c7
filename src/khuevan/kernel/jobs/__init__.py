"""Work that takes longer than a page: queued with the data, shown while it runs, survivable. See README.md."""

from typing import Any

_HOMES = {
    "Cancelled": "registry",
    "Follower": "registry",
    "Job": "registry",
    "JobFailed": "registry",
    "JobRun": "models",
    "Progress": "progress",
    "cancel": "services",
    "every": "registry",
    "follower": "registry",
    "job": "registry",
    "nudge": "services",
    "resolver": "registry",
    "retry": "services",
    "start": "services",
}

__all__ = [
    "Cancelled", "Follower", "Job", "JobFailed", "JobRun", "Progress", "cancel", "every", "follower", "job", "nudge",
    "resolver", "retry", "start",
]  # fmt: skip # noqa: F822


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)  # asked once
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
