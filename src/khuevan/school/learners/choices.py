"""Code lists of learners. Codes are stored and exchanged, labels are read.

Lists whose values no text that was read prints are no choices here but rows of `CatalogueItem`, which a department
edits: see `CatalogueList`.
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrolmentStatus(models.TextChoices):
    """DM_TRANG_THAI_HOC_SINH: the same twelve in three sector systems; the annex of QĐ 4998 names the list only."""

    STUDYING = "01", _("Đang học")
    ARRIVED_TERM_1 = "02", _("Chuyển đến kỳ 1")
    RETURNED_TERM_1 = "03", _("Nghỉ học xin học lại kỳ 1")
    LEFT_TERM_1 = "04", _("Chuyển đi kỳ 1")
    WITHDRAWN_TERM_1 = "05", _("Thôi học kỳ 1")
    ARRIVED_TERM_2 = "06", _("Chuyển đến kỳ 2")
    RETURNED_TERM_2 = "07", _("Nghỉ học xin học lại kỳ 2")
    LEFT_TERM_2 = "08", _("Chuyển đi kỳ 2")
    WITHDRAWN_TERM_2 = "09", _("Thôi học kỳ 2")
    ARRIVED_SUMMER = "10", _("Chuyển đến trong hè")
    LEFT_SUMMER = "11", _("Chuyển đi trong hè")
    WITHDRAWN_SUMMER = "12", _("Thôi học trong hè")
    MISTAKEN = "00", _("Ghi nhầm, đã rút lại")
    """Ours: entered by mistake and taken back. Kept, in no list and no count; not exchanged."""


PRESENT: Final = ("01", "02", "03", "06", "07", "10")
"""Statuses of somebody who learns at the school now; the six others say that they left."""

GONE: Final = ("04", "05", "08", "09", "11", "12")

REAL_STATUSES: Final = [one for one in EnrolmentStatus.choices if one[0] != EnrolmentStatus.MISTAKEN]
"""The twelve of the sector."""


class LeaveReason(models.TextChoices):
    """DM_LY_DO_THOI_HOC, as one sector system uses it."""

    POVERTY = "01", _("Hoàn cảnh kinh tế khó khăn")
    WEAK_RESULTS = "02", _("Học lực yếu, kém")
    DISTANCE = "03", _("Nhà xa trường")
    DISASTER = "04", _("Thiên tai, dịch bệnh")
    STIGMA = "05", _("Do kỳ thị")
    OTHER = "06", _("Nguyên nhân khác")
    RESERVED = "07", _("Bảo lưu kết quả")
    VOCATIONAL = "08", _("Chuyển sang học nghề")


class Disability(models.TextChoices):
    """DM_LOAI_KHUYET_TAT: six kinds, the same as of TT 01/2019/TT-BLĐTBXH."""

    MOVEMENT = "01", _("Khuyết tật vận động")
    HEARING_SPEECH = "02", _("Khuyết tật nghe, nói")
    SIGHT = "03", _("Khuyết tật nhìn")
    MENTAL = "04", _("Khuyết tật thần kinh, tâm thần")
    INTELLECTUAL = "05", _("Khuyết tật trí tuệ")
    OTHER = "06", _("Khuyết tật khác")


class DisabilityDegree(models.TextChoices):
    """Degrees of the Law on Persons with Disabilities (51/2010/QH12, Điều 3); the codes are ours."""

    MILD = "mild", _("Nhẹ")
    SEVERE = "severe", _("Nặng")
    EXTREME = "extreme", _("Đặc biệt nặng")


class Poverty(models.TextChoices):
    """IS_HO_NGHEO, with near-poor households beside it; the codes are ours."""

    NONE = "none", _("Không thuộc diện")
    NEAR_POOR = "near_poor", _("Hộ cận nghèo")
    POOR = "poor", _("Hộ nghèo")


class Support(models.TextChoices):
    """What the state gives to a learner: seven yes-or-no fields of QĐ 4998."""

    FEE_EXEMPTION = "fee_exemption", _("Miễn học phí")
    FEE_REDUCTION = "fee_reduction", _("Giảm học phí")
    STUDY_COSTS = "study_costs", _("Hỗ trợ chi phí học tập")
    HOUSING = "housing", _("Hỗ trợ nhà ở")
    ALLOWANCE = "allowance", _("Cấp tiền hằng tháng")
    RICE = "rice", _("Cấp gạo")
    LUNCH = "lunch", _("Hỗ trợ ăn trưa")


class BloodGroup(models.TextChoices):
    """NHOM_MAU."""

    A_PLUS = "A+", "A+"
    A_MINUS = "A-", "A-"
    B_PLUS = "B+", "B+"
    B_MINUS = "B-", "B-"
    AB_PLUS = "AB+", "AB+"
    AB_MINUS = "AB-", "AB-"
    O_PLUS = "O+", "O+"
    O_MINUS = "O-", "O-"


class Computer(models.TextChoices):
    """What counts as a computer is said by the report on the Đề án of QĐ 131/QĐ-TTg; the codes are ours."""

    NONE = "none", _("Không có")
    DESKTOP = "desktop", _("Máy tính để bàn")
    LAPTOP = "laptop", _("Máy tính xách tay")
    TABLET = "tablet", _("Máy tính bảng")


COMPUTERS: Final = ("desktop", "laptop", "tablet")


class Internet(models.TextChoices):
    """The line at home; the codes are ours."""

    NONE = "none", _("Không có")
    FIXED = "fixed", _("Internet cố định")
    MOBILE = "mobile", _("Internet di động")
    BOTH = "both", _("Cố định và di động")


LINES: Final = ("fixed", "mobile", "both")


class CatalogueList(models.TextChoices):
    """Lists that QĐ 4998 names without printing their values."""

    POLICY_GROUP = "policy_group", _("Diện chính sách (DM_DIEN_CHINH_SACH)")
    BOARDING = "boarding", _("Học bán trú (DM_HOC_BAN_TRU)")
    SESSIONS = "sessions", _("Số buổi học trên tuần (DM_SO_BUOI_HOC_TREN_TUAN)")
    STUDY_FORM = "study_form", _("Hình thức học tập (DM_HINH_THUC_DAO_TAO_HOC_TAP)")
    VOCATIONAL = "vocational", _("Lớp hướng nghiệp, dạy nghề (DM_LOP_HUONG_NGHIEP_DAY_NGHE)")
    REWARD = "reward", _("Khen thưởng (DM_KHEN_THUONG)")
    VIOLENCE = "violence", _("Bạo lực học đường")


class CorrectionState(models.TextChoices):
    """Of a family's request that a field be put right."""

    OPEN = "open", _("Đang chờ trường")
    ACCEPTED = "accepted", _("Đã sửa")
    REFUSED = "refused", _("Không sửa")
    WITHDRAWN = "withdrawn", _("Đã rút")
