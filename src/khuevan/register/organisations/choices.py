"""The code lists of the room. Values are stored; labels are what people read."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    """What a unit is. Groups of kinds and the levels each may teach stand in ``rules.kinds``."""

    MINISTRY = "ministry", _("Bộ Giáo dục và Đào tạo")
    DEPARTMENT = "department", _("Sở Giáo dục và Đào tạo")
    DISTRICT_OFFICE = "district_office", _("Phòng Giáo dục và Đào tạo")
    COMMUNE = "commune", _("Xã, phường, đặc khu")
    PRESCHOOL = "preschool", _("Trường mầm non")
    KINDERGARTEN = "kindergarten", _("Trường mẫu giáo")
    NURSERY = "nursery", _("Nhà trẻ")
    PRESCHOOL_GROUP = "preschool_group", _("Lớp mầm non độc lập")
    PRIMARY = "primary", _("Trường tiểu học")
    LOWER_SECONDARY = "lower_secondary", _("Trường trung học cơ sở")
    UPPER_SECONDARY = "upper_secondary", _("Trường trung học phổ thông")
    PRIMARY_LOWER = "primary_lower", _("Trường tiểu học và trung học cơ sở")
    LOWER_UPPER = "lower_upper", _("Trường trung học cơ sở và trung học phổ thông")
    PRIMARY_LOWER_UPPER = "primary_lower_upper", _("Trường tiểu học, trung học cơ sở và trung học phổ thông")
    ETHNIC_BOARDING = "ethnic_boarding", _("Trường phổ thông dân tộc nội trú")
    ETHNIC_SEMI_BOARDING = "ethnic_semi_boarding", _("Trường phổ thông dân tộc bán trú")
    GIFTED = "gifted", _("Trường trung học phổ thông chuyên")
    SPECIAL = "special", _("Trường chuyên biệt cho người khuyết tật")
    VOCATIONAL_CONTINUING = (
        "vocational_continuing",
        _("Trung tâm giáo dục nghề nghiệp - giáo dục thường xuyên"),
    )
    CONTINUING = "continuing", _("Trung tâm giáo dục thường xuyên")
    COMMUNITY_LEARNING = "community_learning", _("Trung tâm học tập cộng đồng")
    LANGUAGE_IT = "language_it", _("Trung tâm ngoại ngữ, tin học")
    INCLUSION_SUPPORT = "inclusion_support", _("Trung tâm hỗ trợ phát triển giáo dục hòa nhập")


class EducationLevel(TextChoices):
    """Levels of education, low to high, then continuing education: the sector database's five groups."""

    PRESCHOOL = "preschool", _("Mầm non")
    PRIMARY = "primary", _("Tiểu học")
    LOWER_SECONDARY = "lower_secondary", _("Trung học cơ sở")
    UPPER_SECONDARY = "upper_secondary", _("Trung học phổ thông")
    CONTINUING = "continuing", _("Giáo dục thường xuyên")


class Ownership(TextChoices):
    """Loại hình: who owns the institution. Sources number these differently, so they are matched by name."""

    PUBLIC = "public", _("Công lập")
    PEOPLE_FOUNDED = "people_founded", _("Dân lập")
    PRIVATE = "private", _("Tư thục")
    FOREIGN = "foreign", _("Có vốn đầu tư nước ngoài")


class Line(TextChoices):
    """The two ways in which a unit stands under another."""

    MANAGING = "managing", _("Quản lý trực tiếp")
    PROFESSIONAL = "professional", _("Chỉ đạo chuyên môn")


class Area(TextChoices):
    """DM_KHU_VUC of the sector database."""

    UNKNOWN = "", _("Chưa rõ")
    BORDER_ISLAND = "01", _("Biên giới - hải đảo")
    URBAN = "02", _("Đô thị")
    PLAIN = "03", _("Đồng bằng")
    MOUNTAIN = "04", _("Miền núi - vùng sâu")


class Difficulty(TextChoices):
    """Socio-economic difficulty of the place (vùng khó khăn)."""

    NONE = "", _("Không thuộc vùng khó khăn")
    DIFFICULT = "difficult", _("Vùng khó khăn")
    ESPECIALLY = "especially_difficult", _("Vùng đặc biệt khó khăn")


class ActKind(TextChoices):
    """The acts that change the tree. All but a correction rest on a decision of a competent body."""

    OPEN = "open", _("Thành lập")
    RENAME = "rename", _("Đổi tên")
    MERGE = "merge", _("Sáp nhập, hợp nhất")
    SPLIT = "split", _("Chia, tách")
    MOVE = "move", _("Chuyển cơ quan quản lý, địa điểm")
    CHANGE_LEVEL = "change_level", _("Chuyển cấp học, loại trường")
    CLOSE = "close", _("Giải thể")
    CORRECT = "correct", _("Đính chính dữ liệu")


class MapPrecision(IntegerChoices):
    """How far a point on the map may be from the place itself."""

    UNKNOWN = 0, _("Chưa có vị trí")
    APPROXIMATE = 1, _("Vị trí gần đúng")
    EXACT = 2, _("Vị trí đã đo")
