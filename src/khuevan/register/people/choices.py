"""Code lists of people: codes are stored and exchanged, labels are read.

Where a list comes from and how sure its codes are stands at each list; aliases, for what workbooks contain,
are compared folded (`khuevan.kernel.text.fold`).
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """DM_GIOI_TINH (QCVN 109:2017/BTTTT). Workbooks write Nam and Nữ; the national data centre 0, 1, 2."""

    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class DatePrecision(models.TextChoices):
    """How much of a birth date is known: many grandparents know the year only."""

    DAY = "day", _("ngày")
    MONTH = "month", _("tháng")
    YEAR = "year", _("năm")


class AffiliationKind(models.TextChoices):
    LEARNER = "learner", _("Người học")
    STAFF = "staff", _("Nhà giáo, nhân viên")
    OFFICER = "officer", _("Cán bộ quản lý nhà nước")
    GUARDIAN = "guardian", _("Cha mẹ, người giám hộ")
    MISTAKEN = "mistaken", _("Ghi nhầm, đã rút lại")
    """Entered by mistake and taken back (an import undone): kept, in no list and no count, and found by asking for it."""


KIND_BITS: Final = {"learner": 1, "staff": 2, "officer": 4, "guardian": 8, "mistaken": 16}
"""How `Person.kinds` holds the kinds of the open affiliations."""

REAL_KINDS: Final = [one for one in AffiliationKind.choices if one[0] != AffiliationKind.MISTAKEN]
"""What somebody can be recorded as."""


class Relationship(models.TextChoices):
    """What the guardian is to the ward. DM_MOI_QUAN_HE (QCVN 109:2017/BTTTT) names the list without
    printing it; the words are those of the household survey form.
    """

    FATHER = "father", _("Cha")
    MOTHER = "mother", _("Mẹ")
    ADOPTIVE_FATHER = "adoptive_father", _("Cha nuôi")
    ADOPTIVE_MOTHER = "adoptive_mother", _("Mẹ nuôi")
    STEPPARENT = "stepparent", _("Cha dượng, mẹ kế")
    GRANDPARENT = "grandparent", _("Ông, bà")
    SIBLING = "sibling", _("Anh, chị")
    UNCLE_AUNT = "uncle_aunt", _("Cô, dì, chú, bác, cậu")
    GUARDIAN = "guardian", _("Người giám hộ")
    SPONSOR = "sponsor", _("Người đỡ đầu")
    OTHER = "other", _("Người chăm sóc khác")


PARENTS: Final = frozenset({"father", "mother", "adoptive_father", "adoptive_mother"})

SEX_OF_RELATIONSHIP: Final = {
    "father": "male",
    "adoptive_father": "male",
    "mother": "female",
    "adoptive_mother": "female",
}

ETHNIC_GROUPS: Final[dict[str, str]] = {
    "01": "Kinh",
    "02": "Tày",
    "03": "Thái",
    "04": "Hoa",
    "05": "Khơ-me",
    "06": "Mường",
    "07": "Nùng",
    "08": "HMông",
    "09": "Dao",
    "10": "Gia-rai",
    "11": "Ngái",
    "12": "Ê-đê",
    "13": "Ba-na",
    "14": "Xơ-đăng",
    "15": "Sán Chay",
    "16": "Cơ-ho",
    "17": "Chăm",
    "18": "Sán Dìu",
    "19": "Hrê",
    "20": "Mnông",
    "21": "Ra-glai",
    "22": "Xtiêng",
    "23": "Bru - Vân Kiều",
    "24": "Thổ",
    "25": "Giáy",
    "26": "Cơ-tu",
    "27": "Gié - Triêng",
    "28": "Mạ",
    "29": "Khơ-mú",
    "30": "Co",
    "31": "Tà-ôi",
    "32": "Chơ-ro",
    "33": "Kháng",
    "34": "Xinh-mun",
    "35": "Hà Nhì",
    "36": "Chu-ru",
    "37": "Lào",
    "38": "La Chí",
    "39": "La Ha",
    "40": "Phù Lá",
    "41": "La Hủ",
    "42": "Lự",
    "43": "Lô Lô",
    "44": "Chứt",
    "45": "Mảng",
    "46": "Pà Thẻn",
    "47": "Cơ Lao",
    "48": "Cống",
    "49": "Bố Y",
    "50": "Si La",
    "51": "Pu Péo",
    "52": "Brâu",
    "53": "Ơ Đu",
    "54": "Rơ-măm",
    "55": "Người nước ngoài",
    "56": "Không rõ",
}
"""DM_DAN_TOC in the order of QĐ 121-TCTK/PPCĐ (1979), as sector systems use it. The census of the
statistics office orders the groups otherwise (there 04 is Mường): an import has to say which list it means.
Code 56 was seen in one system only.
"""

ETHNIC_ALIASES: Final[dict[str, str]] = {
    "khmer": "05",
    "kho me": "05",
    "mong": "08",
    "h mong": "08",
    "meo": "08",
    "jrai": "10",
    "gia lai": "10",
    "ede": "12",
    "e de": "12",
    "rhade": "12",
    "bahnar": "13",
    "banar": "13",
    "xe dang": "14",
    "san chi": "15",
    "cao lan": "15",
    "k ho": "16",
    "kho": "16",
    "co ho": "16",
    "cil": "16",
    "lach": "16",
    "cham": "17",
    "m nong": "20",
    "raglay": "21",
    "raglai": "21",
    "s tieng": "22",
    "stieng": "22",
    "van kieu": "23",
    "ko tu": "26",
    "gie trieng": "27",
    "ma": "28",
    "churu": "36",
    "cho ro": "32",
    "nuoc ngoai": "55",
}

ETHNIC_MAJORITY: Final = "01"

RELIGIONS: Final[dict[str, str]] = {
    "none": "Không",
    "buddhist": "Phật giáo",
    "catholic": "Công giáo",
    "protestant": "Tin lành",
    "caodai": "Cao đài",
    "hoahao": "Phật giáo Hòa hảo",
    "muslim": "Hồi giáo",
    "brahmanist": "Bà-la-môn",
    "tuanhieunghia": "Tứ ân hiếu nghĩa",
    "buusonkyhuong": "Bửu sơn kỳ hương",
    "minhsu": "Minh sư đạo",
    "minhly": "Minh lý đạo",
    "bahai": "Baha'i",
    "tinhdocusi": "Tịnh độ cư sĩ Phật hội",
}
"""DM_TON_GIAO (QĐ 121-TCTK/PPCĐ and QĐ 132/QĐ-TGCP): names as an import tool of the sector accepts them.
The numeric codes were not found, so the codes here are our own and are mapped by name in an exchange.
"""

NATIONALITIES: Final[dict[str, str]] = {
    "VN": "Việt Nam",
    "LA": "Lào",
    "KH": "Campuchia",
    "CN": "Trung Quốc",
    "TW": "Đài Loan",
    "KR": "Hàn Quốc",
    "JP": "Nhật Bản",
    "TH": "Thái Lan",
    "PH": "Philippines",
    "MY": "Malaysia",
    "SG": "Singapore",
    "ID": "Indonesia",
    "IN": "Ấn Độ",
    "RU": "Nga",
    "US": "Hoa Kỳ",
    "CA": "Canada",
    "AU": "Úc",
    "NZ": "New Zealand",
    "GB": "Anh",
    "FR": "Pháp",
    "DE": "Đức",
    "PL": "Ba Lan",
    "CZ": "Séc",
    "ZZ": "Nước khác",
}
"""DM_NUOC: alpha-2 codes of TCVN 7217 (ISO 3166-1), those met in schools; ZZ stands for any other country."""


def _pairs(codes: dict[str, str]) -> list[tuple[str, str]]:
    return list(codes.items())


ETHNIC_CHOICES: Final = _pairs(ETHNIC_GROUPS)
RELIGION_CHOICES: Final = _pairs(RELIGIONS)
NATIONALITY_CHOICES: Final = _pairs(NATIONALITIES)
