"""Every question, put to the two specimens."""

import pytest

from khuevan.kernel.records.tests.specimens.models import Bed, Plant, Tool
from khuevan.kernel.records.tests.specimens.records import FOREST, PLANTS, TOOLS
from khuevan.kernel.testing.records import RecordCases

pytestmark = pytest.mark.urls("khuevan.kernel.records.tests.specimens.site")
NAMES = ("Ổi", "Ớt", "Đinh lăng", "Dong riềng", "Ấu", "Bưởi")


class TestPlants(RecordCases):
    record = PLANTS
    queries = 5
    changed = {"name": "Cà phê chè", "height": "1.250"}
    invalid = {
        "name": "",
        "tag": "12",
        "kind": "khác",
        "opened_on": "31/02/2025",
        "seen_at": "hôm qua",
        "height": "1,5",
        "weight": "12.5",
        "note": "x" * 301,
    }

    def furnish(self):
        self.here = Bed.objects.create(name="Luống Một", search="luong mot").pk
        self.elsewhere = Bed.objects.create(name="Luống Hai", search="luong hai").pk

    def build(self, unit_id, number):
        plant = Plant(
            bed_id=unit_id,
            name=f"{NAMES[number % len(NAMES)]} {number}",
            tag=f"AB{unit_id % 10}{number:03}",
            kind="tree" if number % 2 else "vine",
            uses=["food", "shade"],
            opened_on=None if number == 2 else f"2015-01-{number % 27 + 1:02}",
            seen_at=None if number == 3 else f"2025-01-02T0{number % 10}:00:00Z",
            height=None if number == 4 else 100 + number,
            weight=number,
            edible=True,
            note="=HYPERLINK(1)",
            origin=f"Vườn ươm {number:05}",
        )
        for column, text in PLANTS.derive(plant).items():
            setattr(plant, column, text)
        plant.save()
        return plant

    def valid(self):
        return {
            "name": "  Sầu riêng  Ri6 ",
            "tag": "SR0006",
            "bed": str(self.here),
            "kind": "tree",
            "uses": ["shade", "food"],
            "opened_on": "05/09/2020",
            "seen_at": "14:05 05/09/2025",
            "height": "1.200",
            "weight": "35,5",
            "edible": "1",
            "note": "Dòng một\nDòng hai",
            "origin": "Chợ Lách 2020",
        }


class TestForest(TestPlants):
    """The same rows, found by the table's own function."""

    record = FOREST


class TestTools(RecordCases):
    record = TOOLS
    queries = 4
    changed = {"parts": "12"}
    invalid = {"name": "", "parts": "không"}

    def build(self, unit_id, number):
        return Tool.objects.create(name=f"Cuốc số {number:03}", parts=number)

    def valid(self):
        return {"name": "Bình tưới", "parts": "3"}
