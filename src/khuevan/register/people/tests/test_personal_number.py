"""The personal identification number: a table of what is refused, what is asked about, what passes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.register.people.rules import clean_number, number_findings, province_of_number
from khuevan.register.people.rules.personal_number import PROVINCES

TODAY = date(2026, 11, 22)
GIRL = {"born": date(2015, 9, 5), "sex": "female"}
BOY = {"born": date(2015, 9, 5), "sex": "male"}
MAN = {"born": date(1980, 1, 2), "sex": "male"}
UNKNOWN = {"born": None, "sex": ""}


@pytest.mark.parametrize(
    ("number", "person", "codes"),
    [
        ("068315001907", GIRL, []),
        ("068215001907", BOY, []),
        ("068080001907", MAN, []),
        ("068 315 001 907", GIRL, []),
        ("068.315.001-907", GIRL, []),
        ("", GIRL, []),
        ("06831500190", GIRL, ["length"]),
        ("0683150019077", GIRL, ["length"]),
        ("245123456", MAN, ["length"]),
        ("68315001907", GIRL, ["length"]),
        ("06831500190A", GIRL, ["not_digits"]),
        ("O68315001907", GIRL, ["not_digits"]),
        ("０６８３１５００１９０７", GIRL, ["not_digits"]),
        ("068215001907", GIRL, ["sex"]),
        ("068315001907", BOY, ["sex"]),
        ("068315001907", MAN, ["century", "year", "sex"]),
        ("068180001907", MAN, ["sex"]),
        ("068280001907", MAN, ["future_year"]),
        ("068316001907", GIRL, ["year"]),
        ("068415001907", GIRL, ["future_year", "sex"]),
        ("068999001907", UNKNOWN, ["future_year"]),
        ("068327001907", UNKNOWN, ["future_year"]),
        ("099315001907", GIRL, ["province"]),
        ("003315001907", GIRL, ["province"]),
        ("068315001907", UNKNOWN, ["no_birth_date", "no_sex"]),
        ("068315001907", {"born": None, "sex": "female"}, ["no_birth_date"]),
        ("068315001907", {"born": date(2015, 1, 1), "sex": ""}, ["no_sex"]),
        ("068315111111", GIRL, ["pattern"]),
        ("068315123456", GIRL, ["pattern"]),
        ("068315987654", GIRL, ["pattern"]),
        ("000000000000", UNKNOWN, ["province", "no_birth_date", "no_sex", "pattern"]),
    ],
)
def test_numbers(number: str, person: dict[str, object], codes: list[str]) -> None:
    found = number_findings(number, born=person["born"], sex=person["sex"], on=TODAY)  # type: ignore[arg-type]
    assert [finding.code for finding in found] == codes
    doubts = {"province", "no_birth_date", "no_sex", "pattern"}
    for finding in found:
        assert finding.is_doubtful == (finding.code in doubts)
        assert finding.is_wrong != finding.is_doubtful
        assert "%(" not in str(finding)


def test_the_reason_is_said() -> None:
    (finding,) = number_findings("068215001907", on=TODAY, **GIRL)  # type: ignore[arg-type]
    assert str(finding) == "Chữ số thứ 4 (2) chỉ giới tính nam, nhưng giới tính đã ghi là nữ."
    (finding,) = number_findings("68315001907", on=TODAY, **GIRL)  # type: ignore[arg-type]
    assert "bỏ mất số 0 ở đầu" in str(finding)
    (finding,) = number_findings("245123456", on=TODAY, **MAN)  # type: ignore[arg-type]
    assert "chứng minh nhân dân cũ" in str(finding)


def test_the_table_has_the_63_provinces_of_before_the_mergers() -> None:
    assert len(PROVINCES) == 63
    assert province_of_number("067315001907") == "Đắk Nông"
    assert province_of_number("024315001907") == "Bắc Giang"
    assert province_of_number("999315001907") == ""


@given(
    st.sampled_from(sorted(PROVINCES)),
    st.dates(date(1905, 1, 1), TODAY),
    st.sampled_from(["male", "female"]),
    st.integers(0, 999_999),
)
def test_a_number_made_by_the_rule_is_never_refused(prefix: str, born: date, sex: str, tail: int) -> None:
    mark = 2 * (born.year // 100 - 19) + (sex == "female")
    number = f"{prefix}{mark}{born.year % 100:02d}{tail:06d}"
    assert not [f for f in number_findings(number, born=born, sex=sex, on=TODAY) if f.is_wrong]
    other = "male" if sex == "female" else "female"
    assert "sex" in [f.code for f in number_findings(number, born=born, sex=other, on=TODAY)]
    assert "year" in [
        f.code for f in number_findings(number, born=date(born.year + 1, 1, 1), sex=sex, on=TODAY)
    ]


@given(st.text(max_size=16))
def test_any_text_gets_an_answer(text: str) -> None:
    for finding in number_findings(text, born=None, sex="", on=TODAY):
        assert str(finding)
    assert " " not in clean_number(text)
