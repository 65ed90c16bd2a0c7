"""The Django application of the signing room."""

from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "khuevan.register.signing"
    label = "signing"
    verbose_name = "Ký số"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Say how our tables and acts are called in the audit viewer, and what names a person."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit
        from khuevan.register.people.services import tie

        from . import checks
        from .formats.envelope import LAYOUT
        from .models import (
            BatchItem,
            Certificate,
            DeskOrder,
            KnownSeal,
            Signature,
            SigningBatch,
            StandIn,
            TrustedAuthority,
        )
        from .verification import declare

        checks.register()
        declare(LAYOUT)
        audit.name_tables(
            Certificate, StandIn, DeskOrder, Signature, TrustedAuthority, KnownSeal, SigningBatch, BatchItem
        )
        for code, label in (
            ("signing.certificate:retire", _("Ngừng dùng chứng thư số")),
            ("signing.signature:make", _("Ký số")),
            ("signing.desk_order:make", _("Gửi mã băm đi ký trên máy")),
            ("signing.stand_in:end", _("Chấm dứt ký thay")),
            ("signing.batch:collect", _("Đưa lô văn bản lên để ký")),
            ("signing.batch:sign", _("Ký lô văn bản")),
            ("signing.batch:export", _("Tải lô văn bản đã ký")),
            ("signing.trust:add", _("Ghi nơi cấp hoặc con dấu được tin cậy")),
            ("signing.trust:end", _("Ngừng tin nơi cấp hoặc con dấu")),
        ):
            audit.name_action(code, label)
        audit.name_fact("batch", _("Lần ký"))
        audit.name_fact("signatures", _("Số chữ ký"))
        tie("signing_certificate", "person_id", _("Chứng thư số"), order=70)
        tie("signing_standin", "absent_id", _("Được ký thay"), order=71)
        tie("signing_standin", "person_id", _("Ký thay"), order=72)
        tie("signing_deskorder", "person_id", _("Lần ký trên máy"), order=73)
        tie("signing_signingbatch", "person_id", _("Lô văn bản ký số"), order=75)
        tie("signing_signature", "person_id", _("Chữ ký đã ký"), order=74)
