"""Row-level security and the audit log of the profile; what follows the person; finding by words; first catalogues."""

from pathlib import Path
from typing import Any

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows
from khuevan.kernel.text import search_text, sort_key

SQL = Path(__file__).resolve().parent

STANDING = ("school_year", "grade", "class_name", "class_number", "status", "leave_reason", "position")
SECRETS = (
    "birth_certificate_ethnicity", "policy_group_id", "poverty", "supports", "father_is_minority",
    "mother_is_minority", "disability", "disability_degree", "is_not_assessed", "has_individual_plan", "height_cm",
    "weight_kg", "blood_group", "eye_disease", "congenital_disease", "spine_disease", "rickets",
)  # fmt: skip
IN_REACH = "school_id <@ (select khuevan_reach())"
LEARNER_SEEN = "exists (select 1 from learners_learner l where l.id = learner_id)"

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
    """A reward is read by the school that the learner moved to as well; a case of violence stays where it happened."""

    dependencies = [
        ("learners", "0003_profile"),
        ("people", "0002_rows_and_search"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        ProtectRows("learners_catalogueitem", using="true"),
        ProtectRows(
            "learners_reward", using=f"{IN_REACH} or {LEARNER_SEEN}", check=f"{IN_REACH} and {LEARNER_SEEN}"
        ),
        ProtectRows("learners_violencecase", using=IN_REACH, check=f"{IN_REACH} and {LEARNER_SEEN}"),
        AuditRows("learners_catalogueitem", None, skip=("search", "sort_key", "version")),
        AuditRows(
            "learners_learner", "school_id", masked=SECRETS, skip=("search", "sort_key", "version", *STANDING)
        ),
        AuditRows("learners_reward", "school_id", skip=("search", "version")),
        AuditRows(
            "learners_violencecase",
            "school_id",
            masked=("role", "form", "place", "duration", "handling", "note"),
            skip=("search", "version"),
        ),
        migrations.RunSQL(
            (SQL / "following.sql").read_text(),
            "drop trigger learners_person_corrected on people_person; drop function learners_follow_person()",
        ),
        migrations.RunSQL(
            (SQL / "finding.sql").read_text(),
            "drop function learners_named(text[]); drop index learners_learner_words",
        ),
    ]
