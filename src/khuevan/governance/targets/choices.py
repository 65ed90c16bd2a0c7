"""The words of the room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Tier(TextChoices):
    """Whose plan it is; a plan carries out one of a tier above."""

    MINISTRY = "ministry", _("Bộ")
    DEPARTMENT = "department", _("Sở")
    COMMUNE = "commune", _("Xã, phường")
    SCHOOL = "school", _("Trường")


class PlanState(TextChoices):
    """A draft may be written at; an adopted plan changes by amendments only; an ended one is kept to be read."""

    DRAFT = "draft", _("Đang soạn")
    ADOPTED = "adopted", _("Đang thực hiện")
    ENDED = "ended", _("Đã kết thúc")


class SectionKind(TextChoices):
    PILLAR = "pillar", _("Trụ cột, nhóm nhiệm vụ")
    OBJECTIVE = "objective", _("Mục tiêu chung")


class Measure(TextChoices):
    """How it is known how far a target is."""

    INDICATOR = "indicator", _("Chỉ tiêu tự tính từ hồ sơ")
    EVIDENCE = "evidence", _("Đếm đơn vị có minh chứng")
    REPORTED = "reported", _("Đơn vị báo cáo kèm minh chứng")


class Direction(TextChoices):
    AT_LEAST = "at_least", _("Ít nhất")
    AT_MOST = "at_most", _("Nhiều nhất")


class Standing(TextChoices):
    """How far a target or a task is."""

    REACHED = "reached", _("Đã đạt")
    ON_THE_WAY = "on_the_way", _("Đang thực hiện")
    BEHIND = "behind", _("Chậm so với kế hoạch")
    LATE = "late", _("Quá hạn")
    NOT_BEGUN = "not_begun", _("Chưa đến kỳ")
    UNKNOWN = "unknown", _("Chưa có số liệu")


class ChangeKind(TextChoices):
    """What a later decision does with a line of a plan."""

    CHANGE = "change", _("Sửa")
    ADD = "add", _("Thêm")
    DROP = "drop", _("Bỏ")
