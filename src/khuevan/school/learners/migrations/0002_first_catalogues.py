"""First values of the catalogues of learners' profiles."""

from typing import Any

from django.db import migrations

from khuevan.kernel.text import search_text, sort_key

# Values that were read nowhere are marked so, and stand here only so that a school can begin; a department edits them.
FIRST = {
    ("policy_group", "unverified", "Chưa có nguồn cho DM_DIEN_CHINH_SACH"): (
        ("01", "Con liệt sĩ"),
        ("02", "Con thương binh, bệnh binh"),
        ("03", "Con người hoạt động kháng chiến nhiễm chất độc hóa học"),
        ("04", "Mồ côi cả cha lẫn mẹ"),
        ("05", "Không có nguồn nuôi dưỡng"),
        ("06", "Người dân tộc thiểu số rất ít người"),
        ("07", "Người dân tộc thiểu số ở vùng đặc biệt khó khăn"),
        ("08", "Người khuyết tật"),
        ("99", "Diện khác"),
    ),
    ("boarding", "unverified", "Chưa có nguồn cho DM_HOC_BAN_TRU"): (
        ("1", "Ăn trưa tại trường"),
        ("2", "Ăn trưa và nghỉ trưa tại trường"),
        ("3", "Ở nội trú"),
    ),
    ("sessions", "practice", "QĐ 4998/QĐ-BGDĐT: IS_HOC_5_BUOI_TUAN, IS_HOC_6_8_BUOI_TUAN, IS_HOC_9_10_BUOI_TUAN"): (
        ("5", "5 buổi/tuần"),
        ("6-8", "6-8 buổi/tuần"),
        ("9-10", "9-10 buổi/tuần"),
    ),
    ("study_form", "unverified", "Chưa có nguồn cho DM_HINH_THUC_DAO_TAO_HOC_TAP"): (
        ("1", "Tập trung"),
        ("2", "Vừa làm vừa học"),
        ("3", "Tự học có hướng dẫn"),
        ("4", "Từ xa"),
    ),
    ("reward", "unverified", "Chưa có nguồn cho DM_KHEN_THUONG"): (
        ("1", "Khen thưởng cuối năm học"),
        ("2", "Khen thưởng đột xuất"),
        ("3", "Khen thưởng của cấp trên"),
    ),
}  # fmt: skip


def begin(apps: Any, schema_editor: Any) -> None:
    items = apps.get_model("learners", "CatalogueItem").objects
    for (list_, trust, source), values in FIRST.items():
        for position, (code, name) in enumerate(values, 1):
            items.create(
                list=list_,
                code=code,
                name=name,
                position=position * 10,
                trust=trust,
                source=source,
                search=search_text(f"{name} {code}"),
                sort_key=sort_key(name),
            )


class Migration(migrations.Migration):
    """Rows first, triggers after: what is laid down by an upgrade is no act of anybody."""

    dependencies = [("learners", "0001_initial")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
