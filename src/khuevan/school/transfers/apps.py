"""The Django application of the transfers room."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Tables are `transfers_*`."""

    name = "khuevan.school.transfers"
    label = "transfers"
    verbose_name = "Chuyển trường"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Hang the learner's transfers below the learner's page; say how tables and acts are called."""
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit
        from khuevan.school.schoolyear import queries as years

        from . import queries, records  # noqa: F401
        from .models import Transfer
        from .services import merging

        years.transfers_begin_at("transfers:incoming")
        merging.declare()
        audit.subject(
            audit.Subject(
                Transfer._meta.db_table,
                _("Chuyển trường"),
                names=queries.names_of,
                url=lambda row_id: reverse("transfers:transfer", args=[int(row_id)]),
                columns={
                    "state": _("Trạng thái"),
                    "due_on": _("Hạn của bước này"),
                    "answered_on": _("Ngày trả lời"),
                    "answer_note": _("Ghi chú trả lời"),
                    "to_class": _("Lớp mới"),
                    "class_group_id": _("Lớp mới"),
                    "effective_on": _("Ngày chuyển"),
                    "released_on": _("Ngày trả hồ sơ"),
                    "close_reason": _("Lý do dừng"),
                },
            )
        )
        for verb, words in (
            ("request", _("Đề nghị chuyển trường")),
            ("look", _("Tìm người học ở trường khác để chuyển đến")),
            ("accept", _("Đồng ý tiếp nhận")),
            ("refuse", _("Không đồng ý chuyển trường")),
            ("release", _("Trả hồ sơ, cho chuyển đi")),
            ("withdraw", _("Rút đề nghị chuyển trường")),
            ("place", _("Xếp lớp cho người chuyển đến")),
        ):
            audit.name_action(f"transfers.transfer:{verb}", words)
