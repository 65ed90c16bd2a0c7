"""The Django application of the maturity room."""

from django.apps import AppConfig


class MaturityConfig(AppConfig):
    name = "khuevan.governance.maturity"
    label = "maturity"
    verbose_name = "Mức độ chuyển đổi số"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Say how our tables and acts are called in the audit viewer."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit

        from . import probes, records  # noqa: F401
        from .models import Appeal, Assessment, Criterion, Edition, Evidence, Review, Score, Step

        audit.name_tables(Edition, Criterion, Assessment, Score, Step, Evidence, Review, Appeal)
        for code, label in (
            ("maturity.assessment:begin", _("Bắt đầu tự đánh giá chuyển đổi số")),
            ("maturity.assessment:propose", _("Tính lại điểm đề xuất")),
            ("maturity.score:record", _("Tự chấm một tiêu chí")),
            ("maturity.evidence:give", _("Đưa minh chứng")),
            ("maturity.evidence:withdraw", _("Rút minh chứng")),
            ("maturity.evidence:try", _("Kiểm tra đường dẫn của minh chứng")),
            ("maturity.assessment:submit", _("Duyệt và gửi tự đánh giá chuyển đổi số")),
            ("maturity.assessment:return", _("Trả lại tự đánh giá để bổ sung")),
            ("maturity.assessment:accept", _("Xác nhận hồ sơ tự đánh giá")),
            ("maturity.assessment:open_external", _("Mở đánh giá ngoài")),
            ("maturity.review:take", _("Nhận đánh giá ngoài")),
            ("maturity.review:write", _("Ghi phiếu đánh giá ngoài")),
            ("maturity.review:seal", _("Chốt phiếu đánh giá ngoài")),
            ("maturity.score:settle", _("Thống nhất điểm một tiêu chí")),
            ("maturity.assessment:conclude", _("Kết luận đánh giá ngoài")),
            ("maturity.assessment:recognise", _("Công nhận mức độ chuyển đổi số")),
            ("maturity.assessment:publish", _("Công bố mức độ chuyển đổi số")),
            ("maturity.assessment:hand_over", _("Chuyển nơi đánh giá")),
            ("maturity.assessment:stop", _("Dừng đánh giá của đơn vị không còn")),
            ("maturity.appeal:make", _("Gửi kiến nghị về mức độ chuyển đổi số")),
            ("maturity.appeal:answer", _("Trả lời kiến nghị")),
            ("maturity.edition:edit", _("Sửa bộ chỉ số")),
        ):
            audit.name_action(code, label)
