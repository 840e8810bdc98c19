"""The picture of a campaign for a shared link, 1200 × 630."""

from campaigns.enums import Pace
from thiduakhenthuong.core import pdf

CSS = ("certificate_display.css", "exemplar_card.css", "campaign_card.css")
DPI = 96  # laid out in CSS pixels
ORDER = (Pace.EXCEEDED, Pace.ON_TRACK, Pace.SLOW, Pace.AT_RISK, Pace.NONE)
LONGEST = 110  # letters of the name and of the slogan
MARKS = 18  # marks in one row


def card(campaign, *, year: int, paces: list[str], good: int, people: int, units: int) -> bytes:
    """PNG: name, slogan, how many targets are on track, how many registered."""
    marks = sorted(paces, key=lambda pace: ORDER.index(Pace(pace)))
    slogan = campaign.slogan_lines[0] if campaign.slogan_lines else ""
    place = ", ".join(filter(None, (campaign.unit.name, campaign.unit.place)))
    context = {
        "name": shortened(campaign.name), "long": len(campaign.name) > 34, "slogan": shortened(slogan), "place": place,
        "year": year, "good": good, "total": len(paces), "marks": marks[:MARKS], "people": people, "units": units,
    }  # fmt: skip
    made = pdf.render("pdf/campaign_card.html", context, css=CSS, title=campaign.name, created=campaign.launched_on)
    return pdf.page_png(made.content, dpi=DPI)


def shortened(text: str) -> str:
    """The text, cut at a word when it is too long for the picture."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]}…"
