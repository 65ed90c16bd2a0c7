"""What each page shows: frozen contexts, filled by views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.forms import Form

from khuevan.register.signin.queries.rows import ApplicationRow, LinkRow, OutsideButton, PasskeyRow


@dataclass(frozen=True)
class SignInPage:
    form: Form
    next: str
    outside: Sequence[OutsideButton]
    second_factor_is_off: bool
    refused: str = ""


@dataclass(frozen=True)
class SecondFactorPage:
    """`options`: what navigator.credentials.get needs, as JSON text; "" without passkeys."""

    form: Form
    has_app: bool
    options: str
    refused: str = ""


@dataclass(frozen=True)
class NewPasswordPage:
    form: Form


@dataclass(frozen=True)
class ProtectPage:
    form: Form
    qr: str
    secret: str
    options: str
    refused: str = ""


@dataclass(frozen=True)
class ConfirmPage:
    form: Form
    next: str
    has_password: bool
    has_app: bool
    options: str
    refused: str = ""


@dataclass(frozen=True)
class RefusedPage:
    title: str
    reason: str
    back_url: str = ""
    back_label: str = ""


@dataclass(frozen=True)
class SecurityPage:
    username: str
    password_changed_at: datetime | None
    app_since: datetime | None
    app_last_used_at: datetime | None
    passkeys: Sequence[PasskeyRow]
    codes_left: int | None
    links: Sequence[LinkRow]
    outside: Sequence[OutsideButton]
    needs_second_factor: bool
    second_factor_is_off: bool

    @property
    def is_protected(self) -> bool:
        return self.app_since is not None or bool(self.passkeys)


@dataclass(frozen=True)
class FormPage:
    form: Form
    breadcrumbs: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class AppPage:
    form: Form
    qr: str
    secret: str
    breadcrumbs: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class PasskeyPage:
    form: Form
    options: str
    breadcrumbs: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class RemovePage:
    what: str
    warning: str
    breadcrumbs: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class CodesPage:
    codes: Sequence[str]
    total: int
    next: str
    breadcrumbs: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class ConsentPage:
    application: str
    host: str
    scopes: Sequence[tuple[str, Any]]
    sensitive: Sequence[str]
    request: str


@dataclass(frozen=True)
class LogoutPage:
    """`fields`: the application's request, carried through the question unchanged."""

    application: str
    fields: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ApplicationsPage:
    rows: Sequence[ApplicationRow]
    discovery_url: str


@dataclass(frozen=True)
class ApplicationPage:
    row: ApplicationRow
    details: Sequence[tuple[str, Any]]
    secret: str
    discovery_url: str
    breadcrumbs: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class ApplicationFormPage:
    form: Form
    is_new: bool
    cancel_url: str
    breadcrumbs: Sequence[tuple[str, str]] = field(default_factory=tuple)


@dataclass(frozen=True)
class ResetPage:
    form: Form
    name: str
    username: str
