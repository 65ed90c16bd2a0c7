"""Passkeys as the browser needs them, and what came back from it."""

from __future__ import annotations

import json
from typing import Any

from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, SignupWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django.http import HttpRequest

CREDENTIAL = "credential"


def creation_options(account: Any) -> str:
    """JSON for navigator.credentials.create: a key that lives on the device and asks for PIN or finger, so that it
    signs in without a name or a password."""
    return json.dumps(auth.begin_registration(account, True), default=dict)


def request_options(account: Any | None) -> str:
    """JSON for navigator.credentials.get; without an account for signing in by passkey alone."""
    return json.dumps(auth.begin_authentication(account), default=dict)


class NewPasskeyForm(SignupWebAuthnForm):
    """The made credential; a key that did not check its user is refused."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        credential = data.get(CREDENTIAL)
        if credential:
            made = auth.parse_registration_response(credential).response.attestation_object.auth_data
            if not made.is_user_verified():
                raise auth.get_adapter().validation_error("incorrect_code")
        return data


def proof_of(account: Any, request: HttpRequest, *, again: bool) -> AuthenticateWebAuthnForm:
    """The passkey's answer for a known account. `again`: a proof asked for in the middle of a session."""
    form = AuthenticateWebAuthnForm(data=request.POST, user=account)
    form.reauthenticated = again
    return form
