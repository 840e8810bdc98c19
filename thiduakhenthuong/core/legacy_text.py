"""Text typed in the encodings used before Unicode: recognised and offered for conversion."""

import re
from unicodedata import normalize

from thiduakhenthuong.core.alphabet import LETTERS, split_tones

VOWELS = "aăâeêioôơuưy"
_TCVN3 = str.maketrans(
    "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
)
_VNI_TONES = dict(zip("øûõùï", "\u0300\u0309\u0303\u0301\u0323", strict=True))
_VNI_HAT = dict(zip("âàåãáä", ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"), strict=True))
_VNI_BREVE = dict(zip("êèúüéë", ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"), strict=True))
_VNI_SINGLE = dict(zip("ôöñæóòîíì", "ơưđỉĩịỵíì", strict=True))
_VNI_CHARS = {*_VNI_TONES, *_VNI_HAT, *_VNI_BREVE, *_VNI_SINGLE}
_VNI = re.compile("([aeouyôö])([øûõùïâàåãáäêèúüéë])|([ôöñæóòîíì])", re.IGNORECASE)
_VNI_ONLY = re.compile("[ae][âàåãáäêèúüéëøûõùï]|[ñöøåäëûïæî]", re.IGNORECASE)
_SYLLABLE = re.compile(rf"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?[{VOWELS}]{{1,3}}(?:ng|nh|ch|[cmnpt])?")


def decode_legacy(text):
    """The text in Unicode when it was typed in TCVN3 or VNI, else None.

    Give it the cell as read: cleaning drops U+00AD, which is "ư" in TCVN3. A conversion is
    returned only when every word becomes a possible Vietnamese syllable.
    """
    text = normalize("NFC", text)
    for looks, decode in ((_looks_tcvn3, _from_tcvn3), (_looks_vni, _from_vni)):
        if looks(text) and _vietnamese(decoded := decode(text)):
            return decoded
    return None


def _strange(text):
    """Characters no Vietnamese text holds; eth is left out, it is a common slip for Đ."""
    plain, _ = split_tones(text.lower().replace("ð", ""))
    return [c for c in plain if not c.isascii() and c not in LETTERS]


def _looks_tcvn3(text):
    known = all(c.isascii() or ord(c) in _TCVN3 for c in text)
    return known and bool(_strange(text) or re.search("[a-z][\u00c6-\u00de]", text))


def _from_tcvn3(text):
    shouted = re.sub("[^A-Za-z]", "", text).isupper()
    decoded = text.translate(_TCVN3)
    return decoded.upper() if shouted else decoded


def _looks_vni(text):
    known = all(c.isascii() or c.lower() in _VNI_CHARS for c in text)
    return known and bool(_VNI_ONLY.search(text))


def _from_vni(text):
    return normalize("NFC", _VNI.sub(_vni_letter, text))


def _vni_letter(match):
    base, mark, single = match.groups()
    letter = _vni_pair(base.lower(), mark.lower()) if base else _VNI_SINGLE[single.lower()]
    return letter.upper() if (base or single).isupper() else letter


def _vni_pair(base, mark):
    """One vowel followed by its marks: "a" + "å" is ẩ."""
    base = {"ô": "ơ", "ö": "ư"}.get(base, base)
    if mark in _VNI_TONES:
        return base + _VNI_TONES[mark]
    if mark in _VNI_HAT:
        return base + "\u0302" + _VNI_HAT[mark]
    return base + "\u0306" + _VNI_BREVE[mark]


def _vietnamese(text):
    """True when every word of letters is a possible syllable with at most one tone."""
    for word in re.findall(r"[^\W\d_]+", text.lower()):
        plain, marks = split_tones(word)
        if len(marks) > 1 or not _SYLLABLE.fullmatch(plain):
            return False
    return True
