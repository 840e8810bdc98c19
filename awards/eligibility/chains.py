"""Rules about awards held over the years: runs without a gap, years already used, time since the last award.

Only awards of a type that counts for merit stand in a chain; cancelled ones never reach this file. A school year counts
under the year in which it ends: `Held.year` already says so.
"""

from collections.abc import Iterable

from awards.eligibility.engine import doubtful, failed, passed, rule
from awards.eligibility.facts import DossierFacts, Held, Line, RuleFact

# --- runs of years ----------------------------------------------------------------------------


def chain_years(history: Iterable[Held], codes: Iterable[str]) -> list[int]:
    """Years for which one of the kinds was given for merit, each once, in order."""
    codes = set(codes)
    return sorted({h.year for h in history if h.year and h.code in codes and h.counts_for_merit})


def used_years(history: Iterable[Held], code: str) -> set[int]:
    """Years that an earlier award of this kind already rested on."""
    return {year for h in history if h.code == code and h.counts_for_merit for year in h.years}


def run_ending(years: Iterable[int], last: int) -> int:
    """Length of the unbroken run that ends in `last`; 0 when that year is absent."""
    have, length = set(years), 0
    while last - length in have:
        length += 1
    return length


def longest_run(years: Iterable[int]) -> int:
    """Length of the longest unbroken run."""
    have = set(years)
    return max((run_ending(have, year) for year in have), default=0)


def latest_run(years: Iterable[int], last: int) -> int:
    """The run that ends in `last` or, when that year is not decided yet, in the year before."""
    return run_ending(years, last) or run_ending(years, last - 1)


# --- rules ------------------------------------------------------------------------------------


def _asked_awards(parameters: dict) -> tuple[dict | None, bool]:
    """(the awards asked for, whether having them is enough by itself)."""
    if "requires_awards" in parameters:
        return parameters["requires_awards"], "any_of" not in parameters
    for branch in parameters.get("any_of", []):
        if "requires_awards" in branch:
            return branch["requires_awards"], True
    return None, False


def _found(history: Iterable[Held]) -> str:
    """ "CSTDCS: 2018, 2019; LDTT: 2018": yearly titles of the register in words."""
    years = {}
    for held in history:
        if held.counts_for_merit and held.year:
            years.setdefault(held.label, set()).add(held.year)
    return "; ".join(f"{label}: {', '.join(map(str, sorted(found)))}" for label, found in years.items())


@rule("R06", "R06B", "R07", "R07B", "R11", "R11B", "R12", "R12B")
def standard_from_history(line: Line, dossier: DossierFacts, row: RuleFact, catalogue):
    """The chain of titles that the standard names. What the register cannot answer (ratings, initiatives) is looked at
    by a person: an award is never refused because the register is silent."""
    only = row.parameters.get("recipient")
    if only and only != line.who.recipient_kind:
        return
    asked, enough = _asked_awards(row.parameters)
    if not line.known:
        yield doubtful("chưa gắn với sổ khen thưởng", f"{row.statement} Dòng này chưa gắn với người, đơn vị trong sổ.")
    elif asked is None:
        yield _without_ratings(line, row)
    else:
        yield _by_chain(line, dossier, row, asked, enough)


def _without_ratings(line: Line, row: RuleFact):
    found = _found(line.history)
    seen = f"Sổ khen thưởng có {found}." if found else "Sổ khen thưởng chưa có danh hiệu nào."
    return doubtful("chưa có xếp loại", f"{row.statement} Hệ thống chưa có kết quả xếp loại. {seen}", found=found)


def _by_chain(line: Line, dossier: DossierFacts, row: RuleFact, asked: dict, enough: bool):
    codes = [asked["code"]] if isinstance(asked["code"], str) else asked["code"]
    years = chain_years(line.history, codes)
    free = [year for year in years if year not in used_years(line.history, line.award.code)]
    need, last = asked["consecutive"], dossier.period_to.year
    found = _found(h for h in line.history if h.code in codes)
    data = {"years": years, "needed": need}
    if latest_run(free, last) >= need and enough:
        return passed(f"Đủ {need:02d} năm liên tục", f"Có {need:02d} năm liên tục: {found}.", **data)
    if latest_run(free, last) >= need:
        return doubtful("cần xem sáng kiến", f"Có đủ danh hiệu liên tục ({found}); còn xem sáng kiến, đề tài.", **data)
    if latest_run(years, last) >= need:
        return doubtful("năm đã dùng cho lần khen trước", f"{found}; có năm đã tính cho {line.award.label} lần trước.", **data)
    seen = f"trong sổ có {found}" if found else "trong sổ chưa có danh hiệu nào"
    sentence = f"Cần {need:02d} năm liên tục, {seen}. Xem thêm xếp loại, sáng kiến: {row.statement}"
    return doubtful(found or "chưa có danh hiệu liên tục", sentence, **data)


@rule("R20", "R20B", "R20C")
def time_since_last_award(line: Line, dossier: DossierFacts, row: RuleFact, catalogue):
    """The next period counts from the end of the period of the last award of the same kind."""
    ends = [h.period[1] for h in line.history if line.award and h.code == line.award.code and h.counts_for_merit and h.period]
    if ends and dossier.period_from <= max(ends):
        sentence = f"Lần khen trước tính thành tích đến {max(ends):%d/%m/%Y}; hồ sơ này tính từ {dossier.period_from:%d/%m/%Y}."
        yield failed("Giao với lần khen trước", sentence)
