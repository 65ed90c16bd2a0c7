"""How the audit log calls the tables and acts of accounts."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import audit

from ..models import Account, Grant, Role


def tell_the_log() -> None:
    audit.subject(
        audit.Subject(
            "accounts_account",
            _("Tài khoản"),
            names=account_names,
            url=lambda row_id: reverse("accounts:account", args=[row_id]),
            columns=_columns(Account),
        )
    )
    audit.subject(audit.Subject("accounts_role", _("Vai trò"), names=role_names, columns=_columns(Role)))
    audit.subject(audit.Subject("accounts_grant", _("Quyền được cấp"), columns=_columns(Grant)))
    audit.subject(audit.Subject("accounts_actas", _("Thao tác thay")))
    audit.subject(audit.Subject("accounts_slipbatch", _("Đợt phiếu tài khoản")))
    audit.name_action("accounts.delegation:give", _("Ủy quyền khi vắng"))
    audit.name_action("accounts.act_as:stop", _("Dừng thao tác thay"))
    audit.name_action("accounts.account:change_password", _("Đổi mật khẩu"))
    audit.name_action("accounts.account:change_preferences", _("Đổi thiết đặt tài khoản"))
    audit.name_action("accounts.role:sync", _("Cập nhật vai trò có sẵn"))


def account_names(ids: Collection[str]) -> Mapping[str, str]:
    found = Account.objects.filter(pk__in=[int(row_id) for row_id in ids])
    return {str(account.pk): str(account) for account in found}


def role_names(ids: Collection[str]) -> Mapping[str, str]:
    found = Role.objects.filter(pk__in=[int(row_id) for row_id in ids]).values_list("pk", "name")
    return {str(key): name for key, name in found}


def _columns(model: type[Account] | type[Role] | type[Grant]) -> dict[str, object]:
    return {field.column: field.verbose_name for field in model._meta.concrete_fields}  # type: ignore[misc]
