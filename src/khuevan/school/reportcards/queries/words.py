"""Fields and codes of a card as pages show them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.school.gradebook.choices import SHORT_WORDS, NextStep, ResultLevel, Title

FIELDS = {
    "next_step": _("Kết luận"), "title": _("Danh hiệu"), "overall": _("Đánh giá chung"),
    "remark": _("Nhận xét của giáo viên chủ nhiệm"),
    "first": _("Học kỳ I"), "second": _("Học kỳ II"), "year": _("Cả năm"), "retaken": _("Đánh giá lại"),
    "test": _("Kiểm tra cuối năm"), "comment": _("Nhận xét"), "teacher": _("Giáo viên"), "subject": _("Môn học"),
    "level": _("Mức đạt"), "terms": _("Kết quả học tập, rèn luyện"), "name": _("Họ tên"), "birth_date": _("Ngày sinh"),
    "sex": _("Giới tính"), "ethnicity": _("Dân tộc"), "nationality": _("Quốc tịch"), "birthplace": _("Nơi sinh"),
    "residence": _("Nơi ở"), "father": _("Cha"), "mother": _("Mẹ"), "guardian": _("Người giám hộ"), "number": _("Mã số"),
    "policy": _("Đối tượng chính sách"), "school": _("Trường"), "holder": _("Học sinh"),
    "homeroom": _("Giáo viên chủ nhiệm"),
    "head": _("Hiệu trưởng"), "code": _("Mã"), "commune": _("Xã, phường"), "province": _("Tỉnh"), "department": _("Sở"),
    "absences_excused": _("Nghỉ có phép"), "absences_unexcused": _("Nghỉ không phép"), "class_name": _("Lớp"),
    "completes_level": _("Hoàn thành cấp học"), "is_by_plan": _("Theo kế hoạch cá nhân"), "is_exempt": _("Miễn học"),
    "awards": _("Khen thưởng"), "certificates": _("Chứng chỉ"), "history": _("Quá trình học tập"), "grade": _("Khối"),
}  # fmt: skip
VALUES: dict[str, dict[str, object]] = {
    "next_step": {one.value: one.label for one in NextStep},
    "title": {one.value: one.label for one in Title},
    "overall": {
        "excellent": _("Hoàn thành xuất sắc"), "well_completed": _("Hoàn thành tốt"), "completed": _("Hoàn thành"),
        "not_completed": _("Chưa hoàn thành"),
    },
    "level": {str(one.value): one.label for one in ResultLevel},
    "term": {"0": _("Cả năm"), "1": _("Học kỳ I"), "2": _("Học kỳ II")},
    "sex": {"male": _("Nam"), "female": _("Nữ")},
}  # fmt: skip
MARKS = frozenset({"first", "second", "year", "retaken"})


def field_words(name: str) -> str:
    return str(FIELDS.get(name, name))


def value_words(field: str, value: str) -> str:
    """A mean with a comma, codes by their labels, words as they are."""
    if field in MARKS:
        return SHORT_WORDS.get(value, value).replace(".", ",")
    return str(VALUES.get(field, {}).get(value, value))
