"""The papers of the personnel file: one declaration each. A paper is never removed, it is cancelled with a reason."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission
from khuevan.kernel.records import Choice, Code, Date, Decimals, Filled, Record, Reference, Text, Whole, Yes
from khuevan.kernel.records.fields import Field

from .. import choices, models
from ..permissions import ASSIGN, EDIT_PAPERS, VIEW_ASSIGNMENTS, VIEW_PAPERS, VIEW_STAFF
from ..queries.norms import duty_labels
from ..rules import rank_names
from ..services import papers


def _paper(
    model: type[models.Contract] | Any,
    name: str,
    label: Any,
    plural: Any,
    *fields: Field,
    shown: tuple[str, ...],
    filters: tuple[str, ...],
    day: str,
    view: Permission = VIEW_PAPERS,
    edit: Permission = EDIT_PAPERS,
    icon: str = "file-text",
    rules: tuple[Callable[[dict[str, Any], Any], None], ...] = (),
) -> Record:
    """A record of one kind of paper: of a member, in a school, cancellable."""
    return Record(
        model,
        name,
        label,
        plural,
        icon=icon,
        view=view,
        edit=edit,
        fields=(
            Reference(
                "staff", _("Nhân sự"), required=True, fixed=True, show=papers.named, order="sort_key",
                found_by="search", sorted_by="staff__sort_key", among={"left_on__isnull": True},
                page="staff:member_detail",
            ),
            *fields,
            Text("note", _("Ghi chú"), max_length=200),
            Reference(
                "school", _("Trường"), editable=False, order="sort_key", found_by="search",
                sorted_by="school__sort_key", permission=VIEW_STAFF, page="organisations:unit",
            ),
            Date("cancelled_on", _("Hủy bỏ từ"), editable=False),
            Filled("cancelled", _("Đã hủy bỏ"), "cancelled_on"),
        ),
        list=("staff", *shown, "school"),
        filters=("school", *filters, "cancelled"),
        order=(f"-{day}",),
        create=papers.adding(name),
        change=papers.changing(name),
        close=papers.cancelling(name),
        closed_column="cancelled_on",
        rules=rules,
        related=("staff",),
    )  # fmt: skip


CONTRACTS: Final = _paper(
    models.Contract, "contract", _("Hợp đồng"), _("Hợp đồng"),
    Choice("form", _("Hình thức"), choices.ContractForm.choices, required=True, source="DM_HINH_THUC_HOP_DONG"),
    Text("number", _("Số hợp đồng, quyết định"), required=True, max_length=60),
    Date("signed_on", _("Ngày ký")),
    Date("valid_from", _("Hiệu lực từ"), required=True),
    Date("valid_until", _("Hết hạn từ"),
         hint=_("Ngày đầu tiên không còn hiệu lực; để trống nếu không xác định thời hạn.")),
    Text("job", _("Công việc"), max_length=200),
    shown=("form", "number", "valid_from", "valid_until"), filters=("form", "valid_from", "valid_until"),
    day="valid_from",
    icon="file-certificate", rules=(papers.contract_rules,),
)  # fmt: skip

SALARY_STEPS: Final = _paper(
    models.SalaryStep, "salary_step", _("Diễn biến lương"), _("Diễn biến lương"),
    Choice("rank", _("Ngạch, hạng"), rank_names, required=True, source="DM_NGACH_CC"),
    Whole("step", _("Bậc"), required=True, least=1, most=12, source="DM_BAC_LUONG"),
    Decimals("coefficient", _("Hệ số"), most=Decimal(20), hint=_("Để trống thì lấy theo bảng lương.")),
    Decimals("over_frame", _("Vượt khung"), most=Decimal(100), unit="%"),
    Date("valid_from", _("Hưởng từ"), required=True),
    Text("decision_number", _("Số quyết định"), max_length=60),
    shown=("rank", "step", "coefficient", "valid_from"), filters=("rank", "valid_from"), day="valid_from",
    icon="trending-up", rules=(papers.salary_rules,),
)  # fmt: skip

QUALIFICATIONS: Final = _paper(
    models.Qualification, "qualification", _("Quá trình đào tạo"), _("Quá trình đào tạo"),
    Text("place", _("Tên trường, cơ sở đào tạo"), required=True, max_length=100, source="TEN_TRUONG"),
    Text("major", _("Chuyên ngành"), required=True, max_length=100, source="CHUYEN_NGANH_DAO_TAO"),
    Choice("degree", _("Trình độ"), choices.Degree.choices, required=True, source="DM_TRINH_DO"),
    Choice("form", _("Hình thức đào tạo"), choices.StudyForm.choices, source="MA_HINH_THUC_DAO_TAO"),
    Date("studied_from", _("Từ ngày"), source="TU_THANG_NAM"),
    Date("graduated_on", _("Đến ngày"), required=True, source="DEN_THANG_NAM"),
    Text("diploma", _("Tên văn bằng, chứng chỉ"), max_length=100, source="VAN_BAN_CHUNG_CHI"),
    Code("diploma_number", _("Số hiệu"), max_length=50, source="MA_VB_CHUNG_CHI"),
    shown=("major", "degree", "place", "graduated_on"), filters=("degree", "form", "graduated_on"), day="graduated_on",
    icon="school", rules=(papers.study_rules,),
)  # fmt: skip

LANGUAGES: Final = _paper(
    models.LanguageCertificate, "language", _("Chứng chỉ ngoại ngữ"), _("Chứng chỉ ngoại ngữ"),
    Choice("language", _("Ngoại ngữ"), choices.ForeignLanguage.choices[1:], required=True, source="MA_NGOAI_NGU"),
    Choice("level", _("Trình độ"), choices.LanguageLevel.choices[1:], required=True, source="MA_TRINH_DO_NGOAI_NGU"),
    Decimals("score", _("Điểm"), places=1, most=Decimal(1000), source="DIEM_NGOAI_NGU"),
    Date("issued_on", _("Ngày cấp"), required=True, source="NGAY_CAP"),
    Text("issuer", _("Nơi cấp"), max_length=100),
    shown=("language", "level", "score", "issued_on"), filters=("language", "level"), day="issued_on",
    icon="language",
)  # fmt: skip

TRAININGS: Final = _paper(
    models.Training, "training", _("Bồi dưỡng"), _("Bồi dưỡng"),
    Choice("programme", _("Chương trình"), choices.TrainingProgramme.choices, required=True,
           source="DM_BOI_DUONG_TX; TT 19/2019"),
    Text("title", _("Nội dung"), required=True, max_length=200),
    Code("year", _("Năm học"), required=True, max_length=9, pattern=r"20\d\d-20\d\d", example="2026-2027"),
    Date("started_on", _("Từ ngày"), required=True),
    Date("finished_on", _("Đến ngày")),
    Whole("periods", _("Số tiết"), most=2000,
          hint=_("Bồi dưỡng thường xuyên: 120 tiết một năm, mỗi chương trình 40 (chưa kiểm chứng).")),
    Choice("result", _("Kết quả"), choices.TrainingResult.choices, required=True),
    Code("certificate_number", _("Số chứng chỉ"), max_length=50),
    shown=("programme", "title", "year", "periods", "result"), filters=("programme", "year", "result"), day="started_on",
    icon="book-2", rules=(papers.training_rules,),
)  # fmt: skip

REWARDS: Final = _paper(
    models.Reward, "reward", _("Khen thưởng"), _("Khen thưởng"),
    Choice("kind", _("Loại"), choices.RewardKind.choices, required=True, source="MA_KHEN_THUONG_GV"),
    Text("content", _("Nội dung"), required=True, max_length=250, source="NOI_DUNG"),
    Choice("honour", _("Cấp"), choices.HonourLevel.choices, required=True, source="CAP_KHEN_THUONG"),
    Date("given_on", _("Ngày"), required=True, source="NGAY_KHEN_THUONG"),
    Text("decision_number", _("Số quyết định"), max_length=100, source="SO_QUYET_DINH_KHEN_THUONG"),
    shown=("kind", "content", "honour", "given_on"), filters=("kind", "honour", "given_on"), day="given_on",
    icon="award",
)  # fmt: skip

DISCIPLINES: Final = _paper(
    models.Discipline, "discipline", _("Kỷ luật"), _("Kỷ luật"),
    Choice("kind", _("Hình thức"), choices.DisciplineKind.choices, required=True, source="MA_KY_LUAT_GV"),
    Text("reason", _("Lý do"), required=True, max_length=100, source="LY_DO"),
    Choice("honour", _("Cấp quyết định"), choices.HonourLevel.choices, required=True, source="CAP_KY_LUAT"),
    Date("given_on", _("Ngày"), required=True, source="NGAY_KY_LUAT"),
    Date("valid_until", _("Hết hiệu lực từ")),
    Text("decision_number", _("Số quyết định"), required=True, max_length=100, source="SO_QUYET_DINH_KY_LUAT"),
    shown=("kind", "reason", "honour", "given_on"), filters=("kind", "honour", "given_on"), day="given_on",
    icon="gavel",
)  # fmt: skip

ASSESSMENTS: Final = _paper(
    models.Assessment, "assessment", _("Đánh giá, xếp loại"), _("Đánh giá, xếp loại"),
    Choice("kind", _("Theo"), choices.AssessmentKind.choices, required=True),
    Code("year", _("Năm học"), required=True, max_length=9, pattern=r"20\d\d-20\d\d", example="2026-2027"),
    Choice("result", _("Xếp loại"), choices.AssessmentLevel.choices, required=True, source="LOAI_DANH_GIA"),
    Date("assessed_on", _("Ngày đánh giá"), required=True, source="NGAY_DANH_GIA"),
    Text("assessed_by", _("Cấp đánh giá"), max_length=100, source="CAP_DANH_GIA"),
    shown=("kind", "year", "result", "assessed_on"), filters=("kind", "year", "result"), day="assessed_on",
    icon="star", rules=(papers.assessment_rules,),
)  # fmt: skip

DUTIES: Final = _paper(
    models.Duty, "duty", _("Nhiệm vụ kiêm nhiệm"), _("Kiêm nhiệm, chế độ giảm định mức"),
    Choice("kind", _("Nhiệm vụ, chế độ"), duty_labels, required=True,
           source="NHIEM_VU_KIEM_NHIEMS; TT 05/2025 Điều 9-12"),
    Date("valid_from", _("Từ ngày"), required=True),
    Date("valid_until", _("Đến trước ngày")),
    Decimals("periods", _("Số tiết giảm/tuần"), places=1, most=Decimal(30),
             hint=_("Chỉ ghi khi hiệu trưởng quyết định số tiết; để trống thì theo quy định.")),
    Yes("paid", _("Đã hưởng phụ cấp, thù lao")),
    Text("decision_number", _("Số quyết định"), max_length=60),
    shown=("kind", "valid_from", "valid_until", "periods"), filters=("kind", "valid_from"), day="valid_from",
    icon="briefcase",
    view=VIEW_ASSIGNMENTS, edit=ASSIGN, rules=(papers.contract_rules,),
)  # fmt: skip

PAPERS: Final = (
    CONTRACTS, SALARY_STEPS, QUALIFICATIONS, LANGUAGES, TRAININGS, ASSESSMENTS, REWARDS, DISCIPLINES, DUTIES,
)  # fmt: skip
