"""Qualifications, training, rewards, discipline, assessments."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Degree(TextChoices):
    """DM_TRINH_DO, DM_TRINH_DO_CHUYEN_MON: the highest degree in a field. Values of the Ministry were not found."""

    BELOW = "below", _("Chưa qua đào tạo")
    ELEMENTARY = "elementary", _("Sơ cấp")
    INTERMEDIATE = "intermediate", _("Trung cấp")
    COLLEGE = "college", _("Cao đẳng")
    BACHELOR = "bachelor", _("Đại học")
    MASTER = "master", _("Thạc sĩ")
    DOCTOR = "doctor", _("Tiến sĩ")


class PoliticalTheory(TextChoices):
    """DM_TRINH_DO_LLCT."""

    NONE = "", _("Chưa có")
    ELEMENTARY = "elementary", _("Sơ cấp")
    INTERMEDIATE = "intermediate", _("Trung cấp")
    ADVANCED = "advanced", _("Cao cấp")
    BACHELOR = "bachelor", _("Cử nhân")


class ManagementTraining(TextChoices):
    """DM_TRINH_DO_QLGD."""

    NONE = "", _("Chưa có")
    CERTIFICATE = "certificate", _("Chứng chỉ bồi dưỡng")
    BACHELOR = "bachelor", _("Đại học")
    MASTER = "master", _("Thạc sĩ")
    DOCTOR = "doctor", _("Tiến sĩ")


class ItCertificate(TextChoices):
    """DM_TRINH_DO_TIN_HOC: certificates of TT 03/2014/TT-BTTTT, the letters before it, degrees."""

    NONE = "", _("Chưa có")
    A = "a", _("Chứng chỉ A")
    B = "b", _("Chứng chỉ B")
    C = "c", _("Chứng chỉ C")
    BASIC = "basic", _("Ứng dụng CNTT cơ bản")
    ADVANCED = "advanced", _("Ứng dụng CNTT nâng cao")
    INTERMEDIATE = "intermediate", _("Trung cấp")
    COLLEGE = "college", _("Cao đẳng")
    BACHELOR = "bachelor", _("Đại học trở lên")


class LanguageLevel(TextChoices):
    """DM_TRINH_DO_NGOAI_NGU, DM_KHUNG_NLUC_NNGU: six steps of TT 01/2014 (A1 to C2), old letters, degrees."""

    NONE = "", _("Chưa có")
    STEP_1 = "1", _("Bậc 1 (A1)")
    STEP_2 = "2", _("Bậc 2 (A2)")
    STEP_3 = "3", _("Bậc 3 (B1)")
    STEP_4 = "4", _("Bậc 4 (B2)")
    STEP_5 = "5", _("Bậc 5 (C1)")
    STEP_6 = "6", _("Bậc 6 (C2)")
    OLD_A = "a", _("Chứng chỉ A (cũ)")
    OLD_B = "b", _("Chứng chỉ B (cũ)")
    OLD_C = "c", _("Chứng chỉ C (cũ)")
    COLLEGE = "college", _("Cao đẳng ngoại ngữ")
    BACHELOR = "bachelor", _("Đại học ngoại ngữ trở lên")


class StudyForm(TextChoices):
    """DM_HINH_THUC_DAO_TAO_HOC_TAP."""

    FULL_TIME = "full_time", _("Chính quy")
    IN_SERVICE = "in_service", _("Vừa làm vừa học")
    DISTANCE = "distance", _("Từ xa")
    SECOND = "second", _("Văn bằng hai, liên thông")
    OTHER = "other", _("Hình thức khác")


class TrainingProgramme(TextChoices):
    """DM_BOI_DUONG_TX, DM_BOI_DUONG_NVU: the three yearly programmes (TT 17/2019, TT 18/2019, TT 19/2019), others."""

    PROGRAMME_1 = "1", _("BDTX: Chương trình 1 (Bộ)")
    PROGRAMME_2 = "2", _("BDTX: Chương trình 2 (địa phương)")
    PROGRAMME_3 = "3", _("BDTX: Chương trình 3 (tự chọn)")
    CURRICULUM = "curriculum", _("Chương trình GDPT 2018, sách giáo khoa")
    DIGITAL = "digital", _("Năng lực số")
    LIFE_SKILLS = "life_skills", _("Kỹ năng sống")
    MANAGEMENT = "management", _("Quản lý giáo dục")
    TITLE = "title", _("Chuẩn nghề nghiệp, chức danh nghề nghiệp")
    CORE = "core", _("Cốt cán")
    OTHER = "other", _("Khác")


class TrainingResult(TextChoices):
    """TT 19/2019: completed or not; "in progress" until then."""

    RUNNING = "running", _("Đang học")
    DONE = "done", _("Hoàn thành")
    FAILED = "failed", _("Chưa hoàn thành")


class RewardKind(TextChoices):
    """DM_KHEN_THUONG_GV: forms of praise and titles of the Law on Emulation and Commendation 06/2022/QH15."""

    CERTIFICATE = "certificate", _("Giấy khen")
    DIPLOMA = "diploma", _("Bằng khen")
    ADVANCED_WORKER = "advanced_worker", _("Lao động tiên tiến")
    FIGHTER_BASE = "fighter_base", _("Chiến sĩ thi đua cơ sở")
    FIGHTER_PROVINCE = "fighter_province", _("Chiến sĩ thi đua cấp tỉnh, cấp bộ")
    FIGHTER_NATION = "fighter_nation", _("Chiến sĩ thi đua toàn quốc")
    EXCELLENT_TEACHER = "excellent_teacher", _("Giáo viên dạy giỏi")
    EXCELLENT_HOMEROOM = "excellent_homeroom", _("Giáo viên chủ nhiệm giỏi")
    MEDAL = "medal", _("Kỷ niệm chương, huy chương")
    ORDER = "order", _("Huân chương")
    MERITORIOUS = "meritorious", _("Nhà giáo Ưu tú")
    PEOPLES = "peoples", _("Nhà giáo Nhân dân")
    OTHER = "other", _("Khác")


class DisciplineKind(TextChoices):
    """DM_KY_LUAT_GV: Law on Public Employees art. 52; the last of the Labour Code art. 124."""

    REPRIMAND = "reprimand", _("Khiển trách")
    WARNING = "warning", _("Cảnh cáo")
    REMOVAL = "removal", _("Cách chức")
    DISMISSAL = "dismissal", _("Buộc thôi việc")
    DELAY = "delay", _("Kéo dài thời hạn nâng lương")


class HonourLevel(TextChoices):
    """CAP_KHEN_THUONG, CAP_KY_LUAT: who gave it. Districts gave until 30/06/2025."""

    SCHOOL = "school", _("Trường")
    COMMUNE = "commune", _("Xã, phường")
    DISTRICT = "district", _("Huyện (trước 01/7/2025)")
    DEPARTMENT = "department", _("Sở, ngành")
    PROVINCE = "province", _("Tỉnh")
    MINISTRY = "ministry", _("Bộ")
    STATE = "state", _("Nhà nước")


class ContestLevel(TextChoices):
    """DM_GIAO_VIEN_GIOI."""

    NONE = "", _("Chưa có")
    SCHOOL = "school", _("Cấp trường")
    COMMUNE = "commune", _("Cấp xã")
    DISTRICT = "district", _("Cấp huyện (trước 01/7/2025)")
    PROVINCE = "province", _("Cấp tỉnh")
    NATION = "nation", _("Cấp quốc gia")


class AssessmentKind(TextChoices):
    """By which yardstick: the professional standards (TT 30/2026 and the set TT 23-28/2026), or yearly
    evaluation of public employees (Decree 90/2020/NĐ-CP as amended).
    """

    TEACHER = "teacher", _("Chuẩn nghề nghiệp giáo viên")
    HEAD = "head", _("Chuẩn hiệu trưởng, phó hiệu trưởng")
    EMPLOYEE = "employee", _("Đánh giá, xếp loại viên chức")


class AssessmentLevel(TextChoices):
    """DM_KQ_CHUAN_NGHE_NGHIEP (not met, met, good, excellent) and DM_DG_CONG_CHUC_VIEN_CHUC, each in its own words."""

    NOT_MET = "not_met", _("Chưa đạt")
    MET = "met", _("Đạt")
    GOOD = "good", _("Khá")
    EXCELLENT = "excellent", _("Tốt")
    NOT_DONE = "not_done", _("Không hoàn thành nhiệm vụ")
    DONE = "done", _("Hoàn thành nhiệm vụ")
    WELL_DONE = "well_done", _("Hoàn thành tốt nhiệm vụ")
    OUTSTANDING = "outstanding", _("Hoàn thành xuất sắc nhiệm vụ")
