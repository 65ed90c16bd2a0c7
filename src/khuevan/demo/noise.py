"""The same person written down a second time, as it happens in schools: pure functions on values.

What goes wrong follows how Vietnamese is typed (Telex and VNI leave the tone's letter standing when the key comes late
or twice), how it is spoken (hỏi and ngã, s and x, l and n are one sound in this or that region), and how workbooks
treat numbers and dates. `second_record` says which defects it planted, for the truth file.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
VNI = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
TELEX_MARKS = {"\u0306": "w", "\u0302": "", "\u031b": "w"}
TONES = tuple(TELEX)
SOUNDS = (
    ("s", "x"), ("tr", "ch"), ("l", "n"), ("i", "y"), ("r", "d"), ("gi", "d"), ("n", "ng"), ("t", "c"), ("v", "d"),
)  # fmt: skip
NEIGHBOURS = {
    "a": "sqz", "b": "vgn", "c": "xvd", "d": "sfe", "e": "wrd", "g": "fht", "h": "gjb", "i": "uok", "k": "jl",
    "l": "ko", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi",
    "v": "cb", "x": "zc", "y": "tu",
}  # fmt: skip


@dataclass(frozen=True)
class Identity:
    """What a school writes down of a child, as far as it tells who it is; "" and None are unknown."""

    full_name: str
    birth_date: date | None
    sex: str
    national_id: str = ""
    ethnicity: str = ""
    birthplace: str = ""
    commune_id: int | None = None
    mother: str = ""
    father: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Second:
    """A second record and what was done to it; `defects` are words such as name:tone, birth:swapped."""

    identity: Identity
    defects: tuple[str, ...]


def second_record(chance: random.Random, first: Identity) -> Second:
    """The same child registered again elsewhere: mostly without its number, and with one to three slips.

    The number cannot be the same (the database would refuse it): it is missing, or one digit of it is wrong.
    """
    made, defects = first, []
    for word, change in _slips(chance, first):
        changed = change(chance, made)
        if changed != made:
            made = changed
            defects.append(word)
    return Second(made, tuple(defects))


def _slips(chance: random.Random, first: Identity) -> list[tuple[str, Callable[..., Identity]]]:
    slips: list[tuple[str, Callable[..., Identity]]] = []
    if first.national_id:
        slips.append(
            ("number:missing", _number_missing) if chance.random() < 0.68 else ("number:digit", _number_digit)
        )
    if chance.random() < 0.50:
        slips.append(_any_name_slip(chance))
        if chance.random() < 0.12:
            slips.append(_any_name_slip(chance))
    if chance.random() < 0.22:
        slips.append(_any_birth_slip(chance))
    for name, share in (("mother", 0.15), ("father", 0.18)):
        if chance.random() < share:
            slips.append((f"{name}:missing", _emptied(name)))
        elif chance.random() < 0.20:
            slips.append((f"{name}:typing", _parent_slip(name)))
    for name, share in (("birthplace", 0.25), ("ethnicity", 0.05)):
        if chance.random() < share:
            slips.append((f"{name}:missing", _emptied(name)))
    if chance.random() < 0.35:
        slips.append(("phone:other", _other_phone))
    if chance.random() < 0.01:
        slips.append(("sex:wrong", _sex_wrong))
    return slips


# --- names --------------------------------------------------------------------------------------------------


def lost_tones(chance: random.Random, name: str) -> str:
    """All accents gone, đ too: typed without an input method."""
    return _bare(name).replace("đ", "d").replace("Đ", "D")


def lost_tone(chance: random.Random, name: str) -> str:
    """The tone of one syllable gone."""
    return _on_syllable(chance, name, _without_tone)


def wrong_tone(chance: random.Random, name: str) -> str:
    """hỏi for ngã and the other way round, which the south does not tell apart; else some other tone."""

    def change(syllable: str) -> str:
        parts = unicodedata.normalize("NFD", syllable)
        there = [sign for sign in parts if sign in TONES]
        if not there:
            return syllable
        other = {"\u0309": "\u0303", "\u0303": "\u0309"}.get(there[0]) or chance.choice(TONES)
        return unicodedata.normalize("NFC", parts.replace(there[0], other, 1))

    return _on_syllable(chance, name, change)


def late_key(chance: random.Random, name: str) -> str:
    """The letter of the tone stands at the end of the syllable: Hoàng typed as Hoangf, or Hoang2 under VNI."""
    keys = TELEX if chance.random() < 0.85 else VNI

    def change(syllable: str) -> str:
        tones = [sign for sign in unicodedata.normalize("NFD", syllable) if sign in TONES]
        return _without_tone(syllable) + keys[tones[0]] if tones else syllable

    return _on_syllable(chance, name, change)


def bare_marks(chance: random.Random, name: str) -> str:
    """ă â ê ô ơ ư đ lose their mark in one syllable and keep the tone: Tường as Tuờng, Đức as Dức."""

    def change(syllable: str) -> str:
        parts = unicodedata.normalize("NFD", syllable)
        for sign in TELEX_MARKS:
            if sign in parts:
                return unicodedata.normalize("NFC", parts.replace(sign, "", 1))
        return syllable.replace("đ", "d", 1).replace("Đ", "D", 1)

    return _on_syllable(chance, name, change)


def sound_alike(chance: random.Random, name: str) -> str:
    """One sound written as another that is spoken alike: Sơn as Xơn, Lý as Lí, Trang as Chang."""

    def change(syllable: str) -> str:
        fits = [(a, b) for one, other in SOUNDS for a, b in ((one, other), (other, one)) if _has(syllable, a)]
        if not fits:
            return syllable
        before, after = chance.choice(fits)
        return _exchanged(syllable, before, after)

    return _on_syllable(chance, name, change)


def slipped_key(chance: random.Random, name: str) -> str:
    """A letter left out, doubled, exchanged with the next, or its neighbour on the keyboard."""
    places = [place for place, sign in enumerate(name) if sign.isalpha() and place > 0]
    if len(places) < 3:
        return name
    place = chance.choice(places)
    sign = name[place]
    way = chance.randrange(4)
    if way == 0:
        return name[:place] + name[place + 1 :]
    if way == 1:
        return name[:place] + sign + name[place:]
    if way == 2 and place + 1 < len(name) and name[place + 1].isalpha():
        return name[:place] + name[place + 1] + sign + name[place + 2 :]
    near = NEIGHBOURS.get(_bare(sign).lower(), "") or sign
    typed = chance.choice(near)
    return name[:place] + (typed.upper() if sign.isupper() else typed) + name[place + 1 :]


def swapped_parts(chance: random.Random, name: str) -> str:
    """The given name first (Anh Nguyễn Thị), or two of the middle syllables exchanged."""
    parts = name.split()
    if len(parts) < 3:
        return name
    if chance.random() < 0.6:
        return " ".join([parts[-1], *parts[:-1]])
    place = chance.randrange(1, len(parts) - 1)
    parts[place], parts[place + 1] = parts[place + 1], parts[place]
    return " ".join(parts)


def lost_part(chance: random.Random, name: str) -> str:
    """A middle syllable left out: Nguyễn Thị Ngọc Ánh as Nguyễn Ngọc Ánh."""
    parts = name.split()
    if len(parts) < 4:
        return name
    del parts[chance.randrange(1, len(parts) - 1)]
    return " ".join(parts)


def all_capitals(chance: random.Random, name: str) -> str:
    return name.upper()


NAME_SLIPS: tuple[tuple[str, Callable[[random.Random, str], str], int], ...] = (
    ("name:no_tones", lost_tones, 12), ("name:lost_tone", lost_tone, 16), ("name:wrong_tone", wrong_tone, 14),
    ("name:late_key", late_key, 9), ("name:marks", bare_marks, 9), ("name:sound", sound_alike, 12),
    ("name:key", slipped_key, 14), ("name:swapped", swapped_parts, 5), ("name:part", lost_part, 6),
    ("name:capitals", all_capitals, 3),
)  # fmt: skip


def _any_name_slip(chance: random.Random) -> tuple[str, Callable[..., Identity]]:
    word, change, _ = chance.choices(NAME_SLIPS, [weight for *_, weight in NAME_SLIPS])[0]

    def slip(again: random.Random, made: Identity) -> Identity:
        return replace(made, full_name=change(again, made.full_name))

    return word, slip


def _parent_slip(name: str) -> Callable[[random.Random, Identity], Identity]:
    def slip(chance: random.Random, made: Identity) -> Identity:
        before = getattr(made, name)
        if not before:
            return made
        change = chance.choices([item[1] for item in NAME_SLIPS], [item[2] for item in NAME_SLIPS])[0]
        changed: Any = {name: change(chance, before)}
        return replace(made, **changed)

    return slip


# --- birth dates, numbers, the rest -------------------------------------------------------------------------


def swapped_day(chance: random.Random, born: date) -> date:
    """Day and month exchanged, where that is a date: 05/09 as 09/05."""
    return date(born.year, born.day, born.month) if born.day <= 12 else born


def wrong_digit(chance: random.Random, born: date) -> date:
    """One digit of day, month or year is another."""
    for _ in range(20):
        text = f"{born.day:02}{born.month:02}{born.year:04}"
        place = chance.choice((0, 1, 2, 3, 7, 7))
        text = text[:place] + str(chance.randrange(10)) + text[place + 1 :]
        try:
            found = date(int(text[4:]), int(text[2:4]), int(text[:2]))
        except ValueError:
            continue
        if found != born:
            return found
    return born


def first_of_january(chance: random.Random, born: date) -> date:
    """Where only the year was known on paper."""
    return date(born.year, 1, 1)


BIRTH_SLIPS: tuple[tuple[str, Callable[[random.Random, date], date], int], ...] = (
    ("birth:swapped", swapped_day, 10), ("birth:digit", wrong_digit, 12), ("birth:january", first_of_january, 2),
)  # fmt: skip


def _any_birth_slip(chance: random.Random) -> tuple[str, Callable[..., Identity]]:
    word, change, _ = chance.choices(BIRTH_SLIPS, [weight for *_, weight in BIRTH_SLIPS])[0]

    def slip(again: random.Random, made: Identity) -> Identity:
        return made if made.birth_date is None else replace(made, birth_date=change(again, made.birth_date))

    return word, slip


def lost_zeros(number: str) -> str:
    """What a workbook leaves of a number that begins with zeros."""
    return number.lstrip("0")


def digit_slip(chance: random.Random, number: str) -> str:
    """One digit another, or two neighbours exchanged."""
    place = chance.randrange(len(number) - 1)
    if chance.random() < 0.3 and number[place] != number[place + 1]:
        return number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    other = chance.choice([digit for digit in "0123456789" if digit != number[place]])
    return number[:place] + other + number[place + 1 :]


def _number_missing(chance: random.Random, made: Identity) -> Identity:
    return replace(made, national_id="")


def _number_digit(chance: random.Random, made: Identity) -> Identity:
    return replace(made, national_id=digit_slip(chance, made.national_id))


def _emptied(name: str) -> Callable[[random.Random, Identity], Identity]:
    nothing: Any = {name: ""}
    return lambda chance, made: replace(made, **nothing)


def _other_phone(chance: random.Random, made: Identity) -> Identity:
    return replace(made, phone="0" + chance.choice("35789") + f"{chance.randrange(10**8):08}")


def _sex_wrong(chance: random.Random, made: Identity) -> Identity:
    return replace(made, sex={"male": "female", "female": "male"}.get(made.sex, made.sex))


# --- letters ------------------------------------------------------------------------------------------------


def _bare(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(sign for sign in parts if not unicodedata.combining(sign)))


def _without_tone(syllable: str) -> str:
    parts = unicodedata.normalize("NFD", syllable)
    return unicodedata.normalize("NFC", "".join(sign for sign in parts if sign not in TONES))


def _on_syllable(chance: random.Random, name: str, change: Callable[[str], str]) -> str:
    """Changes one syllable of those that the change does something to."""
    parts = name.split(" ")
    for place in chance.sample(range(len(parts)), len(parts)):
        changed = change(parts[place])
        if changed != parts[place]:
            parts[place] = changed
            break
    return " ".join(parts)


def _has(syllable: str, sound: str) -> bool:
    bare = _bare(syllable).lower()
    at_end = sound in ("n", "ng", "t", "c")
    vowel = sound in ("i", "y")
    return bare.endswith(sound) if at_end or vowel else bare.startswith(sound)


def _exchanged(syllable: str, before: str, after: str) -> str:
    bare = _bare(syllable).lower()
    if bare.endswith(before) and (before in ("n", "ng", "t", "c", "i", "y")):
        if before in ("i", "y"):
            tones = "".join(sign for sign in unicodedata.normalize("NFD", syllable[-1]) if sign in TONES)
            return unicodedata.normalize("NFC", syllable[:-1] + after + tones)
        return syllable[: -len(before)] + after
    start = after.capitalize() if syllable[:1].isupper() else after
    return start + syllable[len(before) :]
