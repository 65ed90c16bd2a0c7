"""An officer helps somebody who has lost the phone: takes the second factors off that account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from khuevan.kernel import access, clock, ui
from khuevan.register.signin import services
from khuevan.register.signin.forms import ReasonForm
from khuevan.register.signin.permissions import RESET_SECOND_FACTOR
from khuevan.register.signin.views.pages import ResetPage

WRONG = 422


@access.requires(RESET_SECOND_FACTOR)
def reset_second_factors(request: HttpRequest, account_id: int) -> HttpResponse:
    """404 for an account outside one's units: the database does not show it."""
    actor: access.Actor = request.actor  # type: ignore[attr-defined]
    account = get_user_model()._default_manager.filter(pk=account_id).first()
    if account is None or account.unit_id not in access.scope(actor, RESET_SECOND_FACTOR):
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        removed = services.reset_second_factors(actor, account, at=clock.now(), why=form.cleaned_data["why"])
        if removed:
            messages.success(request, _("Đã gỡ xác thực hai bước. Lần sau chỉ cần mật khẩu."))
        else:
            messages.info(request, _("Tài khoản này không có xác thực hai bước."))
        return redirect("/")
    page = ResetPage(form, str(account), account.username)
    return ui.render(request, "signin/reset_second_factors.html", page, status=WRONG if form.errors else 200)
