"""The declaration of the profile against the annex of QĐ 4998, and what follows from it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps

from ..facts import PROFILE, symbols
from ..models import Learner
from ..records import LEARNERS
from ..rules import EVERY, at, body_mass_index, kept_levels, profile_findings

# Mục 3.6.4 as printed: symbol, columns in which it has a dot ("" for all five).
ANNEX = """
TRUONG_ID MN TH C2 C3|TRUNG_TAM_ID TX|MA_KHOI|MA_LOP|HOC_VIEN_ID TX|MA MN TH|HOC_SINH_ID MN TH C2 C3|HO_TEN
TEN_TAT TH C2 C3 TX|NGAY_SINH|CHIEU_CAO|CAN_NANG|NHOM_MAU|CHI_SO_BMI|BENH_VE_MAT|BENH_BAM_SINH|BENH_COT_SONG
BENH_COI_XUONG|BIET_BOI TH C2 C3 TX|MA_GIOI_TINH|MA_TRANG_THAI_HIEN_TAI MN TH C2 C3|MA_LY_DO_THOI_HOC|MA_DAN_TOC
DAN_TOC_THEO_GIAY_KHAI_SINH TH C3 TX|TINH_THANH_ID|QUAN_HUYEN_ID|XA_PHUONG_ID|MA_CONG_DAN_ID|NOI_CAP|NGAY_CAP
IS_DOI_VIEN TH C2 C3 TX|IS_DOAN_VIEN C2 C3 TX|IS_HOC_SINH_TIENG_DAN_TOC TH C2 C3|NOI_SINH|QUOC_TICH_ID|MA_KHU_VUC
MA_LOAI_KHUYET_TAT|MA_LOP_HUONG_NGHIEP_DAY_NGHE C2 C3|IS_KHUYET_TAT_KHONG_DANH_GIA|IS_HOC_SINH_PT_DT_BAN_TRU TH C2
IS_NHU_CAU_HO_TRO_NNGU TH|IS_TANG_CUONG_TIENG_VIET TH|IS_HOC_SINH_DT_TRO_GIANG TH|IS_HOC_2_BUOI MN TH C2 C3
IS_HOC_SONG_NGU TH C2 C3|IS_KY_NANG_SONG TH C2 C3|IS_HOC_SINH_BAN_TRU_DAN_NUOI TH C2 C3
IS_HOC_SINH_NOI_TRU_DAN_NUOI TH C2|IS_HOC_SINH_LOP_BTRU MN TH C2|TEN_CHA|NGHE_NGHIEP_CHA|NAM_SINH_CHA|TEN_ME
NGHE_NGHIEP_ME|NAM_SINH_ME|TEN_NGUOI_DD|NGHE_NGHIEP_NGUOI_DD|NAM_SINH_NGUOI_DO_DAU|DIEN_THOAI_LIEN_HE
MA_DIEN_CHINH_SACH|IS_LUU_BAN_NAM_TRUOC TH C2 C3 TX|IS_HO_NGHEO MN TH C2 C3|IS_CHA_DT|IS_ME_DT|IS_VUNG_KK
MA_HINH_THUC_HOC_TAP TX|THU_TU|IS_MIEN_HOC_PHI|IS_GIAM_HOC_PHI|IS_HO_TRO_CHI_PHI_HOC_TAP|IS_HO_TRO_NHA_O TH C2 C3 TX
IS_CAP_TIEN_HANG_THANG TH C2 C3 TX|IS_CAP_GAO TH C2 C3 TX|IS_HOC_LOP_MG_5T TH|IS_HOC_CTGD_CUA_BO TH C2 C3 TX
IS_HO_TRO_AN_TRUA MN|IS_TUYEN_MOI_MN MN|MA_HOC_BAN_TRU MN TH C2|MA_SO_BUOI_HOC_TREN_TUAN TH C2 C3 TX
CAP_NHAT_KHEN_THUONG TH C2 C3 TX|NOI_DUNG_KHEN_THUONG TX|LIST_KHEN_THUONG TH C2 C3|LIST_BAO_LUC_HOC_DUONG TH C2
IS_HOAN_THANH_CHUONG_TRINH_MAM_NON MN
"""
PRINTED = {
    symbol: frozenset(columns.split()) or EVERY
    for symbol, _, columns in (
        entry.strip().partition(" ") for entry in ANNEX.replace("\n", "|").split("|") if entry.strip()
    )
}
ALSO_OF_CENTRES = {"HOC_SINH_ID"}
"""The annex has a symbol of its own for the same number in the column of continuing education (HOC_VIEN_ID)."""


def test_every_field_of_the_annex_is_kept_at_its_levels() -> None:
    ours = {one.symbol: one.levels for one in symbols()}
    assert set(ours) == set(PRINTED)
    assert len(ours) == len(symbols()), "each symbol once"
    assert {
        symbol: (ours[symbol], levels)
        for symbol, levels in PRINTED.items()
        if ours[symbol] != levels and symbol not in ALSO_OF_CENTRES
    } == {}


def test_every_column_of_the_table_is_declared() -> None:
    columns = {field.name for field in Learner._meta.concrete_fields}
    own = {"id", "person", "school", "search", "sort_key", "version", "class_number", "set_aside_by"}
    assert columns - {one.name for one in PROFILE} == own


def test_every_column_of_the_person_that_a_school_keeps_is_declared() -> None:
    person = apps.get_model("people", "Person")
    followed = {
        "id", "version", "search", "sort_key", "given", "birth_precision", "number_is_doubtful", "died_on",
        "units", "kinds", "created_at", "home_commune", "merged_into",
    }  # fmt: skip
    columns = {field.name for field in person._meta.concrete_fields}
    assert columns - {one.name for one in PROFILE if one.field.via} == followed


def test_what_is_sensitive_is_masked() -> None:
    open_to_all = {one.name for one in PROFILE if not one.field.sensitive}
    secrets = {
        "national_id", "ethnicity", "religion", "phone", "email", "permanent_address", "current_address",
        "home_address", "policy_group", "poverty", "supports", "disability", "disability_degree", "height_cm",
        "weight_kg", "bmi", "blood_group", "eye_disease", "father_is_minority", "mother_is_minority",
    }  # fmt: skip
    assert secrets & open_to_all == set()
    assert {one.field.source.startswith("QĐ 4998") for one in PROFILE if one.symbol} == {True}


def test_labels_tell_the_fields_apart() -> None:
    labels = [str(one.label) for one in LEARNERS.fields]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("grade", "school", "levels"),
    [
        ("01", ["primary"], "TH"),
        ("05", ["primary", "lower_secondary"], "TH"),
        ("06", ["primary", "lower_secondary"], "C2"),
        ("09", ["lower_secondary"], "C2"),
        ("10", ["lower_secondary", "upper_secondary"], "C3"),
        ("12", ["upper_secondary"], "C3"),
        ("13", ["preschool"], "MN"),
        ("18", ["preschool"], "MN"),
        ("10", ["continuing"], "TX"),
        ("", ["primary", "lower_secondary"], "TH C2"),
        ("", [], "MN TH C2 C3 TX"),
    ],
)
def test_levels_of_a_learner(grade: str, school: list[str], levels: str) -> None:
    assert kept_levels(grade, school) == at(levels)


def test_levels_that_the_annex_does_not_have() -> None:
    for wrong in ("", "C1"):
        with pytest.raises(ValueError):
            at(wrong)


def test_body_mass_index_is_rounded_half_up() -> None:
    assert body_mass_index(Decimal("120"), Decimal("22.5")) == Decimal("15.6")
    assert body_mass_index(Decimal("100"), Decimal("20.05")) == Decimal("20.1")
    assert body_mass_index(None, Decimal("20")) is None
    assert body_mass_index(Decimal("120"), None) is None


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, ()),
        ({"disability": "03", "disability_degree": "mild", "is_not_assessed": True}, ()),
        ({"disability_degree": "mild"}, (("disability", "degree_without_kind"),)),
        ({"is_not_assessed": True}, (("disability", "unassessed_without_kind"),)),
        ({"supports": ["fee_exemption", "rice"]}, ()),
        ({"supports": ["fee_exemption", "fee_reduction"]}, (("supports", "exempt_and_reduced"),)),
        ({"computer": "none", "computer_is_shared": True}, (("computer", "shared_without_computer"),)),
        ({"computer": "tablet", "computer_is_shared": True}, ()),
        ({"measured_on": date(2026, 11, 26)}, (("measured_on", "future"),)),
        ({"measured_on": date(2026, 11, 25)}, ()),
        ({"id_issued_on": date(2015, 9, 4)}, (("id_issued_on", "before_birth"),)),
    ],
)
def test_what_cannot_be_true(values: dict[str, object], found: tuple[tuple[str, str], ...]) -> None:
    assert profile_findings(values, born=date(2015, 9, 5), on=date(2026, 11, 25)) == found
