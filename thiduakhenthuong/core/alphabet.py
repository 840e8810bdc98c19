"""The Vietnamese alphabet: letters in the order of the dictionary, and the five tone marks."""

from unicodedata import normalize

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of the dictionary


def split_tones(text):
    """(letters in NFC without tone marks, the tone marks in order): "ngọc" → ("ngoc", "\\u0323")."""
    apart = normalize("NFD", text)
    return normalize("NFC", "".join(c for c in apart if c not in TONES)), "".join(c for c in apart if c in TONES)
