"""The Django application of the targets room."""

from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "khuevan.governance.targets"
    label = "targets"
    verbose_name = "Kế hoạch, chỉ tiêu"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how our tables and acts are called in the audit viewer."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit

        from .models import (
            Amendment,
            Change,
            Instrument,
            Notice,
            Plan,
            Reading,
            Report,
            Section,
            Target,
            Task,
        )

        audit.name_tables(Plan, Instrument, Section, Target, Task, Amendment, Change, Report, Reading, Notice)
        for code, label in (
            ("targets.plan:edit", _("Soạn kế hoạch")),
            ("targets.plan:adopt", _("Ban hành kế hoạch")),
            ("targets.plan:amend", _("Sửa đổi kế hoạch theo quyết định")),
            ("targets.plan:end", _("Kết thúc kế hoạch")),
            ("targets.plan:import", _("Nhập kế hoạch từ tệp")),
            ("targets.plan:export", _("Xuất kế hoạch")),
            ("targets.plan:publish", _("Công khai kế hoạch")),
            ("targets.progress:report", _("Báo cáo tiến độ")),
            ("targets.progress:measure", _("Ghi số đo các chỉ tiêu")),
            ("targets.notice:see", _("Đã xem nhắc việc")),
        ):
            audit.name_action(code, label)
