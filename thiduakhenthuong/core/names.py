"""Vietnamese names: what is stored, what is searched, what is sorted, what is suspicious.

A name is stored as on the paper (`clean`); everything else here is derived from it and may be
rebuilt at any time. Nothing in this module "corrects" a name by itself: repairs are offered.
"""

import re
from typing import NamedTuple
from unicodedata import combining, normalize

from thiduakhenthuong.core.alphabet import LETTERS, TONES, split_tones
from thiduakhenthuong.core.legacy_text import decode_legacy  # noqa: F401  part of this module's face

# Letters that look like another one on paper: eth, d with tail, Cyrillic, Greek, apostrophes.
SAME = str.maketrans(
    "\u00f0\u0256\u0430\u0435\u043e\u0441\u0440\u0445\u0443\u0456\u03bf\u03b1\u03bd\u02bc\u2019\u2018`\u00b4",
    "đđaeocpxyioav'''''",
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# What no paper can carry and no database, workbook or PDF takes: control characters that are not white space, marks that
# turn the direction of writing, halves of surrogate pairs, non-characters.
UNWRITABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2061-\u206f\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]"
)
FINAL_Y = re.compile(r"(?:(?<![aăâeêioôơuưy])|(?<=\bqu))y\Z")  # Lý, Mỹ, sỹ, quý; not thủy, tay


# --- stored form and keys ---------------------------------------------------------------------


def clean(name):
    """The stored form: NFC, single spaces, no invisible and no unwritable characters, otherwise as written."""
    return " ".join(normalize("NFC", INVISIBLE.sub("", UNWRITABLE.sub("", name))).split())


def writable(sent):
    """A text, or every text inside lists and objects, without the characters that no paper can carry; the rest stays."""
    if isinstance(sent, dict):
        return {writable(key): writable(value) for key, value in sent.items()}
    if isinstance(sent, list):
        return [writable(value) for value in sent]
    return UNWRITABLE.sub("", sent) if isinstance(sent, str) else sent


def fold(name):
    """Lower case, NFD, look-alike letters unified: the common ground of all keys."""
    return normalize("NFD", clean(name).lower().translate(SAME))


def same_name_key(name):
    """Strict key for duplicates: tone at the end of its syllable, final i and y alike.

    hòa = hoà, quý = quí, Lý = Lí, sĩ = sỹ; but hòa ≠ hóa ≠ hoa and thủy ≠ thủi.
    """
    words = map(split_tones, fold(name).split())
    return normalize("NFC", " ".join(FINAL_Y.sub("i", letters) + tones for letters, tones in words))


def search_key(name):
    """Loose key for search and headings: Đặng Văn Hoà → "dang van hoa"."""
    return normalize("NFC", "".join(c for c in fold(name) if not combining(c))).replace("đ", "d")


# --- sorting ----------------------------------------------------------------------------------

# Keys are cut at the width of their columns, which only names beyond some 120 letters and texts
# beyond some 220 reach: a cut key still sorts right up to there.
NAME_KEY_LENGTH, TEXT_KEY_LENGTH = 300, 500

# Two characters per letter, digits and small letters only, so that the order is the same under
# any collation of SQLite and PostgreSQL: a → "a0", ă → "a1", â → "a2", b → "b0", đ → "d1".
_CODES = {}
for _letter in LETTERS:
    _base = search_key(_letter)
    _CODES[_letter] = f"{_base}{sum(code[0] == _base for code in _CODES.values())}"
_TONE_DIGIT = {mark: str(order) for order, mark in enumerate(TONES, start=1)}


def _word_key(word):
    """(letters, tone digit) of one syllable; numbers sort by value: 2 before 10."""
    plain, tones = split_tones(word)
    parts = []
    for token in re.findall(r"[0-9]+|.", plain):
        if token[0].isdecimal() and token.isascii():
            digits = token.lstrip("0") or "0"
            parts.append(f"1{min(len(digits), 9)}{digits}")
        else:
            parts.append(_CODES.get(token, ""))
    return "".join(parts), _TONE_DIGIT[tones[0]] if tones else "0"


def sort_key_text(text):
    """Sort key in reading order, for units and collectives: ASCII, at most TEXT_KEY_LENGTH."""
    words = [key for key in map(_word_key, re.findall(r"[^\s\-–/,.;:()]+", fold(text))) if key[0]]
    key = "01".join(letters for letters, _ in words) + "00" + "".join(tone for _, tone in words)
    return key[:TEXT_KEY_LENGTH]


def sort_key(full_name):
    """Sort key of a person: given name, then family name, then middle names.

    Vietnamese alphabet, then tones ngang, huyền, hỏi, ngã, sắc, nặng. ASCII digits and small
    letters, right under bytewise comparison, at most NAME_KEY_LENGTH characters.
    """
    words = clean(full_name).split()
    given, family, middle = words[-1:], words[:-1][:1], words[1:-1]
    return "00".join(sort_key_text(" ".join(part)) for part in (given, family, middle))[:NAME_KEY_LENGTH]


# --- suspicious letters -----------------------------------------------------------------------


def lookalikes(name):
    """The letters of `name` that look like another one ("Ð" for "Đ"), each once, in order."""
    found = (c for c in clean(name) if c.isalpha() and c.lower().translate(SAME) != c.lower())
    return tuple(dict.fromkeys(c for c in found if c != "\u02bc"))


def repair(name):
    """The cleaned name with look-alike letters replaced and their case kept: offered, not forced."""
    wrong = set(lookalikes(name))
    fixed = (c.lower().translate(SAME) if c in wrong else c for c in clean(name))
    return "".join(f.upper() if c.isupper() else f for c, f in zip(clean(name), fixed, strict=True))


# --- prefixes and case ------------------------------------------------------------------------

HONORIFICS = {"ông": "Ông", "bà": "Bà", "đ/c": "Đồng chí", "đồng chí": "Đồng chí", "đc": "Đồng chí"}
TITLES = (
    r"GS|PGS|TSKH|TS|Th\.?S|BS(?:\.?CK\s?(?:II|I|1|2))?|DS(?:\.?CK\s?(?:II|I))?|KS|CN|LS|NGND|NGƯT|NSND|NSƯT|TTND|TTƯT"
    r"|giáo sư|phó giáo sư|tiến sĩ|tiến sỹ|thạc sĩ|thạc sỹ|bác sĩ|bác sỹ|dược sĩ|dược sỹ|kỹ sư|kĩ sư|cử nhân|luật sư"
    r"|(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy|uý)"
)
_HONORIFIC = re.compile(r"(ông|bà|đ/c|đ\.c|đc|đồng chí)(?:\s*[:.]\s*|\s+)(?=\S)", re.IGNORECASE)
_TITLE = re.compile(rf"({TITLES})(?:\s*[.,:]\s*|\s+)(?=\S)", re.IGNORECASE)


class SplitName(NamedTuple):
    """A name cell taken apart; `honorific` and `title` are "" when absent."""

    honorific: str
    title: str
    name: str


def split_honorific(text):
    """Split "Ông:", "Bà", "Đ/c", "ThS." … off a name.

    The honorific comes back as "Ông", "Bà" or "Đồng chí", the title as written. "Ông" followed
    by a single word is left alone: Ông is also a family name.
    """
    honorific, titles, rest = "", [], clean(text)
    while match := (_HONORIFIC.match(rest) if not honorific else None) or _TITLE.match(rest):
        tail = rest[match.end() :]
        if match.re is _TITLE:
            titles.append(match[1])
        elif " " not in tail and match[0].endswith(" ") and ":" not in match[0]:
            break
        else:
            honorific = HONORIFICS[match[1].lower().replace("đ.c", "đ/c")]
        rest = tail
    return SplitName(honorific, " ".join(titles), rest)


def proper_case(name):
    """Capitalise every syllable of a name typed in one case only; mixed case stays as it is."""
    name = clean(name)
    if name != name.upper() and name != name.lower():
        return name
    return re.sub(r"[^\s\-'’]+", lambda m: m[0][:1].upper() + m[0][1:].lower(), name)


# --- near duplicates --------------------------------------------------------------------------


def near(a, b):
    """True when two names differ by accents only, or by one slip in one syllable."""
    left, right = search_key(a).split(), search_key(b).split()
    if left == right:
        return True
    changed = [pair for pair in zip(left, right, strict=False) if pair[0] != pair[1]]
    return len(left) == len(right) and len(changed) == 1 and _one_slip(*changed[0])


def _one_slip(a, b):
    """True when one inserted, dropped, replaced or swapped letter turns `a` into `b`."""
    if len(a) > len(b):
        a, b = b, a
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(b) == len(a) + 1:
        return a[start:] == b[start + 1 :]
    swapped = a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    return len(a) == len(b) and (a[start + 1 :] == b[start + 1 :] or swapped)
