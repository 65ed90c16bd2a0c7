"""OpenID Connect for the sector's applications: discovery, keys, authorisation with consent, tokens, logout.

The protocol is allauth's; here stand the gate of each address, the rule that PKCE is required of everybody, and our
own pages. OpenID Connect Core 1.0, Discovery 1.0, RP-Initiated Logout 1.0; RFC 6749, 7636, 9700.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import parse_qs, urlsplit

from allauth.core.internal.httpkit import add_query_params
from allauth.idp.oidc import views as allauth_views
from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.forms import RPInitiatedLogoutForm
from allauth.idp.oidc.internal.clientkit import is_redirect_uri_allowed
from allauth.idp.oidc.internal.oauthlib.server import get_server
from allauth.idp.oidc.internal.oauthlib.utils import extract_params
from allauth.idp.oidc.models import Client
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from oauthlib.common import urldecode
from oauthlib.oauth2.rfc6749.errors import FatalClientError, OAuth2Error

from khuevan.kernel import access, clock, ui
from khuevan.register.signin.provider import SCOPES, SENSITIVE
from khuevan.register.signin.services import journal
from khuevan.register.signin.views.door import as_platform, only_oneself
from khuevan.register.signin.views.origins import client_origins
from khuevan.register.signin.views.pages import ConsentPage, LogoutPage, RefusedPage

BAD_REQUEST = 400


def _is_readable(request: HttpRequest) -> bool:
    """False for a query that is not URL-encoded: oauthlib would raise over it."""
    try:
        urldecode(request.META.get("QUERY_STRING", ""))
    except ValueError:
        return False
    return True


def _readable(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """For applications' own requests: what cannot be read is an invalid request (RFC 6749 §5.2)."""

    @wraps(view)
    def run(request: HttpRequest) -> HttpResponse:
        if not _is_readable(request):
            return JsonResponse({"error": "invalid_request"}, status=BAD_REQUEST)
        return view(request)

    return run


@access.public("OpenID Connect Discovery: không có dữ liệu cá nhân")
def configuration(request: HttpRequest) -> HttpResponse:
    """Says only what is really there: the code flow with S256, RS256, our scopes."""

    def absolute(name: str) -> str:
        return request.build_absolute_uri(reverse(f"idp:oidc:{name}"))

    response = JsonResponse(
        {
            "issuer": get_adapter().get_issuer(),
            "authorization_endpoint": absolute("authorization"),
            "token_endpoint": absolute("token"),
            "userinfo_endpoint": absolute("userinfo"),
            "jwks_uri": absolute("jwks"),
            "revocation_endpoint": absolute("revoke"),
            "end_session_endpoint": absolute("logout"),
            "scopes_supported": list(SCOPES),
            "claims_supported": [
                *("sub", "name", "family_name", "middle_name", "given_name", "preferred_username", "locale"),
                *("email", "email_verified", "units", "unit_details", "roles"),
                *("role_grants", "national_id"),
            ],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "code_challenge_methods_supported": ["S256"],
            "ui_locales_supported": ["vi", "en"],
        }
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


@access.public("khóa công khai để kiểm tra chữ ký: không có dữ liệu cá nhân")
def jwks(request: HttpRequest) -> HttpResponse:
    return allauth_views.jwks(request)


@access.public("chứng minh bằng mã cấp phép và khóa của ứng dụng, không bằng phiên làm việc")
@csrf_exempt
@_readable
@as_platform
def token(request: HttpRequest) -> HttpResponse:
    return allauth_views.token(request)


@access.public("chứng minh bằng mã truy cập của ứng dụng, không bằng phiên làm việc")
@csrf_exempt
@_readable
@as_platform
def userinfo(request: HttpRequest) -> HttpResponse:
    return allauth_views.user_info(request)


@access.public("chứng minh bằng khóa của ứng dụng, không bằng phiên làm việc")
@csrf_exempt
@_readable
@as_platform
def revoke(request: HttpRequest) -> HttpResponse:
    return allauth_views.revoke(request)


class _Authorization(allauth_views.AuthorizationView):
    """allauth's, except that a sensitive scope is always asked for, whatever the application may skip."""

    def _skip_consent(self) -> HttpResponse:
        if SENSITIVE & set(self._scopes):
            return super(allauth_views.AuthorizationView, self).get(self.request)
        return super()._skip_consent()


_authorize = _Authorization.as_view()


@access.public("ứng dụng gửi người dùng tới; ai chưa đăng nhập thì đăng nhập trước")
@csrf_exempt
@never_cache
@as_platform
def authorize(request: HttpRequest) -> HttpResponse:
    """Asks the person for consent, in our words. POST carries the signed request back and is checked against
    forgery by allauth."""
    if not _is_readable(request):
        return _bad_request(request, "query")
    if request.user.is_authenticated:
        only_oneself(request)
    if request.method == "GET":
        refused = _refusal(request)
        if refused is not None:
            return refused
    response: HttpResponse = _authorize(request)
    if isinstance(response, SimpleTemplateResponse):
        return _consent_page(request, response.context_data or {})
    if request.method == "POST" and "code" in parse_qs(urlsplit(response.get("Location", "")).query):
        given = " ".join(request.POST.getlist("scopes"))
        journal.tell(request, journal.CONSENTED, at=clock.now(), account=request.user, scopes=given)
    return response


def _refusal(request: HttpRequest) -> HttpResponse | None:
    """None if the request is sound. An unknown application or address: a page; no PKCE: back with the error."""
    try:
        get_server().validate_authorization_request(*extract_params(request))
    except (FatalClientError, ValidationError) as error:
        return _bad_request(request, getattr(error, "description", "") or str(error))
    except OAuth2Error:
        return None
    if request.GET.get("code_challenge") and request.GET.get("code_challenge_method") == "S256":
        return None
    return _without_pkce(request)


def _without_pkce(request: HttpRequest) -> HttpResponse:
    client = Client.objects.get(pk=request.GET["client_id"])
    address = request.GET["redirect_uri"]
    if not is_redirect_uri_allowed(address, client.get_redirect_uris(), False):
        return _bad_request(request, "redirect_uri")
    params = {"error": "invalid_request", "error_description": "PKCE with S256 is required"}
    if request.GET.get("state"):
        params["state"] = request.GET["state"]
    return HttpResponse(status=302, headers={"Location": add_query_params(address, params)})


def _bad_request(request: HttpRequest, detail: str) -> HttpResponse:
    page = RefusedPage(
        title=_("Ứng dụng gửi yêu cầu không hợp lệ"),
        reason=_("Hãy báo cho người phụ trách ứng dụng: %(detail)s") % {"detail": detail},
    )
    return ui.render(request, "signin/refused.html", page, status=BAD_REQUEST)


def _consent_page(request: HttpRequest, found: dict[str, Any]) -> HttpResponse:
    form, client = found["form"], found["client"]
    asked = [code for code, _label in form.fields["scopes"].choices]
    address = request.GET.get("redirect_uri", "")
    page = ConsentPage(
        application=client.name,
        host=urlsplit(address).netloc,
        scopes=[(code, label) for code, label in SCOPES.items() if code in asked],
        sensitive=[code for code in asked if code in SENSITIVE],
        request=form.initial.get("request") or form.data.get("request", ""),
    )
    response = ui.render(request, "signin/consent.html", page)
    return ui.allow_form_targets(response, client_origins(client, address))


@access.public("ứng dụng gửi người dùng tới để đăng xuất; ai cũng được ra")
@csrf_exempt
@never_cache
@as_platform
def logout(request: HttpRequest) -> HttpResponse:
    """RP-initiated logout: at once where the id token is the signed-in person's, otherwise asks first."""
    form = RPInitiatedLogoutForm(request.GET if request.method == "GET" else request.POST)
    if not form.is_valid():
        return _bad_request(request, ", ".join(form.errors))
    response: HttpResponse = allauth_views.logout(request)
    if not isinstance(response, SimpleTemplateResponse):
        return response
    client = form.cleaned_data.get("client")
    fields = [(name, form.data.get(name, "")) for name in form.fields if name != "action"]
    page = LogoutPage(client.name if client else "", fields)
    shown = ui.render(request, "signin/logout_asked.html", page)
    return ui.allow_form_targets(shown, client_origins(client)) if client else shown
