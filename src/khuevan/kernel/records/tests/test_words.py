"""Words that people type: cleaned alike, refused alike, never cut."""

from __future__ import annotations

import pytest

from khuevan.kernel.records import Invalid, typed_words

CLEANED = [
    ("  Sai   số\tnữ \n lớp 3 ", False, "Sai số nữ lớp 3"),
    ("Dòng một \n\n  dòng   hai\n", True, "Dòng một\n\ndòng hai"),
    ("", False, ""),
]
REFUSED = [("a\x00b", "không dùng được"), ("x" * 21, "20"), ("ngắn", "ít nhất 5"), ("    \n ", "ít nhất 5")]


@pytest.mark.parametrize(("typed", "lines", "kept"), CLEANED)
def test_words_are_kept_with_single_spaces(typed: str, lines: bool, kept: str) -> None:
    assert typed_words(typed, "reason", most=40, lines=lines) == kept


@pytest.mark.parametrize(("typed", "said"), REFUSED)
def test_what_cannot_be_kept_is_refused_at_its_field(typed: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        typed_words(typed, "reason", most=20, least=5)
    assert said in refused.value.errors["reason"]


def test_a_room_may_say_it_better() -> None:
    with pytest.raises(Invalid) as refused:
        typed_words("", "reason", most=20, least=1, short="Ghi lý do trả lại.")
    assert refused.value.errors == {"reason": "Ghi lý do trả lại."}
