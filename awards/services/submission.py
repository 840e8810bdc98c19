"""The tờ trình of a dossier: wording, legal bases and office data are dated rows of the catalogue, chosen and filled."""

import re
from datetime import date

from awards.documents import SubmissionPaper
from awards.queries import catalogue
from awards.queries.dossier import grid_lines, papers_made_here
from awards.services.attachment import checklist
from awards.services.decision_text import (
    NAMED_IN_ARTICLE,
    counts_of,
    in_printed_order,
    named,
    recipients_caps,
    regulation_words,
    sections_of,
)
from campaigns.enums import UnitLevel
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.placeholders import fill, gaps
from thiduakhenthuong.core.vntext import date_plain

COMMITTEES = (UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE)
NUMBER = re.compile(r"\s*(\d+)\s*/\s*(\S.*)")


def submission_paper(dossier) -> SubmissionPaper:
    """The submission with its list as it stands now; a draft while the dossier has no number and day."""
    day = dossier.submission_date or clock.today()
    lines = in_printed_order(grid_lines(dossier).select_related("dossier", "unit__parent"))
    words = _words(dossier, lines, day)
    parts = catalogue.texts_on("submission", _level(dossier), day)
    texts = {name: _filled(text, words) for name, text in parts.items()}
    number, symbol = _number(dossier, words["symbol"])
    return SubmissionPaper(
        issuer_lines=words["issuer_lines"], number=number, symbol=symbol, place=words["place"],
        sign_date=dossier.submission_date, draft_year=day.year, subject=texts.get("subject", ""),
        authority=words["agency"], addressees=_addressees(words), legal_bases=_bases(dossier, words, day),
        paragraphs=_paragraphs(texts, len(lines)), copies=("Như trên",), unit_code=words["unit_code"],
        signer_lines=_signer_lines(dossier), signer_name=dossier.head_name, sections=sections_of(lines),
        counts=words["counts"], list_title=texts.get("list_title", ""),
    )  # fmt: skip


def _level(dossier) -> str:
    return catalogue.deciding_level(dossier.deciding_unit)


def _words(dossier, lines: list, day: date) -> dict:
    """Everything the wording may name. A unit without a profile of its own writes under the name of its superior."""
    parent = dossier.unit.parent
    own = catalogue.profile_for(dossier.unit, day)
    above = catalogue.profile_for(dossier.deciding_unit, day)
    kinds = {line.award_kind_id: line.award_kind for line in lines if line.award_kind}
    awards = ", ".join(kind.label for kind in sorted(kinds.values(), key=lambda k: k.order)) or "khen thưởng"
    issuer = own.committee_lines if own else tuple(u.name.upper() for u in (parent, dossier.unit) if u)
    return {
        "agency": own.committee if own and own.committee else dossier.unit.name, "issuer_lines": issuer,
        "symbol": own.submission_symbol if own else "TTr", "unit_code": own.unit_code if own else "TH",
        "place": own.place if own else dossier.unit.place or dossier.deciding_unit.short_name,
        "authority": above.authority if above else dossier.deciding_unit.name,
        "appraisal_office": above.appraisal_office if above else "", "award": awards, "AWARD": awards.upper(),
        "counts": counts_of(lines), "reason": dossier.reason, "names": named(lines) if len(lines) <= NAMED_IN_ARTICLE else "",
        "council": own.committee if own and own.committee else dossier.unit.name,
        "RECIPIENTS": recipients_caps(lines), "papers": _papers(dossier), "province": above.province if above else "",
    } | regulation_words(above) | _meeting(dossier)  # fmt: skip


def _meeting(dossier) -> dict:
    """Day and votes of the council, when the unit has entered them; what is not there stays out of the paper."""
    words = {"meeting_date": date_plain(dossier.meeting_date)} if dossier.meeting_date else {}
    if dossier.votes_total:
        percent = f"{100 * dossier.votes_yes / dossier.votes_total:.1f}".removesuffix(".0").replace(".", ",")
        words |= {"yes": str(dossier.votes_yes), "total": str(dossier.votes_total), "percent": percent}
    return words


def _papers(dossier) -> str:
    """Kinds of paper that are there, each once, as the submission lists them."""
    made_here = papers_made_here()
    held = (i.requirement for i in checklist(dossier) if i.present and i.requirement.code not in made_here)
    found = dict.fromkeys(requirement.label.lower() for requirement in held)
    return "; ".join(found) or "báo cáo thành tích"


def _number(dossier, symbol: str) -> tuple[str | None, str]:
    """("112", "TTr-UBND") of "112/TTr-UBND"; no number while it is not given."""
    match = NUMBER.fullmatch(dossier.submission_number)
    if match:
        return match[1], match[2].strip()
    return dossier.submission_number or None, symbol


def _filled(text: str, words: dict) -> str:
    return fill(text, {name: value for name, value in words.items() if isinstance(value, str)})


def _bases(dossier, words: dict, day: date) -> tuple[str, ...]:
    """Legal bases of the signing day; a row with a gap that nothing fills (a session not held here) is left out."""
    rows = (_filled(row.text, words) for row in catalogue.legal_bases_on("submission", _level(dossier), day))
    return tuple(text for text in rows if not gaps(text))


def _addressees(words: dict) -> tuple[str, ...]:
    return tuple(line for line in (words["authority"], words["appraisal_office"]) if line)


def _paragraphs(texts: dict, count: int) -> tuple[str, ...]:
    first = "intro_named" if count <= NAMED_IN_ARTICLE else "intro"
    found = (texts.get(name, "") for name in (first, "votes", "responsibility", "enclosed", "closing"))
    return tuple(text for text in found if text and not gaps(text))


def _signer_lines(dossier) -> tuple[str, ...]:
    """The signature block: a committee signs as a body, its office by order (TL.), an office by its head."""
    title = dossier.head_title.upper()
    if dossier.unit.level not in COMMITTEES:
        return (title,)
    if title.startswith("PHÓ CHỦ TỊCH"):
        return ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    return ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH") if title.startswith("CHỦ TỊCH") else ("TL. CHỦ TỊCH", title)
