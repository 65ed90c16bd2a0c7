"""What search engines are told of a school."""

from __future__ import annotations

from typing import Any

import pytest

from khuevan.governance.portal.rules import school_facts

SAID: dict[str, Any] = {
    "name": "Trường Tiểu học Kim Đồng", "code": "68001", "kind": "primary", "levels": ["primary"],
    "address": "12 Hùng Vương",
    "commune": "Xã Di Linh", "province": "Tỉnh Lâm Đồng", "phone": "0263 000 001", "email": "vanthu@kd.example",
    "latitude": 11.58, "longitude": 108.07, "url": "https://kv.example/portal/schools/68001",
}  # fmt: skip


@pytest.mark.parametrize(
    ("levels", "kind"),
    [
        (["preschool"], "Preschool"),
        (["primary"], "ElementarySchool"),
        (["lower_secondary"], "MiddleSchool"),
        (["upper_secondary"], "HighSchool"),
        (["primary", "lower_secondary"], "School"),
        (["continuing"], "School"),
        ([], "School"),
    ],
)
def test_the_type_follows_the_levels(levels: list[str], kind: str) -> None:
    assert school_facts({**SAID, "levels": levels})["@type"] == kind


def test_a_known_school_is_told_whole() -> None:
    told = school_facts(SAID)
    assert told["address"] == {
        "@type": "PostalAddress", "streetAddress": "12 Hùng Vương", "addressLocality": "Xã Di Linh",
        "addressRegion": "Tỉnh Lâm Đồng", "addressCountry": "VN",
    }  # fmt: skip
    assert told["geo"] == {"@type": "GeoCoordinates", "latitude": 11.58, "longitude": 108.07}
    assert (told["telephone"], told["email"], told["identifier"]) == (
        "0263 000 001",
        "vanthu@kd.example",
        "68001",
    )


def test_what_is_not_known_is_left_out() -> None:
    told = school_facts({**SAID, "phone": "", "email": "", "address": "", "latitude": None})
    assert {"telephone", "email", "geo"} & set(told) == set()
    assert "streetAddress" not in told["address"]
