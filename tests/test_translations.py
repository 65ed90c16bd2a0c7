"""English is complete: every message of every room has its translation, with the same placeholders."""

from pathlib import Path

import pytest

from khuevan.config import translations

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize("room", list(translations.rooms()), ids=lambda room: room.name)
def test_every_message_has_english(room: Path) -> None:
    assert list(translations.untranslated(room)) == []


def test_messages_are_found_where_they_are() -> None:
    found = {str(m.id) for m in translations.messages_of(translations.SOURCE / "kernel" / "access") if m.id}
    assert "Bạn chưa đăng nhập." in found
    templates = {
        str(m.id) for m in translations.messages_of(translations.SOURCE / "register" / "signin") if m.id
    }
    assert len(templates) > 100


LEFT_BY_TOOLS = ("FULL NAME", "EMAIL@ADDRESS", "PROJECT VERSION", "YEAR-MO-DA")


@pytest.mark.parametrize(
    "room",
    [room for room in translations.rooms() if translations.catalogue(room).exists()],
    ids=lambda room: room.name,
)
def test_no_catalogue_begins_with_what_a_tool_leaves_to_be_filled_in(room: Path) -> None:
    """`python -m khuevan.config.translations <room>` writes the header as it should be."""
    text = translations.catalogue(room).read_text(encoding="utf-8")
    assert text.startswith('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n')
    assert [words for words in LEFT_BY_TOOLS if words in text] == []
