"""Papers of an example: one page A4, the consent form to sign, the picture for a shared link."""

import unicodedata
from datetime import date
from html import unescape

from campaigns.enums import ReplicationState
from campaigns.tally import spread
from thiduakhenthuong.core import pdf
from thiduakhenthuong.core.fonts import missing_letters
from thiduakhenthuong.core.vntext import number

CSS = ("exemplar.css",)
CARD_CSS = ("certificate_display.css", "exemplar_card.css")
CARD_DPI = 96  # the card is laid out in CSS pixels
LONGEST_TITLE = 90  # letters on the card
MOST_ROWS = 24  # lanes that one page holds


def one_page(exemplar, copies, photos, today: date) -> pdf.Pdf:
    """The lanes, who copied, the five answers; a photo only with consent. Never a second page."""
    done = [copy for copy in copies if copy.state == ReplicationState.CONFIRMED]
    shown = done[:MOST_ROWS]
    told = len(exemplar.way) + len(exemplar.results) + len(exemplar.problem) + len(exemplar.how_to_follow)
    context = {
        "exemplar": exemplar, "heading": spread.title(exemplar.title, copies), "finding": spread.finding(exemplar, copies),
        "thickness": spread.thickness(exemplar),
        "picture": spread.picture(exemplar, shown, today), "hidden": len(done) - len(shown), "today": today,
        "tight": "tight" if len(shown) > 10 or told > 1200 else "", "units_heading": spread.units_heading(copies),
        "photo": photos[0] if photos and len(shown) <= 10 else None,
    }  # fmt: skip
    extra = {"photo.jpg": _bytes(photos[0])} if context["photo"] else None
    for size in ("", "tight", "tighter"):  # never a second page: smaller until it fits, then the photo goes
        context["tight"] = max(context["tight"], size, key=len)
        made = _render("exemplar", context, title=context["heading"], created=today, extra=extra)
        if made.pages == 1:
            return made
    return _render("exemplar", context | {"photo": None}, title=context["heading"], created=today)


def consent_form(exemplar, today: date) -> pdf.Pdf:
    """The form by which a person or collective agrees that name, story and photos are told; filled in as far as known."""
    context = {
        "exemplar": exemplar, "who": exemplar.keeper or (exemplar.title if exemplar.kind == "person" else ""),
        "office": exemplar.office.name, "year": today.year,
    }  # fmt: skip
    return _render("exemplar_consent", context, title=f"Phiếu đồng ý: {exemplar.title}", created=today)


def card(exemplar, copies: int) -> bytes:
    """PNG of 1200 × 630: title, place, how far it spread."""
    title = exemplar.title if len(exemplar.title) <= LONGEST_TITLE else f"{exemplar.title[:LONGEST_TITLE].rstrip()}…"
    size = f"{number(exemplar.result_value)} {exemplar.unit_of_measure}" if exemplar.result_value is not None else ""
    context = {
        "title": title,
        "place": exemplar.place_words,
        "copies": copies,
        "size": size,
        "exemplar": exemplar,
        "long": len(title) > 40,
    }
    made = _render("exemplar_card", context, css=CARD_CSS, title=exemplar.title, created=exemplar.recognised_on)
    return pdf.page_png(made.content, dpi=CARD_DPI)


def _render(name: str, context: dict, *, title: str, created, css=CSS, extra=None) -> pdf.Pdf:
    """A paper without the signs that our face cannot draw: people put little pictures into what they tell of an example."""
    html = unicodedata.normalize("NFC", pdf.page_html(f"pdf/{name}.html", context, title=title, created=created))
    for letter in missing_letters(unescape(html)):
        html = html.replace(letter, "")
    return pdf.html_to_pdf(html, css=css, extra=extra)


def _bytes(photo) -> bytes:
    with photo.stored.file.open("rb") as file:
        return file.read()
