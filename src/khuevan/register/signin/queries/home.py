"""What awaits on the home page: an unprotected account that reaches far."""

from __future__ import annotations

from datetime import date

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.access import Actor
from khuevan.kernel.ui import Card
from khuevan.register.signin.permissions import MANAGE_APPLICATIONS
from khuevan.register.signin.queries.factors import factors_of


def protection(actor: Actor, on: date) -> Card | None:
    """For those who hold sensitive permissions and sign in with a password alone."""
    if actor.account_id is None or actor.acting_for or not actor.holds(MANAGE_APPLICATIONS):
        return None
    if factors_of(get_user_model()(pk=actor.account_id)).any:
        return None
    return Card(
        title=_("Bảo vệ tài khoản"),
        figure=_("Chưa có"),
        detail=_("Tài khoản này chỉ có mật khẩu. Hãy thêm khóa truy cập hoặc ứng dụng xác thực."),
        url=reverse("mfa_index"),
        icon="shield-lock",
        tone="warning",
        order=5,
    )
