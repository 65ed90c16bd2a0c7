"""Administrators' pages about applications that sign people in through us."""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc.models import Client
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from khuevan.kernel import access, clock, ui
from khuevan.register.signin import queries
from khuevan.register.signin.forms import ApplicationForm
from khuevan.register.signin.permissions import MANAGE_APPLICATIONS
from khuevan.register.signin.provider import SCOPES
from khuevan.register.signin.services import applications as services
from khuevan.register.signin.views.pages import ApplicationFormPage, ApplicationPage, ApplicationsPage

WRONG = 422
SECRET_ONCE = "signin.application_secret"  # noqa: S105 - a key of the session


@access.requires(MANAGE_APPLICATIONS)
def applications(request: HttpRequest) -> HttpResponse:
    page = ApplicationsPage(queries.applications(_actor(request)), _discovery(request))
    return ui.render(request, "signin/applications.html", page)


@access.requires(MANAGE_APPLICATIONS)
def register_application(request: HttpRequest) -> HttpResponse:
    form = _form(request, None)
    if request.method == "POST" and form.is_valid():
        client, secret = services.register_application(_actor(request), _described(form), at=clock.now())
        request.session[SECRET_ONCE] = [client.pk, secret]
        messages.success(request, _("Đã đăng ký ứng dụng."))
        return redirect("signin_application", client.pk)
    page = ApplicationFormPage(
        form, True, reverse("signin_applications"), _trail((_("Đăng ký ứng dụng"), ""))
    )
    return ui.render(request, "signin/application_form.html", page, status=WRONG if form.errors else 200)


@access.requires(MANAGE_APPLICATIONS)
@never_cache
def application(request: HttpRequest, client_id: str) -> HttpResponse:
    """The secret is shown on the first look after it was made, and never again."""
    client = _found(request, client_id)
    made = request.session.pop(SECRET_ONCE, ["", ""])
    details = [
        (_("Mã ứng dụng (client_id)"), client.pk),
        (_("Loại"), dict(ApplicationForm.base_fields["type"].choices)[client.type]),  # type: ignore[attr-defined]
        (_("Quay về sau đăng nhập"), " ".join(client.get_redirect_uris())),
        (_("Quay về sau đăng xuất"), " ".join(client.get_post_logout_redirect_uris())),
        (_("Được hỏi"), " ".join(client.get_scopes())),
        (_("Hỏi người dùng đồng ý"), _("Không") if client.skip_consent else _("Mỗi lần")),
    ]
    page = ApplicationPage(
        queries.application_row(client),
        details,
        made[1] if made[0] == client.pk else "",
        _discovery(request),
        _trail((client.name, "")),
    )
    return ui.render(request, "signin/application.html", page)


@access.requires(MANAGE_APPLICATIONS)
def change_application(request: HttpRequest, client_id: str) -> HttpResponse:
    client = _found(request, client_id)
    form = _form(request, client)
    here = reverse("signin_application", args=[client.pk])
    if request.method == "POST" and form.is_valid():
        services.change_application(_actor(request), client, _described(form), at=clock.now())
        messages.success(request, _("Đã lưu."))
        return redirect(here)
    page = ApplicationFormPage(form, False, here, _trail((client.name, here), (_("Sửa"), "")))
    return ui.render(request, "signin/application_form.html", page, status=WRONG if form.errors else 200)


@access.requires(MANAGE_APPLICATIONS)
def application_step(request: HttpRequest, client_id: str) -> HttpResponse:
    """POST `step`: renew (the secret), disable, enable."""
    client = _found(request, client_id)
    actor, at = _actor(request), clock.now()
    step = request.POST.get("step", "")
    if step == "renew":
        request.session[SECRET_ONCE] = [client.pk, services.renew_secret(actor, client, at=at)]
        messages.success(request, _("Đã tạo khóa bí mật mới; khóa cũ không dùng được nữa."))
    elif step == "disable":
        services.disable_application(actor, client, at=at)
        messages.success(request, _("Đã tắt ứng dụng; mọi mã truy cập của nó đã bị thu hồi."))
    elif step == "enable":
        services.enable_application(actor, client, at=at)
        messages.success(request, _("Đã bật lại ứng dụng."))
    return redirect("signin_application", client.pk)


def _actor(request: HttpRequest) -> access.Actor:
    return request.actor  # type: ignore[attr-defined]


def _found(request: HttpRequest, client_id: str) -> Client:
    client = queries.application(_actor(request), client_id)
    if client is None:
        raise Http404
    return client


def _form(request: HttpRequest, client: Client | None) -> ApplicationForm:
    initial: dict[str, Any] = {"scopes": ["openid", "profile"]}
    if client is not None:
        initial = {
            "name": client.name,
            "redirect_uris": "\n".join(client.get_redirect_uris()),
            "post_logout_redirect_uris": "\n".join(client.get_post_logout_redirect_uris()),
            "scopes": client.get_scopes(),
            "type": client.type,
            "skip_consent": client.skip_consent,
        }
    data = request.POST if request.method == "POST" else None
    return ApplicationForm(data, initial=initial, scopes=list(SCOPES.items()))


def _described(form: ApplicationForm) -> services.Described:
    return services.Described(**{name: form.cleaned_data[name] for name in form.fields})


def _discovery(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("idp:oidc:configuration"))


def _trail(*further: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Ứng dụng"), reverse("signin_applications")), *further]
