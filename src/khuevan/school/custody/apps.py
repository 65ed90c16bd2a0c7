"""The Django application of the custody room."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    """Tables are `custody_*`."""

    name = "khuevan.school.custody"
    label = "custody"
    verbose_name = "Kho học bạ số"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell signing how our documents look; say how tables and acts are called."""
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit
        from khuevan.register.signing import queries as signing
        from khuevan.school.reportcards import queries as reportcards

        from .formats import PACKAGE_LAYOUT, RECEIPT_LAYOUT
        from .models import Handover, KeptCard, Package
        from .permissions import HAND_OVER
        from .services import desk_works, held_xml

        desk_works.declare()
        signing.declare(PACKAGE_LAYOUT)
        signing.declare(RECEIPT_LAYOUT)
        reportcards.continues_at(
            reportcards.Further(
                _("Chuyển trường"),
                "send",
                HAND_OVER,
                lambda code, learner: f"{reverse('custody:seal')}?learner={learner}",
            )
        )
        reportcards.adds_years(held_xml)
        audit.name_action("custody.store:recall", _("Ghi nhận học bạ trong kho đã bị thu hồi"))
        audit.name_tables(Package, Handover, KeptCard)
        for verb, words in (
            ("make", _("Đóng gói học bạ số")),
            ("sign", _("Ký gói học bạ số")),
            ("submit", _("Nộp gói học bạ số")),
            ("check", _("Kiểm tra gói học bạ số")),
            ("accept", _("Nhận gói học bạ số vào kho")),
            ("send_back", _("Trả lại gói học bạ số")),
            ("withdraw", _("Rút gói học bạ số")),
            ("export", _("Tải gói học bạ số")),
        ):
            audit.name_action(f"custody.package:{verb}", words)
        for verb, words in (
            ("seal", _("Niêm phong học bạ số chuyển đi")),
            ("hold", _("Tiếp nhận học bạ số chuyển đến")),
            ("countersign", _("Ký biên nhận học bạ số")),
            ("prove", _("Ghi nhận biên nhận của nơi đến")),
            ("cancel", _("Hủy niêm phong học bạ số")),
            ("refuse", _("Không tiếp nhận học bạ số")),
            ("export", _("Tải học bạ số đã niêm phong")),
        ):
            audit.name_action(f"custody.handover:{verb}", words)
