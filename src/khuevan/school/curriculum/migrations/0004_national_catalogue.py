"""Protects the tables of programmes, and lays down the national catalogue with its sources and how sure they are."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows
from khuevan.kernel.text import search_text, sort_key

DATA = Path(__file__).resolve().parent / "data"
OWN_OR_NATIONAL = "unit_id is null or unit_id <@ (select khuevan_reach())"


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def lay_down(apps: Any, schema_editor: Any) -> None:
    """Idempotent by code, so that an interrupted upgrade begins again."""
    subject, programme, line = (
        apps.get_model("curriculum", name) for name in ("Subject", "Programme", "ProgrammeSubject")
    )
    subjects: dict[str, Any] = {}
    for row in rows("subjects"):
        subjects[row["code"]], _ = subject.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "short_name": row["short"],
                "kind": row["kind"],
                "parent": subjects.get(row["parent"]),
                "assessed_by": row["assessed_by"],
                "source": row["source"],
                "trust": row["trust"],
                "position": int(row["position"]),
                "search": search_text(f"{row['name']} {row['code']}"),
                "sort_key": sort_key(row["name"]),
            },
        )
    programmes: dict[str, Any] = {}
    for row in rows("programmes"):
        programmes[row["code"]], _ = programme.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "level": row["level"],
                "instrument": row["instrument"],
                "weeks": int(row["weeks"]),
                "minutes": int(row["minutes"]) if row["minutes"] else None,
                "electives": int(row["electives"]),
                "topics": int(row["topics"]),
                "trust": row["trust"],
                "source": row["source"],
                "note": row["note"],
                "position": int(row["position"]),
                "search": search_text(f"{row['name']} {row['instrument']}"),
            },
        )
    for row in rows("lines"):
        line.objects.get_or_create(
            programme=programmes[row["programme"]],
            subject=subjects[row["subject"]],
            grade=row["grade"],
            block=row["block"],
            unit=None,
            from_year=row["from_year"],
            defaults={
                "periods": int(row["periods"]) if row["periods"] else None,
                "trust": row["trust"],
                "source": row["source"],
            },
        )


class Migration(migrations.Migration):
    """Rows first, triggers after: what is laid down by an upgrade is no act of anybody."""

    dependencies = [("curriculum", "0003_programmes")]
    operations = [
        ProtectRows("curriculum_programme", using="true"),
        ProtectRows("curriculum_programmesubject", using="true", check=OWN_OR_NATIONAL),
        ProtectRows("curriculum_electiveset", "school_id"),
        migrations.RunPython(lay_down, migrations.RunPython.noop),
        AuditRows("curriculum_programme", None, skip=("search", "version")),
        AuditRows("curriculum_programmesubject", "unit_id", skip=("version",)),
        AuditRows("curriculum_electiveset", "school_id", skip=("search", "sort_key", "version")),
    ]
