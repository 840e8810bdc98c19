"""What the awards side hangs into the rooms of `campaigns` (see campaigns/extensions.py); called once when the apps start."""

from datetime import date

from awards.enums import AwardFamily, RecipientKind
from awards.queries import catalogue
from campaigns import extensions
from campaigns.extensions import OfficeWords, SignerWords, Tab, Title

SUBJECTS = frozenset({RecipientKind.COLLECTIVE.value, RecipientKind.INDIVIDUAL.value})
AIMED_AT = (AwardFamily.TITLE, AwardFamily.FORM)  # nobody registers for an honour of the state or a prize of others


def register() -> None:
    """Offer titles, wording and pages to the floor below; safe to call again."""
    extensions.offer_titles(titles_on)
    extensions.offer_legal_bases(legal_bases_on)
    extensions.offer_office_words(office_words_on)
    extensions.offer_signers(signers_on)
    _hang(extensions.CAMPAIGN_TABS, Tab("Khen thưởng", "awards:campaign-awards"))
    _hang(extensions.CONFERENCE_TABS, Tab("Khen thưởng", "awards:conference-awards"))
    _hang(extensions.RESOLUTION_TABS, Tab("Khen thưởng", "awards:objective-awards"))
    _hang(extensions.SECTION_TABS, Tab("Người đứng đầu", "awards:head-list"))


def _hang(tabs: list[Tab], tab: Tab) -> None:
    if tab not in tabs:
        tabs.append(tab)


def titles_on(day: date) -> list[Title]:
    """Titles and forms that a collective or a person may aim at, in the order of the catalogue; one query."""
    found = []
    for kind in catalogue.award_kinds_on(day).filter(family__in=AIMED_AT):
        if subjects := kind.recipients & SUBJECTS:
            found.append(Title(kind.code, kind.label, frozenset(subjects), is_form=not kind.is_title))
    return found


def legal_bases_on(document_kind: str, unit, day: date) -> list[str]:
    """Legal bases of the level at which the unit decides; none for a unit that decides nothing."""
    level = catalogue.deciding_level(unit)
    return [row.text for row in catalogue.legal_bases_on(document_kind, level, day)] if level else []


def office_words_on(unit, day: date) -> OfficeWords | None:
    """The office's own profile of the day, else that of its level."""
    profile = catalogue.profile_for(unit, day)
    if profile is None:
        return None
    return OfficeWords(
        level=profile.level, issuer_lines=profile.issuer_lines, committee_lines=profile.committee_lines,
        authority=profile.authority, committee=profile.committee, place=profile.place,
        decision_symbol=profile.decision_symbol, unit_code=profile.unit_code, copies=profile.recipients,
        executors=profile.executors, proposer_title=profile.proposer_title,
    )  # fmt: skip


def signers_on(unit, day: date) -> list[SignerWords]:
    """Who may sign for the unit on a day."""
    return [SignerWords(row.name, tuple(row.title_lines.splitlines())) for row in catalogue.signers_of(unit, day)]
