"""My account: who the platform takes me for, and how I like it to look."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, signed_in
from khuevan.kernel.records.errors import Invalid
from khuevan.kernel.ui.shell import THEME_COOKIE

from .. import queries, services
from ..forms import PreferencesForm, take_errors
from ..models import Account
from ..queries.grants import GrantRow


@dataclass(frozen=True)
class MePage:
    account: Account
    unit: str
    grants: list[GrantRow]
    form: PreferencesForm


@signed_in("one's own account")
def me(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    account = services.own_account(actor)
    form = PreferencesForm(request.POST or None, instance=account)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.set_preferences(actor, at=clock.now(), **form.cleaned_data)
        except Invalid as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Đã lưu."))
            response = redirect("accounts:me")
            ui.keep(response, THEME_COOKIE, saved.theme)
            ui.keep(response, settings.LANGUAGE_COOKIE_NAME, saved.language)
            return response
    page = MePage(
        account=account,
        unit=account.unit.name if account.unit else "",
        grants=queries.grants_of(account.pk, clock.today()),
        form=form,
    )
    return ui.render(request, "accounts/me.html", page, status=422 if form.errors else 200)
