from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "khuevan.register.accounts"
    label = "accounts"
    verbose_name = _("Tài khoản và quyền")
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Roles name permissions of every room, so all are declared before the first role is looked at.

        `last_login` is written with the session, through its door in row-level security, not by a signal.
        """
        user_logged_in.disconnect(dispatch_uid="update_last_login")
        autodiscover_modules("permissions")
        from khuevan.register.people.services import tie

        from . import tasks  # noqa: F401 - declares the jobs and hears the news
        from .queries.words import tell_the_log

        tie("accounts_account", "person_id", _("Tài khoản"),
            derived=("display_name", "search", "sort_key", "grants_version"), order=60)  # fmt: skip

        tell_the_log()
