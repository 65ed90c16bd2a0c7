"""Code lists of surveys and standards. Codes are stored and exchanged, labels are read.

The lists follow the household survey forms that provinces use; the official form could not be read, so its wording is
that of practice.
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Residence(models.TextChoices):
    """Diện cư trú."""

    PERMANENT = "permanent", _("Thường trú")
    TEMPORARY = "temporary", _("Tạm trú")


class Relation(models.TextChoices):
    """What somebody is to the head of the household."""

    HEAD = "head", _("Chủ hộ")
    SPOUSE = "spouse", _("Vợ, chồng")
    CHILD = "child", _("Con")
    CHILD_IN_LAW = "child_in_law", _("Con dâu, con rể")
    PARENT = "parent", _("Cha, mẹ")
    GRANDCHILD = "grandchild", _("Cháu")
    SIBLING = "sibling", _("Anh, chị, em")
    OTHER = "other", _("Khác")


class Presence(models.TextChoices):
    """Whether somebody belongs to the area's population."""

    HERE = "here", _("Đang ở")
    ARRIVED = "arrived", _("Chuyển đến")
    AWAY = "away", _("Đi vắng, vẫn thuộc hộ")
    LEFT = "left", _("Chuyển đi")
    DIED = "died", _("Đã mất")
    MISTAKEN = "mistaken", _("Ghi nhầm, đã rút lại")


GONE: Final = (Presence.LEFT, Presence.DIED, Presence.MISTAKEN)
REAL_PRESENCES: Final = [one for one in Presence.choices if one[0] != Presence.MISTAKEN]


class Completed(models.TextChoices):
    """The highest level that somebody completed."""

    NONE = "none", _("Chưa hoàn thành cấp nào")
    PRESCHOOL = "preschool", _("Hoàn thành chương trình mầm non")
    PRIMARY = "primary", _("Hoàn thành chương trình tiểu học")
    LOWER_SECONDARY = "lower_secondary", _("Tốt nghiệp THCS")
    UPPER_SECONDARY = "upper_secondary", _("Tốt nghiệp THPT")
    VOCATIONAL = "vocational", _("Trung cấp")
    COLLEGE = "college", _("Cao đẳng")
    UNIVERSITY = "university", _("Đại học trở lên")


RANKS: Final = {
    "": 0, "none": 0, "preschool": 1, "primary": 2, "lower_secondary": 3, "upper_secondary": 4, "vocational": 4,
    "college": 5, "university": 5,
}  # fmt: skip
"""How far each is; a vocational diploma ranks with upper secondary: either is above lower secondary."""


class Study(models.TextChoices):
    """What the household says about somebody's learning."""

    STUDYING = "studying", _("Đang học")
    NEVER = "never", _("Chưa đi học")
    DROPPED = "dropped", _("Bỏ học")
    FINISHED = "finished", _("Đã học xong, không học nữa")


class StudyLevel(models.TextChoices):
    """Where somebody learns now."""

    PRESCHOOL = "preschool", _("Mầm non")
    PRIMARY = "primary", _("Tiểu học")
    LOWER_SECONDARY = "lower_secondary", _("THCS")
    UPPER_SECONDARY = "upper_secondary", _("THPT")
    CONTINUING = "continuing", _("Giáo dục thường xuyên")
    VOCATIONAL = "vocational", _("Giáo dục nghề nghiệp")
    HIGHER = "higher", _("Cao đẳng, đại học")
    LITERACY = "literacy", _("Lớp xóa mù chữ")


class Literacy(models.TextChoices):
    """NĐ 20/2014/NĐ-CP Điều 19: level 1 is stage 1 of the literacy programme or grade 3, level 2 is stage 2 or primary
    completed."""

    ILLITERATE = "0", _("Mù chữ")
    LEVEL_1 = "1", _("Biết chữ mức độ 1")
    LEVEL_2 = "2", _("Biết chữ mức độ 2")
    RELAPSED = "relapsed", _("Tái mù chữ")


class RoundState(models.TextChoices):
    OPEN = "open", _("Đang điều tra")
    CLOSED = "closed", _("Đã chốt")


class Tier(models.TextChoices):
    """Whose territory is recognised. Districts: until 30 June 2025."""

    COMMUNE = "commune", _("Xã, phường, đặc khu")
    DISTRICT = "district", _("Huyện (trước 01/07/2025)")
    PROVINCE = "province", _("Tỉnh, thành phố")


class Standard(models.TextChoices):
    """The standards of NĐ 20/2014/NĐ-CP (articles in `rules.shipped`)."""

    PRESCHOOL = "preschool", _("Phổ cập giáo dục mầm non cho trẻ em 5 tuổi")
    PRIMARY_1 = "primary_1", _("Phổ cập giáo dục tiểu học mức độ 1")
    PRIMARY_2 = "primary_2", _("Phổ cập giáo dục tiểu học mức độ 2")
    PRIMARY_3 = "primary_3", _("Phổ cập giáo dục tiểu học mức độ 3")
    SECONDARY_1 = "secondary_1", _("Phổ cập giáo dục THCS mức độ 1")
    SECONDARY_2 = "secondary_2", _("Phổ cập giáo dục THCS mức độ 2")
    SECONDARY_3 = "secondary_3", _("Phổ cập giáo dục THCS mức độ 3")
    LITERACY_1 = "literacy_1", _("Xóa mù chữ mức độ 1")
    LITERACY_2 = "literacy_2", _("Xóa mù chữ mức độ 2")


class Measure(models.TextChoices):
    """What a threshold is compared with. Each is a share of the persons of an age band."""

    ATTENDING = "attending", _("Trẻ em đến lớp")
    COMPLETED_PRESCHOOL = "completed_preschool", _("Trẻ em hoàn thành chương trình giáo dục mầm non")
    IN_GRADE_1 = "in_grade_1", _("Trẻ em vào lớp 1")
    COMPLETED_PRIMARY = "completed_primary", _("Hoàn thành chương trình tiểu học")
    REST_IN_PRIMARY = "rest_in_primary", _("Số còn lại đều đang học tiểu học")
    GRADUATED_SECONDARY = "graduated_secondary", _("Tốt nghiệp THCS")
    STUDYING_ON = "studying_on", _("Đang học THPT, GDTX cấp THPT hoặc giáo dục nghề nghiệp")
    LITERATE_1 = "literate_1", _("Đạt chuẩn biết chữ mức độ 1")
    LITERATE_2 = "literate_2", _("Đạt chuẩn biết chữ mức độ 2")
    DISABLED_LEARNING = "disabled_learning", _("Người khuyết tật có khả năng học tập được tiếp cận giáo dục")
    UNITS_MEETING = "units_meeting", _("Đơn vị cấp dưới đạt chuẩn")


class Provided(models.TextChoices):
    """What schools of the territory must have (TT 07/2016/TT-BGDĐT)."""

    ROOMS_PER_CLASS = "rooms_per_class", _("Số phòng học trên một lớp")
    AREA_PER_CHILD = "area_per_child", _("Diện tích phòng học trên một trẻ (m²)")
    EQUIPPED = "equipped", _("Lớp có đủ thiết bị tối thiểu (%)")
    QUALIFIED = "qualified", _("Giáo viên đạt chuẩn nghề nghiệp (%)")


class DossierState(models.TextChoices):
    DRAFT = "draft", _("Đang chuẩn bị")
    SUBMITTED = "submitted", _("Đã nộp, chờ kiểm tra")
    RETURNED = "returned", _("Bị trả lại")
    RECOGNISED = "recognised", _("Đã công nhận")


class Step(models.TextChoices):
    """What happened to a dossier."""

    CHECKED = "checked", _("Tự kiểm tra")
    SUBMITTED = "submitted", _("Nộp hồ sơ")
    RETURNED = "returned", _("Trả lại")
    RECOGNISED = "recognised", _("Công nhận")


class Clash(models.TextChoices):
    """What does not fit together between survey and register."""

    SAYS_OUT = "says_out", _("Phiếu ghi không đi học, sổ trường ghi đang học")
    SAYS_IN = "says_in", _("Phiếu ghi đang học phổ thông, không trường nào ghi danh")
    UNSURVEYED = "unsurveyed", _("Học sinh có nơi ở tại đây, chưa có trong phiếu")
    TWICE = "twice", _("Một người ở hai hộ")
    DIFFERS = "differs", _("Ngày sinh, giới tính khác hồ sơ")
    UNKNOWN_NUMBER = "unknown_number", _("Số định danh không có trong sổ bộ")
