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
