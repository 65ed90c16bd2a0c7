"""The reads of sign-in."""

from .factors import factors_of, needs_second_factor
from .shown import (
    application,
    application_row,
    applications,
    codes_left,
    is_disabled,
    outside_buttons,
    outside_link,
    outside_links,
    outside_providers,
    passkey,
    passkeys_of,
)

__all__ = [
    "application",
    "application_row",
    "applications",
    "codes_left",
    "factors_of",
    "is_disabled",
    "needs_second_factor",
    "outside_buttons",
    "outside_link",
    "outside_links",
    "outside_providers",
    "passkey",
    "passkeys_of",
]
