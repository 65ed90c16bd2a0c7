"""The Django application of report cards."""

from django.apps import AppConfig


class ReportCardsConfig(AppConfig):
    """Tables are `reportcards_*`."""

    name = "khuevan.school.reportcards"
    label = "reportcards"
    verbose_name = "Học bạ số"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """The verifier learns what a card looks like, the audit viewer what tables and acts are called."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit
        from khuevan.register.people.services import tie

        from . import models, permissions
        from .queries import layouts
        from .services import desk, desk_acts

        layouts.declare()
        desk.declare()
        desk_acts.declare()
        audit.name_tables(models.Card, models.CardVersion, models.CardSlot, models.CardAct)
        for permission in (permissions.GENERATE, permissions.SIGN, permissions.APPROVE, permissions.SEAL):
            audit.name_action(permission.code, permission.label)
        audit.name_action("reportcards.card:export", _("Tải tệp học bạ số"))
        audit.name_action("reportcards.level:export", _("In học bạ cấp học"))
        audit.name_action("reportcards.card:cancel", _("Hủy học bạ số chưa phát hành"))
        audit.name_action("reportcards.card:refresh", _("Lập lại học bạ vì dữ liệu thay đổi"))
        audit.name_fact("cards", _("Số học bạ"))
        tie("reportcards_cardslot", "person_id", _("Ô ký học bạ"), order=80)
        tie("reportcards_cardslot", "signed_by_id", _("Chữ ký trên học bạ"), order=81)
        tie("reportcards_cardact", "person_id", _("Đính chính, thu hồi học bạ"), order=82)
