"""The learner's profile: one declaration for each field.

What a field is called on pages (Vietnamese here, English in the room's catalogue), its kind and code list, at which
levels it is kept, who may uncover it, and what QĐ 4998/QĐ-BGDĐT calls it stand in one line. Form, page, list, export,
API, workbook and quality check follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.records import (
    Choice,
    Code,
    Computed,
    Date,
    Decimals,
    Reference,
    Several,
    Text,
    Whole,
    Yes,
)
from khuevan.kernel.records.fields import Field
from khuevan.kernel.records.formats import format_number
from khuevan.register.organisations.choices import Area, UnitKind
from khuevan.register.people.choices import (
    ETHNIC_CHOICES,
    NATIONALITY_CHOICES,
    RELIGION_CHOICES,
    Sex,
)
from khuevan.register.people.permissions import UNCOVER_FIELD
from khuevan.school.curriculum.choices import Grade

from ..choices import (
    BloodGroup,
    CatalogueList,
    Computer,
    Disability,
    DisabilityDegree,
    EnrolmentStatus,
    Internet,
    LeaveReason,
    Poverty,
    Support,
)
from ..permissions import SEE_HEALTH, SEE_ORIGIN, SEE_POLICY
from ..rules import EVERY, Levels, at, body_mass_index, kept_levels


@dataclass(frozen=True)
class Kept:
    """symbol: the field's name in QĐ 4998, "" where the annex has none. catalogue: its code list there.
    parts: for a list of ticks, code -> (symbol, levels): the annex keeps each tick as a field of its own.
    """

    symbol: str
    levels: Levels
    field: Field
    catalogue: str = ""
    parts: Mapping[str, tuple[str, Levels]] = default(default_factory=dict)

    @property
    def name(self) -> str:
        return self.field.name


def kept(
    symbol: str,
    levels: str,
    item: Field,
    catalogue: str = "",
    parts: Mapping[str, tuple[str, Levels]] | None = None,
) -> Kept:
    """The declaration, with its source and where it is kept written into the field itself."""
    columns = at(levels) if levels else EVERY
    source = " ".join(filter(None, ("QĐ 4998/QĐ-BGDĐT", symbol, catalogue))) if symbol else item.source
    applies = None if columns == EVERY else lambda learner: bool(columns & levels_of(learner))
    return Kept(symbol, columns, replace(item, source=source, applies=applies), catalogue, parts or {})


def levels_of(learner: Any) -> Levels:
    """Which columns of the annex are kept for a learner."""
    return kept_levels(learner.grade, learner.school.levels)


@dataclass(frozen=True)
class CommuneReference(Reference):
    """A commune whose name the actor may see: those above their own units, not only those in their reach."""

    def within(self, model: type[models.Model], actor: Actor, permission: Permission) -> models.QuerySet[Any]:
        communes: Any = self.target(model)._default_manager
        return communes.within(actor.outline).filter(kind=UnitKind.COMMUNE)


def _commune(name: str, label: Any) -> CommuneReference:
    return CommuneReference(
        name, label, via="person", group=PLACES, order="sort_key", found_by="search", later=True
    )


def body_mass(learner: Any) -> str:
    """In kg/m², with its comma; "" where height or weight is not known."""
    figure = body_mass_index(learner.height_cm, learner.weight_kg)
    return "" if figure is None else format_number(figure)


WHO = _("Lý lịch")
PLACES = _("Địa chỉ, liên lạc")
STANDING = _("Đang học")
POLICY = _("Chính sách")
HEALTH = _("Sức khỏe")
STUDY = _("Hoạt động học tập")
FAMILY = _("Gia đình")
MEANS = _("Phương tiện học trực tuyến")

_PERSON: Final[dict[str, Any]] = {"via": "person"}
_SECRET: Final[dict[str, Any]] = {"via": "person", "sensitive": UNCOVER_FIELD}
_LATER: Final[dict[str, Any]] = {"later": True}
_LATER_SECRET: Final[dict[str, Any]] = {**_SECRET, **_LATER}
_STANDS: Final[dict[str, Any]] = {"group": STANDING, "editable": False}
_POLICY: Final[dict[str, Any]] = {"group": POLICY, "later": True, "sensitive": SEE_POLICY}
_ORIGIN: Final[dict[str, Any]] = {"group": POLICY, "later": True, "sensitive": SEE_ORIGIN}
_HEALTH: Final[dict[str, Any]] = {"group": HEALTH, "later": True, "sensitive": SEE_HEALTH}
_FAMILY: Final[dict[str, Any]] = {"group": FAMILY, "later": True, "max_length": 150}
_MEANS: Final[dict[str, Any]] = {"group": MEANS, "later": True, "source": "Báo cáo Đề án, QĐ 131/QĐ-TTg"}


def _illness(symbol: str, name: str, label: Any) -> Kept:
    return kept(symbol, "", Text(name, label, max_length=150, **_HEALTH))


def _tick(symbol: str, levels: str, name: str, label: Any) -> Kept:
    return kept(symbol, levels, Yes(name, label, group=STUDY, later=True))


def _from_list(symbol: str, levels: str, name: str, label: Any, list_: CatalogueList, **other: Any) -> Kept:
    catalogue = str(list_.label).rpartition("(")[2].rstrip(")")
    item = Reference(
        name, label, among={"list": list_.value, "closed_on": None}, order="position", later=True, **other
    )
    return kept(symbol, levels, item, catalogue)


PERSONAL: Final[tuple[Kept, ...]] = (
    kept("HO_TEN", "", Text(
        "full_name", _("Họ và tên"), required=True, max_length=100, sorted_by="sort_key", group=WHO, **_PERSON)),
    kept("NGAY_SINH", "", Date("birth_date", _("Ngày sinh"), required=True, group=WHO, **_PERSON)),
    kept("MA_GIOI_TINH", "", Choice(
        "sex", _("Giới tính"), choices=Sex.choices, required=True, group=WHO, **_PERSON), "DM_GIOI_TINH"),
    kept("MA_CONG_DAN_ID", "", Code(
        "national_id", _("Số định danh cá nhân"), max_length=30, hint=_("12 chữ số."), keep=3, group=WHO, **_SECRET)),
    kept("NGAY_CAP", "", Date("id_issued_on", _("Ngày cấp"), group=WHO, **_LATER)),
    kept("NOI_CAP", "", Text("id_issued_by", _("Nơi cấp"), max_length=250, group=WHO, **_LATER)),
    kept("HOC_SINH_ID", "", Code("sector_id", _("Mã định danh ngành"), max_length=20, group=WHO, **_PERSON)),
    kept("MA", "MN TH", Code("code", _("Mã học sinh của trường"), max_length=20, group=WHO, **_LATER)),
    kept("TEN_TAT", "TH C2 C3 TX", Text("short_name", _("Tên viết tắt"), max_length=20, group=WHO, **_LATER)),
    kept("MA_DAN_TOC", "", Choice(
        "ethnicity", _("Dân tộc"), choices=ETHNIC_CHOICES, group=WHO, **_SECRET), "DM_DAN_TOC"),
    kept("DAN_TOC_THEO_GIAY_KHAI_SINH", "TH C3 TX", Text(
        "birth_certificate_ethnicity", _("Dân tộc theo giấy khai sinh"), max_length=50, sensitive=SEE_ORIGIN,
        group=WHO, **_LATER)),
    kept("", "", Choice(
        "religion", _("Tôn giáo"), choices=RELIGION_CHOICES, source="DM_TON_GIAO", group=WHO, **_LATER_SECRET)),
    kept("QUOC_TICH_ID", "", Choice(
        "nationality", _("Quốc tịch"), choices=NATIONALITY_CHOICES, group=WHO, **_PERSON, **_LATER), "DM_NUOC"),
    kept("NOI_SINH", "", Text("birthplace", _("Nơi sinh"), max_length=250, group=WHO, **_PERSON)),
)  # fmt: skip

ADDRESSES: Final[tuple[Kept, ...]] = (
    kept("", "", Text("home_address", _("Quê quán"), max_length=250, group=PLACES, **_LATER_SECRET)),
    kept("", "", Text("permanent_address", _("Nơi thường trú"), max_length=250, group=PLACES, **_SECRET)),
    kept("XA_PHUONG_ID", "", _commune("permanent_commune", _("Xã, phường thường trú")), "DM_XA"),
    kept("", "", Text("current_address", _("Nơi ở hiện nay"), max_length=250, group=PLACES, **_SECRET)),
    kept("", "", _commune("current_commune", _("Xã, phường nơi ở hiện nay")), "DM_XA"),
    kept("MA_KHU_VUC", "", Choice(
        "area", _("Khu vực"), choices=Area.choices[1:], group=PLACES, **_LATER), "DM_KHU_VUC"),
    kept("DIEN_THOAI_LIEN_HE", "", Code("phone", _("Điện thoại"), max_length=30, keep=3, group=PLACES, **_SECRET)),
    kept("", "", Text("email", _("Thư điện tử"), max_length=254, group=PLACES, **_LATER_SECRET)),
)  # fmt: skip

STANDINGS: Final[tuple[Kept, ...]] = (
    kept("", "", Text("school_year", _("Năm học"), max_length=9, **_STANDS)),
    kept("MA_KHOI", "", Choice("grade", _("Khối"), choices=Grade.choices, **_STANDS), "DM_KHOI"),
    kept("MA_LOP", "", Code("class_name", _("Lớp"), max_length=20, **_STANDS)),
    kept("THU_TU", "", Whole("position", _("Số thứ tự"), **_STANDS)),
    kept("MA_TRANG_THAI_HIEN_TAI", "MN TH C2 C3", Choice(
        "status", _("Trạng thái"), choices=EnrolmentStatus.choices, **_STANDS), "DM_TRANG_THAI_HOC_SINH"),
    kept("MA_LY_DO_THOI_HOC", "", Choice(
        "leave_reason", _("Lý do thôi học"), choices=LeaveReason.choices, **_STANDS), "DM_LY_DO_THOI_HOC"),
)  # fmt: skip

POLICIES: Final[tuple[Kept, ...]] = (
    _from_list("MA_DIEN_CHINH_SACH", "", "policy_group", _("Diện chính sách"), CatalogueList.POLICY_GROUP,
               group=POLICY, sensitive=SEE_POLICY),
    kept("IS_HO_NGHEO", "MN TH C2 C3", Choice(
        "poverty", _("Hộ nghèo, cận nghèo"), choices=Poverty.choices, **_POLICY)),
    kept("", "", Several("supports", _("Chế độ được hưởng"), choices=Support.choices, **_POLICY), parts={
        "fee_exemption": ("IS_MIEN_HOC_PHI", EVERY),
        "fee_reduction": ("IS_GIAM_HOC_PHI", EVERY),
        "study_costs": ("IS_HO_TRO_CHI_PHI_HOC_TAP", EVERY),
        "housing": ("IS_HO_TRO_NHA_O", at("TH C2 C3 TX")),
        "allowance": ("IS_CAP_TIEN_HANG_THANG", at("TH C2 C3 TX")),
        "rice": ("IS_CAP_GAO", at("TH C2 C3 TX")),
        "lunch": ("IS_HO_TRO_AN_TRUA", at("MN")),
    }),
    kept("IS_VUNG_KK", "", Yes("in_difficult_area", _("Thuộc vùng khó khăn"), group=POLICY, **_LATER)),
    kept("IS_CHA_DT", "", Yes("father_is_minority", _("Cha là người dân tộc thiểu số"), **_ORIGIN)),
    kept("IS_ME_DT", "", Yes("mother_is_minority", _("Mẹ là người dân tộc thiểu số"), **_ORIGIN)),
)  # fmt: skip

HEALTHS: Final[tuple[Kept, ...]] = (
    kept("MA_LOAI_KHUYET_TAT", "", Choice(
        "disability", _("Loại khuyết tật"), choices=Disability.choices, **_HEALTH), "DM_LOAI_KHUYET_TAT"),
    kept("", "", Choice(
        "disability_degree", _("Mức độ khuyết tật"), choices=DisabilityDegree.choices,
        source="Luật 51/2010/QH12, Điều 3", **_HEALTH)),
    kept("IS_KHUYET_TAT_KHONG_DANH_GIA", "", Yes("is_not_assessed", _("Khuyết tật không đánh giá"), **_HEALTH)),
    kept("", "", Yes(
        "has_individual_plan", _("Có kế hoạch giáo dục cá nhân"),
        source="TT 15/2026/TT-BGDĐT, Điều 21", **_HEALTH)),
    kept("CHIEU_CAO", "", Decimals(
        "height_cm", _("Chiều cao"), places=1, unit="cm", least=Decimal(30), most=Decimal(250), **_HEALTH)),
    kept("CAN_NANG", "", Decimals(
        "weight_kg", _("Cân nặng"), places=1, unit="kg", least=Decimal(2), most=Decimal(200), **_HEALTH)),
    kept("CHI_SO_BMI", "", Computed("bmi", _("Chỉ số BMI"), body_mass, group=HEALTH, sensitive=SEE_HEALTH)),
    kept("", "", Date("measured_on", _("Ngày đo"), group=HEALTH, **_LATER)),
    kept("NHOM_MAU", "", Choice("blood_group", _("Nhóm máu"), choices=BloodGroup.choices, **_HEALTH)),
    _illness("BENH_VE_MAT", "eye_disease", _("Các bệnh về mắt")),
    _illness("BENH_BAM_SINH", "congenital_disease", _("Các bệnh bẩm sinh")),
    _illness("BENH_COT_SONG", "spine_disease", _("Các bệnh về cột sống")),
    _illness("BENH_COI_XUONG", "rickets", _("Bệnh còi xương")),
    kept("BIET_BOI", "TH C2 C3 TX", Yes("can_swim", _("Biết bơi"), group=HEALTH, **_LATER)),
)  # fmt: skip

STUDIES: Final[tuple[Kept, ...]] = (
    _from_list("MA_HOC_BAN_TRU", "MN TH C2", "boarding", _("Học bán trú"), CatalogueList.BOARDING, group=STUDY),
    _tick("IS_HOC_SINH_LOP_BTRU", "MN TH C2", "is_in_boarding_class", _("Là học sinh lớp bán trú")),
    _tick("IS_HOC_SINH_PT_DT_BAN_TRU", "TH C2", "is_ethnic_semi_boarder", _("Học sinh phổ thông dân tộc bán trú")),
    _tick("IS_HOC_SINH_BAN_TRU_DAN_NUOI", "TH C2 C3", "is_supported_semi_boarder", _("Học sinh bán trú dân nuôi")),
    _tick("IS_HOC_SINH_NOI_TRU_DAN_NUOI", "TH C2", "is_supported_boarder", _("Học sinh nội trú dân nuôi")),
    _tick("IS_HOC_2_BUOI", "MN TH C2 C3", "has_two_sessions", _("Học 2 buổi")),
    _from_list("MA_SO_BUOI_HOC_TREN_TUAN", "TH C2 C3 TX", "sessions", _("Số buổi học trên tuần"),
               CatalogueList.SESSIONS, group=STUDY),
    _from_list("MA_HINH_THUC_HOC_TAP", "TX", "study_form", _("Hình thức học tập"), CatalogueList.STUDY_FORM, group=STUDY),
    _from_list("MA_LOP_HUONG_NGHIEP_DAY_NGHE", "C2 C3", "vocational", _("Lớp hướng nghiệp, dạy nghề"),
               CatalogueList.VOCATIONAL, group=STUDY),
    _tick("IS_HOC_SINH_TIENG_DAN_TOC", "TH C2 C3", "learns_minority_language", _("Học tiếng dân tộc")),
    _tick("IS_HOC_SONG_NGU", "TH C2 C3", "is_bilingual", _("Học song ngữ")),
    _tick("IS_KY_NANG_SONG", "TH C2 C3", "has_life_skills", _("Học kỹ năng sống")),
    _tick("IS_HOC_CTGD_CUA_BO", "TH C2 C3 TX", "follows_ministry_programme", _("Học chương trình giáo dục của Bộ")),
    _tick("IS_TANG_CUONG_TIENG_VIET", "TH", "has_reinforced_vietnamese", _("Tăng cường tiếng Việt")),
    _tick("IS_NHU_CAU_HO_TRO_NNGU", "TH", "needs_language_support", _("Có nhu cầu hỗ trợ ngôn ngữ")),
    _tick("IS_HOC_SINH_DT_TRO_GIANG", "TH", "has_ethnic_assistant", _("Học sinh dân tộc có trợ giảng")),
    _tick("IS_HOC_LOP_MG_5T", "TH", "attended_preschool_5", _("Đã học mẫu giáo 5 tuổi")),
    _tick("IS_TUYEN_MOI_MN", "MN", "is_new_in_preschool", _("Tuyển mới mầm non")),
    _tick("IS_HOAN_THANH_CHUONG_TRINH_MAM_NON", "MN", "completed_preschool", _("Hoàn thành chương trình mầm non")),
    _tick("IS_DOI_VIEN", "TH C2 C3 TX", "is_team_member", _("Là đội viên")),
    _tick("IS_DOAN_VIEN", "C2 C3 TX", "is_union_member", _("Là đoàn viên")),
)  # fmt: skip

FAMILIES: Final[tuple[Kept, ...]] = (
    kept("NGHE_NGHIEP_CHA", "", Text("father_occupation", _("Nghề nghiệp của cha"), **_FAMILY)),
    kept("NGHE_NGHIEP_ME", "", Text("mother_occupation", _("Nghề nghiệp của mẹ"), **_FAMILY)),
    kept(
        "NGHE_NGHIEP_NGUOI_DD", "", Text("guardian_occupation", _("Nghề nghiệp của người đỡ đầu"), **_FAMILY)
    ),
)

MEANS_ONLINE: Final[tuple[Kept, ...]] = (
    kept("", "", Choice("computer", _("Máy tính ở nhà"), choices=Computer.choices, **_MEANS)),
    kept("", "", Yes("computer_is_shared", _("Máy tính dùng chung với người khác"), **_MEANS)),
    kept("", "", Yes("has_smartphone", _("Có điện thoại thông minh"), **_MEANS)),
    kept("", "", Choice("internet", _("Internet ở nhà"), choices=Internet.choices, **_MEANS)),
    kept("", "", Yes("has_software", _("Có phần mềm học trực tuyến"), **_MEANS)),
    kept("", "", Date("means_checked_on", _("Ngày khảo sát"), **_MEANS)),
)

SECTIONS: Final = (PERSONAL, ADDRESSES, STANDINGS, POLICIES, HEALTHS, STUDIES, FAMILIES, MEANS_ONLINE)
PROFILE: Final[tuple[Kept, ...]] = tuple(one for section in SECTIONS for one in section)
