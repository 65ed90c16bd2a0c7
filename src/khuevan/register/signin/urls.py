"""Addresses of sign-in. The names are allauth's where allauth looks for them, so there is no namespace;
.well-known and identity/ stand at the root, where standards and applications expect them."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.ui import Entry
from khuevan.register.signin.permissions import MANAGE_APPLICATIONS
from khuevan.register.signin.queries import home
from khuevan.register.signin.views import applications, entrance, others, outside, provider, security

PREFIX = ""

_door = [
    path("", entrance.sign_in, name="account_login"),
    path("passkey/", entrance.passkey, name="mfa_login_webauthn"),
    path("second-factor/", entrance.second_factor, name="mfa_authenticate"),
    path("new-password/", entrance.new_password, name="signin_new_password"),
    path("protect/", entrance.protect, name="signin_protect"),
    path("again/", entrance.start_again, name="signin_again"),
    path("inactive/", entrance.inactive, name="account_inactive"),
    path("out/", entrance.sign_out, name="account_logout"),
    path("confirm/", entrance.confirm, name="account_reauthenticate"),
    path("with/cancelled/", outside.cancelled, name="socialaccount_login_cancelled"),
    path("with/<slug:provider_id>/", outside.leave, name="openid_connect_login"),
    path("with/<slug:provider_id>/back/", outside.come_back, name="openid_connect_callback"),
    path("applications/", applications.applications, name="signin_applications"),
    path("applications/new/", applications.register_application, name="signin_register_application"),
    path("applications/<slug:client_id>/", applications.application, name="signin_application"),
    path(
        "applications/<slug:client_id>/edit/",
        applications.change_application,
        name="signin_change_application",
    ),
    path(
        "applications/<slug:client_id>/step/", applications.application_step, name="signin_application_step"
    ),
    path(
        "accounts/<int:account_id>/second-factor/",
        others.reset_second_factors,
        name="signin_reset_second_factors",
    ),
]

_own = [
    path("", security.security, name="mfa_index"),
    path("password/", security.change_password, name="account_change_password"),
    path("app/add/", security.add_app, name="mfa_activate_totp"),
    path("app/remove/", security.remove_app, name="mfa_deactivate_totp"),
    path("passkeys/add/", security.add_passkey, name="mfa_add_webauthn"),
    path("passkeys/<int:passkey_id>/rename/", security.rename_passkey, name="mfa_edit_webauthn"),
    path("passkeys/<int:passkey_id>/remove/", security.remove_passkey, name="mfa_remove_webauthn"),
    path("codes/", security.recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", security.make_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/download/", security.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("outside/<int:link_id>/remove/", security.unlink, name="signin_unlink"),
]

_oidc = [
    path(".well-known/openid-configuration", provider.configuration, name="configuration"),
    path(".well-known/jwks.json", provider.jwks, name="jwks"),
    path("identity/o/authorize", provider.authorize, name="authorization"),
    path("identity/o/logout", provider.logout, name="logout"),
    path("identity/o/api/token", provider.token, name="token"),
    path("identity/o/api/userinfo", provider.userinfo, name="userinfo"),
    path("identity/o/api/revoke", provider.revoke, name="revoke"),
]

urlpatterns = [
    path("signin/", include(_door)),
    path("account/security/", include(_own)),
    path("", include(([path("", include((_oidc, "oidc")))], "idp"))),
]

NAVIGATION = (
    Entry("mfa_index", _("Bảo mật"), icon="shield-lock", place="user", order=20),
    Entry(
        "signin_applications",
        _("Ứng dụng"),
        icon="apps",
        group=_("Quản trị"),
        permission=MANAGE_APPLICATIONS,
        order=80,
    ),
)

HOME = (home.protection,)
