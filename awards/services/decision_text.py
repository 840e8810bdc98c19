"""From approved lines to the words of a decision, and from those words to the paper that is printed.

Wording, legal bases and office data are dated rows of the catalogue; here they are only chosen and filled.
"""

from datetime import date

from django.core.exceptions import ValidationError

from awards.documents import DecisionPaper, ListColumn, ListSection, list_columns
from awards.enums import RecipientKind
from awards.queries import catalogue
from awards.tally import count_recipients
from thiduakhenthuong.core.names import search_key
from thiduakhenthuong.core.placeholders import fill
from thiduakhenthuong.core.vntext import counts_text, date_plain, date_short

NAMED_IN_ARTICLE = 3  # documents of up to three recipients carry no list


def in_printed_order(nominations) -> list:
    """Collectives, households, individuals; inside a kind the Vietnamese alphabet, or the officer's own order."""

    def key(line):
        own = line.position if line.dossier.custom_order else 0
        return RecipientKind.values.index(line.recipient_kind), own, line.sort_key, line.pk

    return sorted(nominations, key=key)


def compose(*, unit, award_kind, level: str, nominations: list, reason: str, day: date, signer=None, proposal=None) -> dict:
    """All editable wording of a decision signed on `day`: see `Decision.texts`.

    `proposal` is (number, date) of the submission of the appraising office; without it that of the dossier stands in.
    """
    profile = profile_of(unit, day)
    parts = catalogue.texts_on("decision", level, day)
    values = placeholders(
        award_kind=award_kind, profile=profile, nominations=nominations, reason=reason, day=day,
        proposal=proposal or proposal_of(nominations),
    )  # fmt: skip
    bases = [fill(row.text, values) for row in catalogue.legal_bases_on("decision", level, day)]
    return {
        "issuer_lines": list(profile.issuer_lines), "authority": profile.authority, "place": profile.place,
        "subject": fill(parts["subject_title" if award_kind.is_title else "subject"], values),
        "legal_bases": bases[:-1], "proposal": bases[-1] if bases else "",
        "articles": [fill(parts[name], values) for name in _article_parts(award_kind, len(nominations))],
        "list_title": fill(parts["list_title_title" if award_kind.is_title else "list_title"], values),
        "copies": list(profile.recipients), "unit_code": profile.unit_code,
        "signer_lines": signer.title_lines.splitlines() if signer else [], "signer_name": signer.name if signer else "",
    }  # fmt: skip


def profile_of(unit, day: date):
    """How the office writes on a day; ValidationError when the catalogue does not say (a district after its last day)."""
    profile = catalogue.profile_for(unit, day)
    if profile is None or not unit.lives_on(day):
        raise ValidationError(
            f"{unit.label} không ra quyết định ngày {date_short(day)}: đơn vị không còn hoạt động hoặc Danh mục chưa có "
            "thể thức văn bản của cơ quan này."
        )
    return profile


def placeholders(*, award_kind, profile, nominations: list, reason: str, day: date, proposal: tuple) -> dict[str, str]:
    """The fixed list of gaps that decision wording may hold (documents 2), with their values."""
    counts = counts_of(nominations)
    known = {
        "award": award_kind.label, "AWARD": award_kind.label.upper(),
        "award_short": award_kind.label.split(" của ")[0], "title": award_kind.label, "TITLE": award_kind.label.upper(),
        "authority": profile.authority, "AUTHORITY": profile.authority.upper(), "counts": counts, "reason": reason,
        "names": named(nominations), "RECIPIENTS": recipients_caps(nominations), "year": str(day.year),
        "executors": profile.executors, "fund": profile.fund, "unit_code": profile.unit_code,
        "proposer_title": profile.proposer_title, "province": profile.province,
    }  # fmt: skip
    if proposal[0] and proposal[1]:
        known |= {"submission_number": proposal[0], "submission_date": date_plain(proposal[1])}
    return known | regulation_words(profile)


def regulation_words(profile) -> dict[str, str]:
    """The gaps for the office's regulation on commendation; {} while the catalogue does not name it."""
    if profile is None or not (profile.regulation_number and profile.regulation_date):
        return {}
    return {"regulation_number": profile.regulation_number, "regulation_date": date_plain(profile.regulation_date)}


def proposal_of(nominations) -> tuple:
    """Number and date of the submission of the first line's dossier, for want of the appraising office's own."""
    first = nominations[0].dossier if nominations else None
    return (first.submission_number, first.submission_date) if first else ("", None)


def stored_proposal(texts: dict) -> tuple | None:
    """(number, date) of the appraising office's submission as kept in `Decision.texts`, or None."""
    number, day = texts.get("proposal_number"), texts.get("proposal_date")
    return (number, date.fromisoformat(day)) if number and day else None


def counts_of(nominations) -> str:
    """ "05 tập thể và 10 cá nhân", computed from the lines."""
    counts = count_recipients(nominations)
    return counts_text(counts.collective, counts.household, counts.individual)


def recipients_caps(nominations) -> str:
    """ "TẬP THỂ, CÁ NHÂN": the kinds that occur."""
    present = {line.recipient_kind for line in nominations}
    return ", ".join(kind.label.upper() for kind in RecipientKind if kind in present)


def named(nominations) -> str:
    """Up to three recipients as lines of Điều 1."""
    return "\n".join(f"{i}. {describe(line)};" for i, line in enumerate(in_printed_order(nominations), start=1))


def describe(line) -> str:
    """ "Bà Phạm Thị Kim Duyên, Giáo viên, Trường THCS Nam Chính"."""
    if line.recipient_kind == RecipientKind.COLLECTIVE:
        return line.name
    words = [line.printed_name, line.title, line.unit_text or line.address]
    return ", ".join(word for word in words if word)


def sections_of(nominations) -> tuple[ListSection, ...]:
    """The attached list; empty for the few who are named in Điều 1."""
    if len(nominations) <= NAMED_IN_ARTICLE:
        return ()
    found = []
    for kind in RecipientKind:
        rows = tuple(_row(line) for line in nominations if line.recipient_kind == kind)
        if rows:
            found.append(ListSection(kind, kind.label.upper(), list_columns(kind), rows))
    return tuple(found)


def paper_of(*, texts: dict, symbol: str, nominations: list, number: str | None, sign_date, draft_year: int) -> DecisionPaper:
    """The paper as it is printed now: a draft while number and date are None."""
    return DecisionPaper(
        issuer_lines=tuple(texts["issuer_lines"]), number=number, symbol=symbol, place=texts["place"],
        sign_date=sign_date, draft_year=draft_year, subject=texts["subject"], authority=texts["authority"],
        legal_bases=tuple(texts["legal_bases"]), proposal_line=texts["proposal"], articles=tuple(texts["articles"]),
        copies=tuple(texts["copies"]), unit_code=texts["unit_code"], signer_lines=tuple(texts["signer_lines"]),
        signer_name=texts["signer_name"], sections=sections_of(nominations), counts=counts_of(nominations),
        list_title=texts["list_title"],
    )  # fmt: skip


def paper_from_snapshot(snapshot: dict) -> DecisionPaper:
    """The issued paper, read back from the frozen snapshot."""
    values = snapshot | {"sign_date": date.fromisoformat(snapshot["sign_date"])}
    values["sections"] = tuple(
        ListSection(s["kind"], s["title"], tuple(ListColumn(**c) for c in s["columns"]), tuple(map(tuple, s["rows"])))
        for s in snapshot["sections"]
    )
    return DecisionPaper(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})


def managing_unit(line) -> str:
    """Who manages a collective: the parent of the unit that it is, else the unit that it belongs to."""
    if line.unit and search_key(line.unit.name) == search_key(line.name):
        return line.unit.parent.name if line.unit.parent else ""
    return line.unit_text if line.unit_text != line.name else ""


def _row(line) -> tuple[str, ...]:
    if line.recipient_kind == RecipientKind.COLLECTIVE:
        return line.name, managing_unit(line)
    if line.recipient_kind == RecipientKind.HOUSEHOLD:
        return line.name, line.address or line.unit_text
    return line.printed_name, line.title, line.unit_text


def _article_parts(award_kind, count: int) -> list[str]:
    first = "article_1" + ("_title" if award_kind.is_title else "") + ("_named" if count <= NAMED_IN_ARTICLE else "")
    return [first, "article_2", "article_3"]
