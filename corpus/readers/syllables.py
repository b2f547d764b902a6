"""What a Vietnamese syllable looks like: evidence for or against an encoding."""

import re
import unicodedata
from functools import lru_cache

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
oe oem oen oeo oet ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uôc uôi uôm uôn uông uôt uơ
uy uya uych uyn uynh uyp uyt uyu uyên uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu
ươc ươi ươm ươn ương ươp ươt ươu y ych yt ynh yêm yên yêng yêt yêu
"""
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHAPE = re.compile(
    f"(?:{'|'.join(sorted(_ONSETS.split(), key=len, reverse=True))})?"
    f"(?P<rime>{'|'.join(sorted(_RIMES.split(), key=len, reverse=True))})"
)
_SHARP = re.compile("(?:[cpt]|ch)$")  # such rimes carry the sharp or the heavy tone only


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Tell whether a word, in any case, could be one syllable of Vietnamese as it is spelt."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in letters if c in _TONES]
    toneless = unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))
    shape = _SHAPE.fullmatch(toneless)
    if shape is None or len(tones) > 1:
        return False
    return not _SHARP.search(shape["rime"]) or tones in (["\u0301"], ["\u0323"])
