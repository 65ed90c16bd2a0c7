"""The settings of sign-in: every upper-case name here becomes a Django setting of the platform.

Read from the environment where a province decides; the rest is the same everywhere.

- KHUEVAN_SECOND_FACTOR_ROLES   role codes that must have a second factor; "-" means none (demonstration only)
- KHUEVAN_OUTSIDE_PROVIDERS     JSON list of OpenID Connect providers, see README.md
- KHUEVAN_PROXY                 "1": a proxy of ours stands in front, the last address it wrote down is the client
"""

import json
import os
from typing import Any

SIGNIN_APPS = (
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.idp.oidc",
)
SIGNIN_MIDDLEWARE = ("allauth.account.middleware.AccountMiddleware",)

AUTHENTICATION_BACKENDS = ("khuevan.register.signin.backend.PasswordBackend",)
LOGIN_URL = "/signin/"
LOGIN_REDIRECT_URL = "/"

# One cache for all workers, in the database that is there anyway; the table comes with a migration.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "signin_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

ACCOUNT_ADAPTER = "khuevan.register.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_USERNAME_MIN_LENGTH = 1
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/signin/"
ACCOUNT_LOGIN_TIMEOUT = 900
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_FORMS = {"login": "khuevan.register.signin.forms.SignInForm"}
# Password attempts are counted by `attempts` (one statement each, escalating waits); what is left here
# bounds guesses of one-time codes: the key is the account.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "5/5m/key",
    "change_password": "10/10m/user",
    "reauthenticate": "10/10m/user",
}

MFA_ADAPTER = "khuevan.register.signin.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Khuê Văn"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A whole school comes from one address: passkeys hold no secret that could be guessed.
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}

_second_factor = os.environ.get("KHUEVAN_SECOND_FACTOR_ROLES", "administrator")
SIGNIN_SECOND_FACTOR_ROLES = tuple(
    code.strip() for code in _second_factor.split(",") if code.strip() not in ("", "-")
)

SOCIALACCOUNT_ADAPTER = "khuevan.register.signin.adapters.OutsideAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10


def outside_provider(entry: dict[str, Any]) -> dict[str, Any]:
    """One provider of KHUEVAN_OUTSIDE_PROVIDERS in allauth's words. KeyError names what is missing."""
    return {
        "provider_id": entry["id"],
        "name": entry["name"],
        "client_id": entry["client_id"],
        "secret": entry["client_secret"],
        "settings": {
            "server_url": entry["discovery_url"],
            "scope": entry.get("scopes", ["openid", "profile"]),
            "oauth_pkce_enabled": True,
            "national_id_claim": entry.get("national_id_claim", ""),
            # Further sites that its sign-in passes through, for the content policy.
            "origins": entry.get("origins", []),
            "token_auth_method": entry.get("token_auth_method", "client_secret_basic"),
        },
    }


SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [outside_provider(e) for e in json.loads(os.environ.get("KHUEVAN_OUTSIDE_PROVIDERS") or "[]")]
    }
}

IDP_OIDC_ADAPTER = "khuevan.register.signin.provider.ProviderAdapter"
IDP_OIDC_ACCESS_TOKEN_FORMAT = "opaque"  # noqa: S105 - a kind of token
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 3600
IDP_OIDC_ID_TOKEN_EXPIRES_IN = 300
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 12 * 3600
IDP_OIDC_AUTHORIZATION_CODE_EXPIRES_IN = 60
IDP_OIDC_JWKS_CACHE_CONTROL = 300
IDP_OIDC_RP_INITIATED_LOGOUT_ASKS_FOR_OP_LOGOUT = False

ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("KHUEVAN_PROXY") == "1" else 0
