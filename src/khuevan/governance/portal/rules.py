"""What search engines are told of a school, in the words of schema.org."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

KINDS: Final = {
    ("preschool",): "Preschool",
    ("primary",): "ElementarySchool",
    ("lower_secondary",): "MiddleSchool",
    ("upper_secondary",): "HighSchool",
}
"""Levels taught -> type; of several levels, and of centres, "School"."""


def school_facts(said: Mapping[str, Any]) -> dict[str, Any]:
    """JSON-LD of a schema.org School: the institution's own name, place and contacts. Empty facts are left out, and there
    is no place for a person in it."""
    place = {
        "@type": "PostalAddress",
        "streetAddress": said["address"],
        "addressLocality": said["commune"],
        "addressRegion": said["province"],
        "addressCountry": "VN",
    }
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": KINDS.get(tuple(said["levels"]), "School"),
        "name": said["name"],
        "identifier": said["code"],
        "url": said["url"],
        "telephone": said["phone"],
        "email": said["email"],
        "address": {name: value for name, value in place.items() if value},
    }
    if said["latitude"] is not None and said["longitude"] is not None:
        facts["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": said["latitude"],
            "longitude": said["longitude"],
        }
    return {name: value for name, value in facts.items() if value}
