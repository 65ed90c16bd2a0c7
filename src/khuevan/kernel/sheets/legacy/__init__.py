"""Vietnamese text from before Unicode, inside files of today: TCVN3 (ABC) and VNI. No Django.

Such text was written in fonts that draw Vietnamese letters in place of Western ones, so a workbook holds
«NguyÔn V¨n» or «Nguyeãn Vaên» where the page showed Nguyễn Văn.
"""

from .detection import Verdict, judge
from .tables import ENCODINGS, convert

__all__ = ["ENCODINGS", "Verdict", "convert", "judge"]
