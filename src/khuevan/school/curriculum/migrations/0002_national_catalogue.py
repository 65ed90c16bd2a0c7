"""The national catalogue with its sources and how sure they are."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import migrations

from khuevan.kernel.text import search_text, sort_key

DATA = Path(__file__).resolve().parent / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def lay_down(apps: Any, schema_editor: Any) -> None:
    """Of the literacy programme two stages are known, what each is worth and its subjects; no periods were read. Its terms 1
    to 5 stand as the grades that they are worth."""
    subject, programme, line = (
        apps.get_model("curriculum", name) for name in ("Subject", "Programme", "ProgrammeSubject")
    )
    subjects: dict[str, Any] = {}
    for row in rows("subjects"):
        subjects[row["code"]] = subject.objects.create(
            code=row["code"],
            name=row["name"],
            short_name=row["short"],
            kind=row["kind"],
            parent=subjects.get(row["parent"]),
            assessed_by=row["assessed_by"],
            source=row["source"],
            trust=row["trust"],
            position=int(row["position"]),
            search=search_text(f"{row['name']} {row['code']}"),
            sort_key=sort_key(row["name"]),
        )
    programmes = {
        row["code"]: programme.objects.create(
            code=row["code"],
            name=row["name"],
            level=row["level"],
            instrument=row["instrument"],
            weeks=int(row["weeks"]),
            minutes=int(row["minutes"]) if row["minutes"] else None,
            electives=int(row["electives"]),
            topics=int(row["topics"]),
            trust=row["trust"],
            source=row["source"],
            note=row["note"],
            position=int(row["position"]),
            search=search_text(f"{row['name']} {row['instrument']}"),
        )
        for row in rows("programmes")
    }
    line.objects.bulk_create(
        line(
            programme=programmes[row["programme"]],
            subject=subjects[row["subject"]],
            grade=row["grade"],
            block=row["block"],
            from_year=row["from_year"],
            periods=int(row["periods"]) if row["periods"] else None,
            trust=row["trust"],
            source=row["source"],
        )
        for row in rows("lines")
    )


class Migration(migrations.Migration):
    """Rows first, triggers after: what is laid down by an upgrade is no act of anybody."""

    dependencies = [("curriculum", "0001_initial")]
    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
