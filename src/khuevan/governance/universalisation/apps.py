"""The Django application of the universalisation room."""

from django.apps import AppConfig


class UniversalisationConfig(AppConfig):
    name = "khuevan.governance.universalisation"
    label = "universalisation"
    verbose_name = "Phổ cập giáo dục, xóa mù chữ"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Say how our tables and acts are called in the audit viewer; tie the survey's persons to the register's."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit
        from khuevan.register.people.services import tie

        from . import records  # noqa: F401
        from .models import Dossier, DossierStep, Household, Member, Round

        audit.name_tables(Round, Household, Member, Dossier, DossierStep)
        for code, label in (
            ("universalisation.round:open", _("Mở đợt điều tra phổ cập")),
            ("universalisation.round:close", _("Chốt đợt điều tra phổ cập")),
            ("universalisation.round:reopen", _("Mở lại đợt điều tra phổ cập")),
            ("universalisation.survey:edit", _("Ghi phiếu điều tra phổ cập")),
            ("universalisation.survey:tie", _("Gắn người trong phiếu với hồ sơ")),
            ("universalisation.survey:load", _("Nạp phiếu điều tra phổ cập")),
            ("universalisation.survey:take_over", _("Chuyển phiếu điều tra của xã đã sáp nhập")),
            ("universalisation.survey:print", _("In phiếu điều tra phổ cập")),
            ("universalisation.person:view", _("Mở danh sách người sau một tỉ lệ phổ cập")),
            ("universalisation.clash:view", _("Mở danh sách cần đối chiếu của phổ cập")),
            ("universalisation.dossier:check", _("Tự kiểm tra tiêu chuẩn phổ cập")),
            ("universalisation.dossier:submit", _("Nộp hồ sơ phổ cập")),
            ("universalisation.dossier:return", _("Trả lại hồ sơ phổ cập")),
            ("universalisation.dossier:recognise", _("Công nhận đạt chuẩn phổ cập")),
            ("universalisation.dossier:print", _("In, tải hồ sơ phổ cập")),
        ):
            audit.name_action(code, label)
        tie("universalisation_member", "person_id", _("Phiếu điều tra phổ cập"), order=75)
