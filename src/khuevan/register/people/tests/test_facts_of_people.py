"""Names, birth dates, contacts and ages: tables of what is refused, asked about, repaired."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.register.people import choices
from khuevan.register.people.rules import (
    BirthDate,
    PersonFacts,
    age_findings,
    age_on,
    clean_name,
    clean_phone,
    clean_sector_id,
    email_findings,
    guardian_findings,
    name_columns,
    name_findings,
    parse_birth_date,
    person_findings,
    phone_findings,
    sector_id_findings,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Nguyễn Thị Ánh", []),
        ("K'Brôih", []),
        ("H'Hen Niê", []),
        ("Y Wang Niê Kđăm", []),
        ("Lê Ma-ri", []),
        ("Ly", []),
        ("", ["empty"]),
        (" \u200b ", ["empty"]),
        ("---", ["empty"]),
        ("Nguyễn Văn A1", ["digits"]),
        ("Nguyễn Văn ②", ["digits"]),
        ("Nguyễn <b>An</b>", ["signs"]),
        ("Nguyễn_An", ["signs"]),
        ("Иван Петров", ["signs"]),
        ("王小明", ["signs"]),
        ("Nguyễn An 😀", ["signs"]),
        ("Nguyễn " * 20, ["long"]),
        ("Nguyễn Phúc Bảo Long Công Tằng Tôn Nữ Thị Thùy Dương Anh", ["long"]),
        ("NGUYỄN VĂN AN", ["case"]),
        ("nguyễn văn an", ["case"]),
        (unicodedata.normalize("NFD", "Nguyễn Thị Ánh"), ["decomposed"]),
        ("Nguyễn  Văn   An", ["cleaned"]),
        ("K’Brôih", ["cleaned"]),
        ("Nguyễn\u200b An", ["cleaned"]),
    ],
)
def test_names(text: str, codes: list[str]) -> None:
    found = name_findings(text)
    assert [finding.code for finding in found] == codes
    assert all("%(" not in str(finding) for finding in found)


def test_decomposed_names_are_repaired_and_said_so() -> None:
    typed = unicodedata.normalize("NFD", "Đặng Thị Ánh")
    (finding,) = name_findings(typed)
    assert not finding.is_wrong
    assert not finding.is_doubtful
    assert "«Đặng Thị Ánh»" in str(finding)
    assert clean_name(typed) == "Đặng Thị Ánh"
    assert name_columns(clean_name(typed)) == name_columns("Đặng Thị Ánh")


def test_columns_of_a_name() -> None:
    columns = name_columns("K'Brôih")
    assert (columns.search, columns.given) == ("k broih kbroih", "kbroih")
    assert name_columns("Đặng Thị Ánh").given == "anh"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("05/09/2015", BirthDate(date(2015, 9, 5))),
        ("5/9/2015", BirthDate(date(2015, 9, 5))),
        ("5-9-2015", BirthDate(date(2015, 9, 5))),
        ("05.09.2015", BirthDate(date(2015, 9, 5))),
        (" 5 / 9 / 2015 ", BirthDate(date(2015, 9, 5))),
        ("2015-09-05", BirthDate(date(2015, 9, 5))),
        ("2015-09-05 00:00:00", BirthDate(date(2015, 9, 5))),
        ("29/02/2016", BirthDate(date(2016, 2, 29))),
        ("9/2015", BirthDate(date(2015, 9, 1), "month")),
        ("1954", BirthDate(date(1954, 1, 1), "year")),
        ("22/11/2026", BirthDate(date(2026, 11, 22))),
        ("", None),
    ],
)
def test_birth_dates_read(text: str, expected: BirthDate | None) -> None:
    assert parse_birth_date(text, on=TODAY) == (expected, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("30/02/2015", "lunar"),
        ("30/2/1960", "lunar"),
        ("29/02/2015", "lunar"),
        ("2015-02-30", "lunar"),
        ("31/02/2015", "no_day"),
        ("31/04/2015", "no_day"),
        ("00/04/2015", "no_day"),
        ("32/01/2015", "no_day"),
        ("05/13/2015", "no_month"),
        ("13/2015", "no_month"),
        ("5/9/15", "short_year"),
        ("5/9/20155", "short_year"),
        ("23/11/2026", "future"),
        ("2027", "future"),
        ("01/01/1899", "too_old"),
        ("01/01/0000", "no_year"),
        ("mồng năm tháng chín", "unreadable"),
        ("٥/٩/٢٠١٥", "unreadable"),
        ("5/9", "unreadable"),
        ("42252", "unreadable"),
    ],
)
def test_birth_dates_refused_with_the_reason(text: str, code: str) -> None:
    born, findings = parse_birth_date(text, on=TODAY)
    assert born is None
    assert [finding.code for finding in findings] == [code]
    assert findings[0].is_wrong
    assert "%(" not in str(findings[0])


def test_a_lunar_date_is_called_one() -> None:
    _, (finding,) = parse_birth_date("30/02/2015", on=TODAY)
    assert "âm lịch" in str(finding)
    _, (finding,) = parse_birth_date("05/13/2015", on=TODAY)
    assert "đảo chỗ" in str(finding)


@given(st.dates(date(1905, 1, 1), TODAY))
def test_every_real_day_is_read_back(day: date) -> None:
    born, findings = parse_birth_date(str(BirthDate(day)), on=TODAY)
    assert (born, findings) == (BirthDate(day), ())
    assert parse_birth_date(day.isoformat(), on=TODAY)[0] == BirthDate(day)


@given(st.text(max_size=20))
def test_any_text_as_birth_date_gets_an_answer(text: str) -> None:
    born, findings = parse_birth_date(text, on=TODAY)
    assert (born is None) or not findings


@pytest.mark.parametrize(
    ("text", "kept", "code"),
    [
        ("0912 345 678", "0912345678", ""),
        ("+84 912.345.678", "0912345678", ""),
        ("84912345678", "0912345678", ""),
        ("0263 382 2345", "02633822345", ""),
        ("+856 20 5555 1234", "+8562055551234", ""),
        ("", "", ""),
        ("912345678", "912345678", "zero_lost"),
        ("01234567890", "01234567890", "old_prefix"),
        ("0612345678", "0612345678", "shape"),
        ("abc", "abc", "shape"),
    ],
)
def test_telephone_numbers(text: str, kept: str, code: str) -> None:
    assert clean_phone(text) == kept
    assert "".join(finding.code for finding in phone_findings(text)) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("an@truong.edu.vn", ""),
        ("", ""),
        ("an@", "shape"),
        ("an vn@x.vn", "shape"),
        ("An@gmail.con", "domain"),
    ],
)
def test_mail_addresses(text: str, code: str) -> None:
    assert "".join(finding.code for finding in email_findings(text)) == code


def test_sector_identifiers() -> None:
    assert clean_sector_id(" 68 0000 1234 ab ") == "6800001234AB"
    assert sector_id_findings("68-00001234") == ()
    assert [f.code for f in sector_id_findings("68/1")] == ["shape"]


def test_ages() -> None:
    assert age_on(date(2015, 11, 22), TODAY) == 11
    assert age_on(date(2015, 11, 23), TODAY) == 10
    assert age_on(date(2016, 2, 29), date(2027, 2, 28)) == 10


@pytest.mark.parametrize(
    ("born", "kind", "code"),
    [
        ("01/01/2015", "learner", ""),
        ("01/11/2026", "learner", "learner_age"),
        ("1930", "learner", "learner_age"),
        ("01/01/2013", "staff", "worker_too_young"),
        ("01/01/2010", "staff", "worker_age"),
        ("01/01/1945", "officer", "worker_age"),
        ("01/01/1990", "staff", ""),
        ("01/01/2012", "guardian", "guardian_age"),
        ("", "staff", ""),
    ],
)
def test_ages_of_kinds(born: str, kind: str, code: str) -> None:
    value = parse_birth_date(born, on=TODAY)[0]
    assert "".join(finding.code for finding in age_findings(value, kind, on=TODAY)) == code


@pytest.mark.parametrize(
    ("guardian", "ward", "sex", "relationship", "legal", "codes"),
    [
        ("1985", "2015", "female", "mother", True, []),
        ("1985", "2015", "male", "mother", True, ["sex"]),
        ("2015", "2015", "female", "mother", False, ["order"]),
        ("2004", "2015", "female", "mother", True, ["gap"]),
        ("2010", "2015", "female", "sibling", True, ["minor"]),
        ("2010", "2015", "female", "sibling", False, []),
        ("", "2015", "", "father", True, []),
    ],
)
def test_guardians(
    guardian: str, ward: str, sex: str, relationship: str, legal: bool, codes: list[str]
) -> None:
    found = guardian_findings(
        guardian_born=parse_birth_date(guardian, on=TODAY)[0],
        ward_born=parse_birth_date(ward, on=TODAY)[0],
        guardian_sex=sex,
        expected_sex=choices.SEX_OF_RELATIONSHIP.get(relationship, ""),
        is_parent=relationship in choices.PARENTS,
        is_legal_representative=legal,
        on=TODAY,
    )
    assert [finding.code for finding in found] == codes


def test_all_facts_are_judged_together() -> None:
    facts = PersonFacts(full_name="An2", sex="male", national_id="1", phone="9", email="x", sector_id="!")
    subjects = {finding.subject for finding in person_findings(facts, kind="learner", on=TODAY)}
    assert subjects == {"full_name", "national_id", "phone", "email", "sector_id"}


def test_code_lists() -> None:
    assert list(choices.ETHNIC_GROUPS) == [f"{number:02d}" for number in range(1, 57)]
    assert choices.ETHNIC_GROUPS["12"] == "Ê-đê"
    assert choices.ETHNIC_GROUPS["06"] == "Mường"
    assert set(choices.ETHNIC_ALIASES.values()) <= set(choices.ETHNIC_GROUPS)
    assert set(choices.KIND_BITS) == set(choices.AffiliationKind.values)
