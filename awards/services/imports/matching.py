"""Which unit and which kind of award a list means by its words."""

import re
from datetime import date
from functools import cached_property
from typing import NamedTuple

from awards.models import AwardKind
from awards.queries.imports import UnitRow, succession_pairs
from awards.services.imports.vocabulary import award_words, loose_key
from thiduakhenthuong.core.names import clean, near

FOUND, DEAD, AMBIGUOUS, NEAR, UNKNOWN = "found", "dead", "ambiguous", "near", "unknown"


class UnitMatch(NamedTuple):
    """`units`: the one found, those that do not exist on the day (the latest first), the several, or the nearest ones."""

    kind: str
    units: tuple[UnitRow, ...] = ()
    instead: tuple[UnitRow, ...] = ()


class UnitIndex:
    """All units by the keys of their names; those under the proposing unit come first."""

    def __init__(self, rows: list[UnitRow], *, home: UnitRow, day: date):
        self.day, self.home = day, home
        self.by_pk = {row.pk: row for row in rows}
        self.endings = self._own_endings()
        self.near_home, self.province, self.anywhere, self.seen = {}, {}, {}, {}
        root = f"/{home.path.split('/')[1]}/"
        for row in rows:
            inside = row.path.startswith(home.path)
            for key in self._keys(row, inside=inside):
                self.anywhere.setdefault(key, []).append(row)
                if row.path.startswith(root):
                    self.province.setdefault(key, []).append(row)
                if inside:
                    self.near_home.setdefault(key, []).append(row)

    def _own_endings(self) -> tuple[str, ...]:
        """ "huyen nam sach" and "huyen": an office of the district may leave them out."""
        whole = loose_key(self.home.name)
        return (f" {whole}", f" {whole.split()[0]}") if whole else ()

    def _keys(self, row: UnitRow, *, inside: bool) -> set[str]:
        name = loose_key(row.name)
        keys = {name, loose_key(row.short_name)} if row.short_name else {name}
        if inside:
            keys.add(self._bare(name))
        elif row.place:
            keys.add(f"{name} {loose_key(row.place)}")
        return keys - {""}

    def _bare(self, key: str) -> str:
        ending = next((e for e in self.endings if key.endswith(e)), "")
        return key.removesuffix(ending) or key

    def find(self, text: str) -> UnitMatch:
        """The unit meant by a cell; remembered, because lists repeat."""
        if text not in self.seen:
            self.seen[text] = self._find(text)
        return self.seen[text]

    def _find(self, text: str) -> UnitMatch:
        whole = loose_key(text)
        parts = re.split(r"[,;()]", text)
        keys = [whole, self._bare(whole), *map(loose_key, parts if len(parts) > 1 else ())]
        for places in (self.near_home, self.province, self.anywhere):
            for key in keys:
                if alive := [row for row in places.get(key, ()) if row.lives_on(self.day)]:
                    kind = FOUND if len(alive) == 1 else AMBIGUOUS
                    return UnitMatch(kind, tuple(alive))
            for key in keys[:2]:
                if dead := places.get(key):
                    return UnitMatch(DEAD, tuple(reversed(dead)), tuple(self._instead(dead[-1])))
        return self._nearest(whole)

    def certain(self, text: str) -> UnitRow | None:
        """The one unit that bears this name, living on the day or not; None when the words leave a doubt."""
        match = self.find(text)
        if match.kind not in (FOUND, DEAD) or len(match.units) > 1:
            return None
        whole, row = loose_key(text), match.units[0]
        head = loose_key(re.split(r"[,;()]", text)[0])  # "Tổ 5, xã Nam Trung" is not the commune
        names = self._keys(row, inside=row.path.startswith(self.home.path))
        return row if names & {whole, self._bare(whole), head} else None

    def split(self, text: str) -> tuple[str, UnitMatch]:
        """ "Chủ tịch UBND xã Nam Trung" → ("Chủ tịch", the unit): the longest ending that names a unit near home."""
        words = text.replace(",", " , ").split()
        for start in range(1, len(words)):
            key = loose_key(" ".join(words[start:]))
            alive = [row for row in self.near_home.get(key, ()) if row.lives_on(self.day)]
            if len(alive) == 1 and words[start] != ",":
                return " ".join(words[:start]).strip(" ,-"), UnitMatch(FOUND, (alive[0],))
        return "", UnitMatch(UNKNOWN)

    def _nearest(self, key: str) -> UnitMatch:
        close = {
            row.pk: row
            for name, rows in self.near_home.items() if abs(len(name) - len(key)) <= 1 and near(name, key)
            for row in rows if row.lives_on(self.day)
        }  # fmt: skip
        return UnitMatch(NEAR, tuple(close.values())) if close else UnitMatch(UNKNOWN)

    @cached_property
    def _links(self) -> dict[int, list[int]]:
        """Every unit with those before and after it."""
        links = {}
        for old, new in succession_pairs():
            links.setdefault(old, []).append(new)
            links.setdefault(new, []).append(old)
        return links

    def _instead(self, row: UnitRow) -> list[UnitRow]:
        """Units that live on the day, reached from a dead one through mergers in one direction of time."""
        seen, ring, found = {row.pk}, [row.pk], {}
        later = row.valid_to is not None and row.valid_to < self.day
        while ring and not found:
            here = [pk for unit in ring for pk in self._links.get(unit, ()) if pk in self.by_pk and pk not in seen]
            ring = [pk for pk in dict.fromkeys(here) if self._is_later(self.by_pk[pk], row) == later]
            seen.update(ring)
            found = {pk: self.by_pk[pk] for pk in ring if self.by_pk[pk].lives_on(self.day)}
        return list(found.values())

    @staticmethod
    def _is_later(other: UnitRow, row: UnitRow) -> bool:
        return (other.valid_from or date.min) > (row.valid_from or date.min)


class AwardMatch(NamedTuple):
    """`kind` is None when nothing fits; `exact`: the words of the catalogue; `context`: known by the deciding level."""

    kind: AwardKind | None
    exact: bool = False
    context: bool = False
    other_level: bool = False


class AwardIndex:
    """Kinds of award by the words for them, as the deciding level of the dossier reads these."""

    def __init__(self, kinds: list[AwardKind], *, level: str):
        self.by_code = {kind.code: kind for kind in kinds}
        self.kinds, self.level, self.seen = kinds, level, {}
        self.exact = {name.lower(): kind for kind in reversed(kinds) for name in (kind.label, kind.code)}
        self.loose = {loose_key(name): kind for kind in reversed(kinds) for name in (kind.label, kind.short_label) if name}
        self.context, self.levelled = {}, set()
        for word, code, meant in award_words():
            if meant:
                self.levelled.add(loose_key(word))
            if code in self.by_code and meant in ("", level):
                (self.context if meant else self.loose)[loose_key(word)] = self.by_code[code]

    def find(self, text: str) -> AwardMatch:
        """The kind meant by a cell."""
        if text not in self.seen:
            self.seen[text] = self._find(clean(text))
        return self.seen[text]

    def _find(self, text: str) -> AwardMatch:
        if kind := self.exact.get(text.lower()):
            return AwardMatch(kind, exact=True)
        key = loose_key(text)
        if kind := self.context.get(key):
            return AwardMatch(kind, context=True)
        short = re.sub(r"\bcua\b ?", "", re.sub(r"^(?:danh hieu|hinh thuc|tang|cong nhan) ", "", key))
        unplaced = re.sub(r"\b(huyen|xa|phuong|thi tran|tinh)\b .*$", r"\1", short)
        for variant in (key, short, unplaced):
            if kind := self.loose.get(variant):
                return AwardMatch(kind)
        return AwardMatch(None, other_level=key in self.levelled)
