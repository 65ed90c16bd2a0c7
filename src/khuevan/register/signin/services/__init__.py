"""Acts at the door: one's own security (here), attempts, keys, the journal, applications (each in its file)."""

from .security import (
    LastFactorNeeded,
    add_app,
    add_passkey,
    link_outside,
    make_recovery_codes,
    remove_factor,
    rename_passkey,
    reset_second_factors,
    revoke_application_tokens,
    sweep_expired,
    unlink_outside,
)

__all__ = [
    "LastFactorNeeded",
    "add_app",
    "add_passkey",
    "link_outside",
    "make_recovery_codes",
    "remove_factor",
    "rename_passkey",
    "reset_second_factors",
    "revoke_application_tokens",
    "sweep_expired",
    "unlink_outside",
]
