"""The index of QĐ 4725/QĐ-BGDĐT as far as it was read, room for two others, the days of the year: as a beginning."""

from decimal import Decimal
from typing import Any

from django.db import migrations

from khuevan.governance.maturity.rules import shipped
from khuevan.kernel.text import search_text, sort_key


def begin(apps: Any, schema_editor: Any) -> None:
    editions, criteria = (apps.get_model("maturity", name).objects for name in ("Edition", "Criterion"))
    for one in shipped.EDITIONS:
        made = editions.create(
            code=one.code, name=one.name, subject=one.subject.value, levels=list(one.levels), instrument=one.instrument,
            valid_from=one.valid_from, basic_from=Decimal(one.basic_from), good_above=Decimal(one.good_above),
            trust=one.trust.value, note=one.note,
        )  # fmt: skip
        for place, line in enumerate(one.lines, 1):
            basic, good = line.cuts or (None, None)
            criteria.create(
                edition=made, code=line.code, place=place, kind=line.kind.value, name=line.name, maximum=line.maximum,
                cut_basic=basic, cut_good=good, asks=line.asks, topic=line.topic.value if line.topic else "",
                trust=line.trust.value, note=line.note, valid_from=one.valid_from,
            )  # fmt: skip
    days = shipped.TIMETABLE
    words = f"{days['name']} {days['instrument']}"
    apps.get_model("maturity", "Timetable").objects.create(
        **days, search=search_text(words), sort_key=sort_key(str(days["name"]))
    )


class Migration(migrations.Migration):
    dependencies = [("maturity", "0002_protection")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
