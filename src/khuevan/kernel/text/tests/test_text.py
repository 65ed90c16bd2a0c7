"""The language's rules as tables, and as laws that must hold for any string (Hypothesis)."""

import random
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.text import (
    bare_apostrophes,
    fold,
    name_sort_key,
    nfc,
    search_text,
    search_words,
    sort_key,
)
from khuevan.kernel.text.alphabet import LETTERS, TONES

VOWELS = "aăâeêioôơuưy"


def toned(letter: str, mark: str) -> str:
    return unicodedata.normalize("NFC", letter + mark)


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("  Nguyễn   Văn\tAn \n", "Nguyễn Văn An"),
        (unicodedata.normalize("NFD", "Đặng Thị Ánh"), "Đặng Thị Ánh"),
        ("Nguyễn\u00a0Văn\u3000An", "Nguyễn Văn An"),
        ("Ngu\u200byễn Văn\u200d An\ufeff", "Nguyễn Văn An"),
        ("An\x00\x07\u202eBình", "AnBình"),
        ("e\u200b\u0301", "é"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_cleaning(given_text: str, cleaned: str) -> None:
    assert nfc(given_text) == cleaned


@pytest.mark.parametrize(
    ("given_text", "folded"),
    [
        ("Đặng Thị Ánh", "dang thi anh"),
        ("ĐỖ ĐÌNH ĐỨC", "do dinh duc"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Thuỳ Dương"), "nguyen thi thuy duong"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("K'Brôih", "k broih"),
        ("K’Brôih", "k broih"),
        ("H'Hen Niê", "h hen nie"),
        ("Y Wang Niê Kđăm", "y wang nie kdam"),
        ("Bru - Vân Kiều", "bru van kieu"),
        ("Ƀuôn Čư Ŏng", "buon cu ong"),
        ("Françoise Müller-Łódź", "francoise muller lodz"),
        ("Ǽgir Straße", "aegir strasse"),
        ("100% _ Ửng;", "100 ung"),
        ("日本 Иван", "日本 иван"),
        ("", ""),
    ],
)
def test_folding(given_text: str, folded: str) -> None:
    assert fold(given_text) == folded


def test_every_letter_with_every_tone_folds_to_a_plain_letter() -> None:
    plain = dict(zip(VOWELS, "aaaeeiooouuy", strict=True))
    marks = ["", *TONES]
    seen = 0
    for vowel in VOWELS:
        for mark in marks:
            for text in (vowel + mark, toned(vowel, mark), toned(vowel, mark).upper()):
                assert fold(text) == plain[vowel], text
                seen += 1
    assert seen == 12 * 6 * 3
    assert fold("đ") == fold("Đ") == "d"


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("K'Brôih", "k broih kbroih"),
        ("K’Brôih", "k broih kbroih"),
        ("H'Hen Niê", "h hen nie hhen"),
        ("Đinh Thị Ma-ri", "dinh thi ma ri mari"),
        ("Đinh Thị Ma ri", "dinh thi ma ri"),
        ("Bru - Vân Kiều", "bru van kieu"),
    ],
)
def test_search_text_holds_joined_forms(name: str, stored: str) -> None:
    assert search_text(name) == stored


def test_search_words_are_different_and_in_order() -> None:
    assert search_words("  Ánh đặng ÁNH ") == ("anh", "dang")
    assert search_words("-- '' %_") == ()


def test_apostrophes_become_the_plain_one() -> None:
    assert bare_apostrophes("K’Brôih K‘B Kʼa K`b K´b") == "K'Brôih K'B K'a K'b K'b"


def in_order(*texts: str) -> None:
    keys = [sort_key(text) for text in texts]
    for (first, low), (second, high) in zip(
        zip(texts, keys, strict=True), list(zip(texts, keys, strict=True))[1:], strict=False
    ):
        assert low < high, f"{first!r} should stand before {second!r}: {low!r} {high!r}"
    shuffled = list(texts)
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == list(texts)


def test_order_of_the_alphabet() -> None:
    in_order(*LETTERS)


def test_order_of_tones() -> None:
    for vowel in VOWELS:
        in_order(*(toned(vowel, mark) for mark in ["", *TONES]))


def test_order_of_given_names() -> None:
    in_order("An", "Án", "Anh", "Ánh", "Ăn", "Ấn", "Âu", "Bình", "Dũng", "Đăng", "Đức", "E", "O", "Ô", "Ơn")
    in_order("Uyên", "Ưng", "Xuân", "Ý", "Yên", "Yến")


def test_order_is_syllable_by_syllable() -> None:
    in_order("Hoa", "Hoa Sim", "Hòa", "Hòa Bình", "Hoàng", "Hoàng Anh")


def test_order_of_numbers_is_by_value() -> None:
    in_order(
        "Lớp 1A",
        "Lớp 2A",
        "Lớp 9A2",
        "Lớp 10A1",
        "Lớp 10A2",
        "Lớp 10A10",
        "Lớp 10B1",
        "Lớp 123456789",
        "Lớp A",
    )
    assert sort_key("007") == sort_key("7")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("THUỶ", "thủy"),
        ("K'Brôih", "K’Brôih"),
        ("Bru - Vân Kiều", "Bru Vân Kiều"),
        (unicodedata.normalize("NFD", "Đặng Ánh"), "Đặng Ánh"),
    ],
)
def test_equal_in_order(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


def test_people_are_ordered_by_given_name_then_surname_then_middle() -> None:
    names = [
        "An",
        "Hoàng Văn An",
        "Nguyễn Bá An",
        "Nguyễn Văn An",
        "Trần An",
        "Bùi Thị Ánh",
        "Lê Ân",
        "Lê Thị Bình",
        "K'Brôih",
        "Đinh Nay H'Đen",
        "H'Hen Niê",
        "Y Wang",
    ]
    given_order = sorted(names, key=name_sort_key)
    assert given_order == [
        "An",
        "Hoàng Văn An",
        "Nguyễn Bá An",
        "Nguyễn Văn An",
        "Trần An",
        "Bùi Thị Ánh",
        "Lê Ân",
        "Lê Thị Bình",
        "Đinh Nay H'Đen",
        "K'Brôih",
        "H'Hen Niê",
        "Y Wang",
    ]


TEXT = st.text(max_size=40)
SYLLABLE = st.lists(st.sampled_from(list(LETTERS)), min_size=1, max_size=6).map("".join)


@given(TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = nfc(text)
    assert nfc(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert "  " not in once


@given(TEXT)
def test_folding_twice_changes_nothing_and_form_does_not_matter(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert all(character.isalnum() or character == " " for character in once)


@given(TEXT)
def test_every_folded_word_is_searchable(text: str) -> None:
    assert set(search_words(text)) <= set(search_text(text).split())


@given(TEXT)
def test_keys_are_ascii_and_do_not_depend_on_case_or_form(text: str) -> None:
    key = sort_key(text)
    assert key.isascii()
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))
    assert sort_key(nfc(text)) == key


@given(SYLLABLE, SYLLABLE)
def test_keys_of_syllables_follow_the_alphabet(one: str, other: str) -> None:
    def rank(text: str) -> list[int]:
        return [LETTERS.index(letter) for letter in text]

    assert (sort_key(one) < sort_key(other)) == (rank(one) < rank(other))


@given(st.lists(SYLLABLE, min_size=2, max_size=4))
def test_name_key_is_the_key_of_the_turned_name(parts: list[str]) -> None:
    assert name_sort_key(" ".join(parts)) == sort_key(" ".join([parts[-1], *parts[:-1]]))


def test_seventy_thousand_names_in_well_under_a_second_each_way() -> None:
    chooser = random.Random(1)
    names = [
        f"{chooser.choice(['Nguyễn', 'Trần', 'Đặng', 'Lê'])} {chooser.choice(['Thị', 'Văn'])} "
        f"{chooser.choice(['Ánh', 'Bình', 'Thủy', 'Yến'])}"
        for _ in range(70_000)
    ]
    for function in (fold, name_sort_key):
        started = time.process_time()
        assert len([function(name) for name in names]) == 70_000
        assert time.process_time() - started < 3, function.__name__
