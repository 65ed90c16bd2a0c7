"""The literacy programme, as far as it is known: two stages, what each is worth, its subjects; no periods were read."""

from typing import Any

from django.db import migrations

from khuevan.kernel.text import search_text

CODE, NAME, INSTRUMENT = "xmc", "Chương trình xóa mù chữ", "TT 33/2021/TT-BGDĐT"
WORTH = "NĐ 20/2014/NĐ-CP, Điều 6, 14, 19: giai đoạn 1 tương đương lớp 3, giai đoạn 2 tương đương hoàn thành tiểu học"
RECALLED = "Nhớ lại, chưa đối chiếu văn bản"
TERMS = {
    "01": ("TV", "TOAN", "TNXH"), "02": ("TV", "TOAN", "TNXH"), "03": ("TV", "TOAN", "TNXH"),
    "04": ("TV", "TOAN", "KH", "LSDL"), "05": ("TV", "TOAN", "KH", "LSDL"),
}  # fmt: skip


def lay_down(apps: Any, schema_editor: Any) -> None:
    """Idempotent by code; terms 1 to 5 stand as the grades that they are worth."""
    subject, programme, line = (
        apps.get_model("curriculum", name) for name in ("Subject", "Programme", "ProgrammeSubject")
    )
    made, _ = programme.objects.get_or_create(
        code=CODE,
        defaults={
            "name": NAME, "level": "continuing", "instrument": INSTRUMENT, "weeks": 35, "minutes": None, "electives": 0,
            "topics": 0, "trust": "unverified", "source": WORTH, "position": 70,
            "note": "Năm kỳ học: kỳ 1 đến 3 là giai đoạn 1, kỳ 4 và 5 là giai đoạn 2; kỳ nào ghi ở khối tương đương.",
            "search": search_text(f"{NAME} {INSTRUMENT}"),
        },
    )  # fmt: skip
    subjects = {one.code: one for one in subject.objects.filter(unit=None)}
    for grade, codes in TERMS.items():
        for code in codes:
            line.objects.get_or_create(
                programme=made, subject=subjects[code], grade=grade, block="required", unit=None,
                from_year="2022-2023", defaults={"trust": "unverified", "source": RECALLED},
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("curriculum", "0004_national_catalogue")]
    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
