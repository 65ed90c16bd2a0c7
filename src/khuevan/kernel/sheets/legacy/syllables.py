"""Whether a word can be a Vietnamese syllable: by its parts, not by a dictionary."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
_ONSET: Final = "(?:b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|q|r|s|th|tr|t|v|x)?"
_RHYMES: Final = """
a ac ach ai am an ang anh ao ap at au ay  ăc ăm ăn ăng ăp ăt  âc âm ân âng âp ât âu ây
e ec em en eng eo ep et  ê êch êm ên ênh êp êt êu  i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oc oe oen oeo oet oi om on ong ooc oong
op ot  ô ôc ôi ôm ôn ông ôp ôt  ơ ơi ơm ơn ơp ơt
u ua uâc uân uâng uât uây uc ue uê uêch uên uênh uêt uêu ui um un ung uôc uôi uôm uôn uông uôt up ut uơ uơn uy uya uych
uyên uyêt uyn uynh uyp uyt uyu  ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu ya
"""
_SYLLABLE: Final = re.compile(f"{_ONSET}(?:{'|'.join(sorted(_RHYMES.split(), key=len, reverse=True))})")
_ENDS_SHARP: Final = re.compile(r"(?:c|ch|p|t)$")


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Letters of one onset and one rhyme with at most one tone; a rhyme on c, ch, p, t bears sắc, nặng or none."""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = [sign for sign in apart if sign in _TONES]
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(sign for sign in apart if sign not in _TONES))
    if not _SYLLABLE.fullmatch(plain):
        return False
    return not (_ENDS_SHARP.search(plain) and tones and tones[0] in "\u0300\u0309\u0303")
