"""The picture that an authenticator app reads: an SVG without styles or scripts, so the content policy stays strict."""

from __future__ import annotations

from typing import Any

import segno
from allauth.mfa.adapter import get_adapter
from markupsafe import Markup


def code_image(account: Any, secret: str) -> Markup:
    """SVG of the otpauth address of this account's secret; dark on light whatever the theme."""
    picture = segno.make(get_adapter().build_totp_url(account, secret), error="m")
    return Markup(  # noqa: S704 - made by segno from a percent-encoded address
        picture.svg_inline(
            scale=5, border=3, light="#ffffff", dark="#000000", svgclass="kv-qr", lineclass=None
        )
    )
