from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigninConfig(AppConfig):
    name = "khuevan.register.signin"
    label = "signin"
    verbose_name = _("Đăng nhập")
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Declares permissions and jobs, and gives the audit log the words for what happens at the door."""
        from khuevan.kernel import audit
        from khuevan.register.signin import permissions, tasks  # noqa: F401 - declared by being imported
        from khuevan.register.signin.services.journal import ACTIONS

        for code, label in ACTIONS.items():
            audit.name_action(code, label)
