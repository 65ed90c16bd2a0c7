"""All that is said of a person at once, cleaned, and judged together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from khuevan.kernel.text import nfc

from .ages import age_findings
from .birth_dates import BirthDate, birth_date_findings
from .contacts import (
    clean_email,
    clean_phone,
    clean_sector_id,
    email_findings,
    phone_findings,
    sector_id_findings,
)
from .findings import Finding
from .names import clean_name, name_findings
from .personal_number import clean_number, number_findings


@dataclass(frozen=True)
class PersonFacts:
    """What a form, a workbook or the API says of a person. Codes are those of `choices`; "" is unknown."""

    full_name: str
    born: BirthDate | None = None
    sex: str = ""
    national_id: str = ""
    sector_id: str = ""
    nationality: str = "VN"
    ethnicity: str = ""
    religion: str = ""
    birthplace: str = ""
    home_address: str = ""
    home_commune_id: int | None = None
    permanent_address: str = ""
    permanent_commune_id: int | None = None
    current_address: str = ""
    current_commune_id: int | None = None
    phone: str = ""
    email: str = ""

    def cleaned(self) -> PersonFacts:
        return replace(
            self,
            full_name=clean_name(self.full_name),
            national_id=clean_number(self.national_id),
            sector_id=clean_sector_id(self.sector_id),
            birthplace=nfc(self.birthplace),
            home_address=nfc(self.home_address),
            permanent_address=nfc(self.permanent_address),
            current_address=nfc(self.current_address),
            phone=clean_phone(self.phone),
            email=clean_email(self.email),
        )


def person_findings(facts: PersonFacts, *, kind: str, on: date) -> tuple[Finding, ...]:
    """Everything that is wrong, doubtful or repaired; `kind` of affiliation, or "" to leave the age alone."""
    born = facts.born
    return (
        *name_findings(facts.full_name),
        *(birth_date_findings(born, on=on) if born else ()),
        *number_findings(facts.national_id, born=born.on if born else None, sex=facts.sex, on=on),
        *sector_id_findings(facts.sector_id),
        *phone_findings(facts.phone),
        *email_findings(facts.email),
        *(age_findings(born, kind, on=on) if kind else ()),
    )


def number_is_doubtful(facts: PersonFacts, *, on: date) -> bool:
    """Whether the stored number still has a doubt, for the list of numbers to be checked."""
    born = facts.born.on if facts.born else None
    return any(
        finding.is_doubtful for finding in number_findings(facts.national_id, born=born, sex=facts.sex, on=on)
    )
