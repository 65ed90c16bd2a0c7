"""The staff fields of QĐ 4998/QĐ-BGDĐT, mục 3.6.3: one declaration each.

A line says the symbol of the annex, the field (name on the page, kind, code list, sensitivity), the levels whose
schools keep it, and where it stands. Forms, lists, exports, workbooks and checks read these lines.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.records import Choice, Code, Date, Decimals, Reference, Several, Text, Whole, Yes
from khuevan.kernel.records.fields import Field
from khuevan.register.organisations.choices import EducationLevel
from khuevan.register.people.choices import ETHNIC_CHOICES, RELIGION_CHOICES, Sex
from khuevan.register.people.permissions import UNCOVER_FIELD

from ..choices import (
    AssessmentLevel,
    Computer,
    ContestLevel,
    ContractForm,
    Degree,
    ForeignLanguage,
    Internet,
    ItCertificate,
    LanguageLevel,
    Leave,
    ManagementTraining,
    PoliticalTheory,
    Position,
    StaffGroup,
    StaffStatus,
    TrainingResult,
)
from ..permissions import UNCOVER_STAFF
from ..rules import rank_names

ALL: Final = frozenset(EducationLevel)
MN, TH, C2, C3, TX = (
    EducationLevel.PRESCHOOL,
    EducationLevel.PRIMARY,
    EducationLevel.LOWER_SECONDARY,
    EducationLevel.UPPER_SECONDARY,
    EducationLevel.CONTINUING,
)
"""The columns of the annex."""

MEMBER, PERSON, SCHOOL, LIST = "member", "person", "school", "list"


@dataclass(frozen=True)
class Declared:
    """of: where the value stands: the member, the person, the school, or a list of papers (then `field` names it)."""

    symbol: str
    field: Field
    levels: frozenset[str] = ALL
    catalogue: str = ""
    of: str = MEMBER

    @cached_property
    def entered(self) -> Field:
        """The field as the record of members has it: with its source, kept where its levels are taught."""
        source = f"QĐ 4998: {self.symbol}" + (f" ({self.catalogue})" if self.catalogue else "")
        return replace(self.field, source=source, applies=None if self.levels == ALL else self.is_kept_for)

    def is_kept_for(self, member: Any) -> bool:
        """Whether schools of the member's level keep the field; members without a level keep all."""
        return not member.level or member.level in self.levels


class SubjectOf(Reference):
    """A subject of the shared catalogue: offered to everybody, closed ones not."""

    def within(self, model: Any, actor: Actor, permission: Permission) -> Any:
        return self.target(model)._default_manager.filter(closed_on__isnull=True)


WHO: Final = _("Cá nhân")
POST: Final = _("Vị trí công tác")
TEACHING: Final = _("Giảng dạy")
PAY: Final = _("Hợp đồng, lương")
QUALITY: Final = _("Trình độ, bồi dưỡng, đánh giá")
MEANS: Final = _("Thiết bị và đường truyền")

_but = ALL.difference


def _code(
    symbol: str, name: str, label: Any, listed: Any, group: Any, catalogue: str = "", **other: Any
) -> Declared:
    """A code of a list: a class of choices, pairs, or a function that gives pairs; "" is not offered."""
    pairs = (
        listed if callable(listed) and not hasattr(listed, "choices") else getattr(listed, "choices", listed)
    )
    if not callable(pairs):
        pairs = tuple(pair for pair in pairs if pair[0])
    return Declared(symbol, Choice(name, label, pairs, group=group, **other), catalogue=catalogue)


def _text(symbol: str, name: str, label: Any, length: int, group: Any, **other: Any) -> Declared:
    return Declared(symbol, Text(name, label, max_length=length, group=group), **other)


def _yes(
    symbol: str, name: str, label: Any, group: Any, levels: frozenset[str] = ALL, **other: Any
) -> Declared:
    return Declared(symbol, Yes(name, label, group=group, **other), levels)


def _date(
    symbol: str, name: str, label: Any, group: Any, levels: frozenset[str] = ALL, **other: Any
) -> Declared:
    return Declared(symbol, Date(name, label, group=group, **other), levels)


def _number(
    symbol: str, name: str, label: Any, most: int, group: Any, places: int = 2, **other: Any
) -> Declared:
    return Declared(symbol, Decimals(name, label, places=places, most=Decimal(most), group=group, **other))


def _percent(symbol: str, name: str, label: Any) -> Declared:
    return _number(symbol, name, label, 1000, PAY, unit="%", sensitive=UNCOVER_STAFF)


def _subject(symbol: str, name: str, label: Any) -> Declared:
    field = SubjectOf(name, label, group=TEACHING, order="position", sorted_by=f"{name}__position")
    return Declared(symbol, field, catalogue="DM_MON_DAY_GV")


def _person(symbol: str, name: str, label: Any, catalogue: str = "", **other: Any) -> Declared:
    """Kept in the person's record, under that room's permissions."""
    field = Text(name, label, max_length=254, sensitive=UNCOVER_FIELD, **other)
    return Declared(symbol, field, catalogue=catalogue, of=PERSON)


def _list(symbol: str, record: str, label: Any, levels: frozenset[str] = ALL) -> Declared:
    return Declared(symbol, Text(record, label), levels, of=LIST)


_SET_BY_ACTS: Final[dict[str, Any]] = {"editable": False}

FIELDS: Final[tuple[Declared, ...]] = (
    Declared("TRUONG_ID", Code("code", _("Mã trường"), max_length=15), _but({TX}), of=SCHOOL),
    Declared("TRUNG_TAM_ID", Code("code", _("Mã trung tâm"), max_length=20), frozenset({TX}), of=SCHOOL),
    Declared("GIAO_VIEN_ID", Code("sector_id", _("Mã giáo viên"), max_length=20), _but({MN}), of=PERSON),
    Declared("HO_TEN", Text("full_name", _("Họ tên"), max_length=100, sorted_by="sort_key", editable=False, group=WHO)),
    Declared("MA", Code("code", _("Mã cán bộ"), max_length=20, group=POST)),
    _date("NGAY_SINH", "birth_date", _("Ngày sinh"), WHO, **_SET_BY_ACTS),
    _code("MA_GIOI_TINH", "sex", _("Giới tính"), Sex, WHO, "DM_GIOI_TINH", **_SET_BY_ACTS),
    _code("MA_TRANG_THAI_CAN_BO", "status", _("Trạng thái"), StaffStatus, POST, "DM_TRANG_THAI_CAN_BO", **_SET_BY_ACTS),
    _person("SO_CMTND", "national_id", _("Số CMTND/Hộ chiếu/Thẻ căn cước"), keep=3),
    _person("EMAIL", "email", _("Email")),
    _person("DI_DONG", "phone", _("Số điện thoại di động"), keep=3),
    replace(_code("MA_DAN_TOC", "ethnicity", _("Dân tộc"), ETHNIC_CHOICES, WHO, "DM_DAN_TOC"), of=PERSON),
    replace(_code("MA_TON_GIAO", "religion", _("Tôn giáo"), RELIGION_CHOICES, WHO, "DM_TON_GIAO"), of=PERSON),
    _person("QUE_QUAN", "home_address", _("Quê quán")),
    _person("TINH_THANH_ID", "home_commune", _("Tỉnh/Thành"), "DM_TINH"),
    _person("QUAN_HUYEN_ID", "home_commune", _("Quận/Huyện (trước 01/7/2025)"), "DM_HUYEN"),
    _person("XA_PHUONG_ID", "home_commune", _("Xã/Phường"), "DM_XA"),
    _yes("IS_DANG_VIEN", "is_party_member", _("Là đảng viên"), WHO, sensitive=UNCOVER_STAFF),
    _yes("IS_DOAN_VIEN", "is_youth_member", _("Là đoàn viên"), WHO, sensitive=UNCOVER_STAFF),
    Declared("SO_SO_BHXH", Code("insurance_number", _("Số sổ BHXH"), max_length=20, group=WHO, sensitive=UNCOVER_STAFF,
                                keep=3)),
    _code("MA_NHOM_CAN_BO", "group", _("Nhóm cán bộ"), StaffGroup, POST, "DM_NHOM_CAN_BO", **_SET_BY_ACTS),
    _code("MA_LOAI_CAN_BO", "position", _("Vị trí việc làm"), Position, POST, "DM_LOAI_CAN_BO", **_SET_BY_ACTS),
    _code("MA_HINH_THUC_HOP_DONG", "contract_form", _("Hình thức hợp đồng"), ContractForm, PAY,
          "DM_HINH_THUC_HOP_DONG"),
    _date("NGAY_TUYEN_DUNG", "recruited_on", _("Ngày tuyển dụng"), POST),
    _text("CO_QUAN_TUYEN_DUNG", "recruited_by", _("Cơ quan tuyển dụng"), 250, POST),
    _text("NGHE_NGHIEP_KHI_DUOC_TUYEN_DUNG", "occupation_before", _("Nghề nghiệp khi được tuyển"), 250, POST),
    _code("MA_NGACH", "rank", _("Ngạch, hạng"), rank_names, PAY, "DM_NGACH_CC"),
    _code("MA_SO_NGACH", "rank", _("Ngạch, hạng"), rank_names, PAY, "DM_NGACH_CC"),
    _subject("MA_MON_DAY", "main_subject", _("Môn dạy")),
    _subject("MA_MON_KIEM_NHIEM", "other_subject", _("Môn kiêm nhiệm")),
    _code("MA_TIENG_DAN_TOC", "ethnic_language", _("Tiếng dân tộc"), ETHNIC_CHOICES[1:], TEACHING, "DM_TIENG_DAN_TOC"),
    _number("SO_TIET_THUC_DAY_TUAN", "periods_taught", _("Số tiết thực dạy trên tuần"), 60, TEACHING, 1,
            hint=_("Để trống thì tính từ phân công giảng dạy.")),
    _number("SO_TIET_THUC_KIEM_NHIEM_TUAN", "periods_of_duties", _("Số tiết thực kiêm nhiệm trên tuần"), 60, TEACHING, 1),
    _yes("IS_TAP_HUAN_KY_NANG_SONG", "trained_life_skills", _("Được tập huấn kỹ năng sống"), QUALITY),
    _yes("IS_DAY_LOP_KHUYET_TAT", "teaches_disabled", _("Có dạy lớp khuyết tật"), TEACHING),
    _yes("IS_DAY_1_BUOI", "teaches_one_session", _("Có dạy 1 buổi/ngày"), TEACHING),
    _yes("IS_DAY_2_BUOI", "teaches_two_sessions", _("Có dạy 2 buổi/ngày"), TEACHING),
    _yes("IS_CHUYEN_TRACH_DOAN_DOI", "leads_youth_full_time", _("Chuyên trách Đoàn, Đội"), TEACHING),
    _yes("IS_THAM_GIA_CHUONG_TRINH_BOI_DUONG", "joins_training", _("Tham gia chương trình bồi dưỡng"), QUALITY,
         frozenset({C2, C3})),
    _percent("PC_THU_HUT", "allowance_attraction", _("Phụ cấp thu hút")),
    _percent("PC_THAM_NIEN", "allowance_seniority", _("Phụ cấp thâm niên")),
    _percent("PC_UD_NGHE", "allowance_profession", _("Phụ cấp ưu đãi nghề")),
    Declared("MA_BAC_LUONG", Whole("salary_step", _("Bậc lương"), least=1, most=12, group=PAY, sensitive=UNCOVER_STAFF),
             catalogue="DM_BAC_LUONG"),
    _percent("PHAN_TRAM_VUOT_KHUNG", "over_frame", _("Phần trăm vượt khung")),
    _number("HE_SO_LUONG", "salary_coefficient", _("Hệ số lương"), 20, PAY, sensitive=UNCOVER_STAFF),
    _date("NGAY_HUONG_LUONG", "salary_from", _("Ngày hưởng lương"), PAY, sensitive=UNCOVER_STAFF),
    _code("MA_BOI_DUONG_TX", "yearly_training", _("Bồi dưỡng thường xuyên"), TrainingResult, QUALITY, "DM_BOI_DUONG_TX"),
    _code("MA_TRINH_DO_CHUYEN_MON", "degree", _("Trình độ chuyên môn"), Degree, QUALITY, "DM_TRINH_DO_CHUYEN_MON"),
    _code("MA_TRINH_DO_LLCT", "political_theory", _("Lý luận chính trị"), PoliticalTheory, QUALITY, "DM_TRINH_DO_LLCT"),
    _code("MA_TRINH_DO_QLGD", "management_training", _("Quản lý giáo dục"), ManagementTraining, QUALITY,
          "DM_TRINH_DO_QLGD"),
    _code("MA_NGOAI_NGU", "language", _("Ngoại ngữ"), ForeignLanguage, QUALITY, "DM_NGOAI_NGU"),
    _code("MA_TRINH_DO_NGOAI_NGU", "language_level", _("Trình độ ngoại ngữ"), LanguageLevel, QUALITY,
          "DM_TRINH_DO_NGOAI_NGU"),
    _number("DIEM_NGOAI_NGU", "language_score", _("Điểm ngoại ngữ"), 1000, QUALITY, 1),
    _text("MA_TIN_HOC", "it_subject", _("Tin học"), 60, QUALITY, levels=frozenset({C2, C3})),
    _code("MA_TRINH_DO_TIN_HOC", "it_certificate", _("Trình độ tin học"), ItCertificate, QUALITY, "DM_TRINH_DO_TIN_HOC"),
    _text("MA_CHUYEN_MON_1", "major_1", _("Chuyên môn 1"), 100, QUALITY, catalogue="DM_CHUYEN_MON"),
    _code("MA_TRINH_DO_1", "degree_1", _("Trình độ 1"), Degree, QUALITY, "DM_TRINH_DO"),
    _text("MA_CHUYEN_MON_2", "major_2", _("Chuyên môn 2"), 100, QUALITY, catalogue="DM_CHUYEN_MON"),
    _code("MA_TRINH_DO_2", "degree_2", _("Trình độ 2"), Degree, QUALITY, "DM_TRINH_DO"),
    _code("MA_KET_QUA_CHUAN_NGHE_NGHIEP", "standard_result", _("Chuẩn nghề nghiệp"), AssessmentLevel.choices[:4], QUALITY,
          "DM_KQ_CHUAN_NGHE_NGHIEP"),
    _code("MA_DG_VIEN_CHUC", "employee_result", _("Đánh giá viên chức"), AssessmentLevel.choices[4:], QUALITY,
          "DM_DG_CONG_CHUC_VIEN_CHUC"),
    _code("MA_GIAO_VIEN_GIOI", "contest", _("Giáo viên giỏi"), ContestLevel, QUALITY, "DM_GIAO_VIEN_GIOI"),
    _text("DANH_HIEU_DUOC_PHONG_TANG_CAO_NHAT", "highest_title", _("Danh hiệu được phong tặng cao nhất"), 200, QUALITY),
    _text("MA_LOAI_GV_GIANG_DAY_VAN_HOA", "culture_teacher", _("Loại giáo viên giảng dạy văn hóa"), 60, TEACHING,
          levels=frozenset({TX}), catalogue="DM_GV_GIANG_DAY_VH"),
    _yes("IS_TUYEN_MOI", "is_newly_recruited", _("Được tuyển mới"), POST, _but({TX})),
    _date("NGAY_CHUYEN_DEN", "arrived_on", _("Ngày chuyển đến"), POST, _but({TX})),
    _date("NAM_VAO_TRUONG", "joined_on", _("Ngày vào trường"), POST, _but({TX})),
    _list("NHIEM_VU_KIEM_NHIEMS", "duty", _("Nhiệm vụ kiêm nhiệm")),
    _list("NHAN_SU_QUA_TRINH_DAO_TAO_BOI_DUONGS", "qualification", _("Quá trình đào tạo, bồi dưỡng")),
    _list("NHAN_SU_QUA_TRINH_NGOAI_NGUS", "language", _("Quá trình ngoại ngữ")),
    _list("NHAN_SU_KHEN_THUONGS", "reward", _("Khen thưởng")),
    _list("NHAN_SU_KY_LUATS", "discipline", _("Kỷ luật")),
    _list("KET_QUA_DANH_GIA", "assessment", _("Kết quả đánh giá theo chuẩn nghề nghiệp"), _but({MN, TX})),
)  # fmt: skip

_REPORT = "Đề án 131: báo cáo tỉ lệ giáo viên có máy tính, đường truyền"

BESIDES: Final[tuple[Field, ...]] = (
    Choice("level", _("Cấp dạy"), EducationLevel.choices, group=TEACHING),
    Several("computers", _("Thiết bị dạy học trực tuyến"), Computer.choices, group=MEANS, source=_REPORT),
    Choice("internet", _("Đường truyền Internet ở nhà"), Internet.choices[1:], group=MEANS, source=_REPORT),
    Date("status_on", _("Ngày của trạng thái"), editable=False, group=POST),
    Choice("leave", _("Nghỉ dài ngày"), Leave.choices[1:], editable=False, group=POST),
    Date("leave_until", _("Nghỉ đến ngày"), editable=False, group=POST),
    Date("left_on", _("Rời trường từ"), editable=False, group=POST),
    Text("left_why", _("Lý do rời trường"), editable=False, group=POST),
)
"""What the annex does not have and the work needs."""


def member_fields() -> tuple[Field, ...]:
    """The fields of the member's own row, each once, in the order of their groups on the page."""
    named: dict[str, Field] = {}
    for line in FIELDS:
        if line.of == MEMBER:
            named.setdefault(line.field.name, line.entered)
    everything = [*named.values(), *BESIDES]
    groups = (WHO, POST, TEACHING, PAY, QUALITY, MEANS)
    return tuple(item for group in groups for item in everything if item.group == group)
