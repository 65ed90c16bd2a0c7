"""Row-level security on allauth's tables: authenticators, outside links and tokens belong to one account.

Visible and writable for that account, and for the platform itself (sign-in before anybody is known, token and
userinfo endpoints), which is the only one bound to all persons. Registered applications are no personal data:
everybody signed in may be shown the name of one that asks for consent; their pages check the permission.
Tables that allauth brings and we leave empty are closed to everybody but the platform, so that nothing comes to stand in
them unseen.
"""

from django.db import migrations

from khuevan.kernel.database.operations import ProtectRows

_OWN = "{column} = (select khuevan_account()) or (select khuevan_persons()) = '{{(,)}}'::int4multirange"
_PLATFORM = "(select khuevan_persons()) = '{(,)}'::int4multirange"


class Migration(migrations.Migration):
    dependencies = [
        ("signin", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("account", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "__first__"),
        ("allauth_idp_oidc", "__first__"),
    ]
    operations = [
        ProtectRows("mfa_authenticator", using=_OWN.format(column="user_id")),
        ProtectRows("socialaccount_socialaccount", using=_OWN.format(column="user_id")),
        ProtectRows("allauth_idp_oidc_token", using=_OWN.format(column="user_id")),
        ProtectRows("account_emailaddress", using=_PLATFORM),
        ProtectRows("account_emailconfirmation", using=_PLATFORM),
        ProtectRows("socialaccount_socialapp", using=_PLATFORM),
        ProtectRows("socialaccount_socialtoken", using=_PLATFORM),
    ]
