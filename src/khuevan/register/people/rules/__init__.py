"""What counts as a right, a doubtful and a wrong fact about a person. Pure functions on values."""

from .ages import age_findings, age_on, guardian_findings
from .birth_dates import BirthDate, birth_date_findings, parse_birth_date
from .contacts import (
    clean_email,
    clean_phone,
    clean_sector_id,
    email_findings,
    phone_findings,
    sector_id_findings,
)
from .findings import Finding, doubtful, doubtful_ones, noted, wrong, wrong_ones
from .names import NameColumns, clean_name, name_columns, name_findings
from .person import PersonFacts, number_is_doubtful, person_findings
from .personal_number import clean_number, number_findings, province_of_number

__all__ = [
    "BirthDate",
    "Finding",
    "NameColumns",
    "PersonFacts",
    "age_findings",
    "age_on",
    "birth_date_findings",
    "clean_email",
    "clean_name",
    "clean_number",
    "clean_phone",
    "clean_sector_id",
    "doubtful",
    "doubtful_ones",
    "email_findings",
    "guardian_findings",
    "name_columns",
    "name_findings",
    "noted",
    "number_findings",
    "number_is_doubtful",
    "parse_birth_date",
    "person_findings",
    "phone_findings",
    "province_of_number",
    "sector_id_findings",
    "wrong",
    "wrong_ones",
]
