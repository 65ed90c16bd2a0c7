"""Addresses of accounts; the home page stands here too, hence the empty prefix."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.ui import Entry

from . import permissions
from .queries.palette import find_accounts, first_passwords_open, stand_ins_now
from .views import accounts, bulk, grants, home, me, roles

app_name = "accounts"
PREFIX = ""

urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new", accounts.new_account, name="new_account"),
    path("accounts/bulk", bulk.plan, name="bulk"),
    path("accounts/bulk/commit", bulk.commit, name="bulk_commit"),
    path("accounts/slips", bulk.slip_batches, name="slip_batches"),
    path("accounts/slips/<int:batch_id>/print", bulk.print_slips, name="print_slips"),
    path("accounts/stop-acting", accounts.stop_act_as, name="stop_acting"),
    path("accounts/<int:account_id>", accounts.account, name="account"),
    path("accounts/<int:account_id>/lock", accounts.lock, name="lock"),
    path("accounts/<int:account_id>/unlock", accounts.unlock, name="unlock"),
    path("accounts/<int:account_id>/password", accounts.reset_password, name="reset_password"),
    path("accounts/<int:account_id>/sessions/end", accounts.end_sessions, name="end_sessions"),
    path("accounts/<int:account_id>/act-as", accounts.start_act_as, name="act_as"),
    path("accounts/<int:account_id>/grants/new", grants.new_grant, name="new_grant"),
    path("grants/<int:grant_id>/revoke", grants.revoke_grant, name="revoke_grant"),
    path("roles/", roles.roles, name="roles"),
    path("roles/new", roles.new_role, name="new_role"),
    path("roles/<slug:code>", roles.role, name="role"),
    path("roles/<slug:code>/edit", roles.edit_role, name="edit_role"),
    path("me/", me.me, name="me"),
    path("me/delegations", grants.delegations, name="delegations"),
    path("me/delegations/new/<int:grant_id>", grants.new_delegation, name="new_delegation"),
    path("me/delegations/<int:grant_id>/revoke", grants.revoke_delegation, name="revoke_delegation"),
]

NAVIGATION = (
    Entry("accounts:home", _("Trang chủ"), icon="home", order=0),
    Entry(
        "accounts:accounts",
        _("Tài khoản"),
        icon="user-circle",
        group=_("Quản trị"),
        permission=permissions.VIEW_ACCOUNTS,
        order=70,
    ),
    Entry(
        "accounts:roles",
        _("Vai trò và quyền"),
        icon="shield-lock",
        group=_("Quản trị"),
        permission=permissions.VIEW_ROLES,
        order=71,
    ),
    Entry(
        "accounts:bulk",
        _("Tạo tài khoản hàng loạt"),
        icon="users-plus",
        permission=permissions.CREATE_ACCOUNTS,
        place="start",
        order=20,
    ),
    Entry(
        "accounts:slip_batches",
        _("In phiếu tài khoản"),
        icon="printer",
        permission=permissions.PRINT_SLIPS,
        place="start",
        order=21,
    ),
    Entry("accounts:me", _("Tài khoản của tôi"), icon="user-cog", place="user", order=10),
    Entry("accounts:delegations", _("Ủy quyền khi vắng"), icon="users-group", place="user", order=20),
)
PALETTE = (find_accounts,)
HOME = (first_passwords_open, stand_ins_now)
