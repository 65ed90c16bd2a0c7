"""Tables that allauth brings and we leave empty: closed to everybody but the platform, so that nothing comes to
stand in them unseen."""

from django.db import migrations

from khuevan.kernel.database.operations import ProtectRows

_PLATFORM = "(select khuevan_persons()) = '{(,)}'::int4multirange"


class Migration(migrations.Migration):
    dependencies = [("signin", "0002_own_rows_only"), ("account", "0001_initial")]
    operations = [
        ProtectRows("account_emailaddress", using=_PLATFORM),
        ProtectRows("account_emailconfirmation", using=_PLATFORM),
        ProtectRows("socialaccount_socialapp", using=_PLATFORM),
        ProtectRows("socialaccount_socialtoken", using=_PLATFORM),
    ]
