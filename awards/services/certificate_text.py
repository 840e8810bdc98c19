"""The words of certificates, chosen once for a decision and frozen with each sheet at issue."""

from django.conf import settings
from django.urls import reverse

from awards.documents.certificate_data import CertificateText, model_from_rows
from awards.documents.fitting import TextTooLong, fit_texts
from awards.enums import RecipientKind
from awards.queries import catalogue
from thiduakhenthuong.core.placeholders import fill
from thiduakhenthuong.core.vntext import date_long


class CertificateWords:
    """Wording of all sheets of one issued decision; a constant number of queries however many sheets there are."""

    def __init__(self, decision):
        self.decision = decision
        self.parts = catalogue.texts_on("certificate", decision.level, decision.sign_date)
        self.is_title = decision.award_kind.is_title

    def of(self, line, certificate) -> dict:
        """Texts of one sheet as plain data (fields of awards.documents.certificate_data.CertificateText)."""
        texts, kind = self.decision.texts, self.decision.award_kind
        return {
            "authority": texts["authority"].upper(), "verb": self._part("verb"),
            "form": kind.certificate_title or kind.label.upper(),
            "link": self.parts.get("link_title", "") if self.is_title else "",
            "recipient": line.printed_name, "subtitle": subtitle(line), "achievement": self._fill("achievement", certificate),
            "place_date": f"{texts['place']}, {date_long(self.decision.sign_date)}",
            "signer_lines": texts["signer_lines"], "signer_name": texts["signer_name"],
            "decision_lines": self._fill("decision", certificate, plain=True).splitlines(),
            "check_code": certificate.code, "check_url": check_url(certificate.code),
            "is_person": line.recipient_kind == RecipientKind.INDIVIDUAL,
        }  # fmt: skip

    def _part(self, name: str, *, plain: bool = False) -> str:
        titled = self.parts.get(f"{name}_title") if self.is_title and not plain else None
        return titled or self.parts[name]

    def _fill(self, name: str, certificate, *, plain: bool = False) -> str:
        decision = self.decision
        return fill(self._part(name, plain=plain), {
            "reason": decision.reason, "year": str(decision.year), "decision_number": decision.number_text,
            "date_long": date_long(decision.sign_date), "serial": certificate.serial_text,
        })  # fmt: skip


def subtitle(line) -> str:
    """Second line of a sheet: post and unit of a person, address of a household, nothing for a collective."""
    if line.recipient_kind == RecipientKind.COLLECTIVE:
        return ""
    if line.recipient_kind == RecipientKind.HOUSEHOLD:
        return line.address or line.unit_text
    return ", ".join(word for word in (line.title, line.unit_text) if word)


def unprintable(decision, nominations, day) -> str:
    """Why a sheet of these lines could not be drawn (a name too long for its box, no model), or ""; nothing is drawn."""
    if not decision.award_kind.has_certificate:
        return ""
    model = catalogue.certificate_model_for(decision.award_kind, decision.level, day)
    if model is None:
        return "Danh mục chưa có mẫu bằng, giấy cho hình thức này."
    drawn = model_from_rows(*catalogue.certificate_rows(model, day))
    for line in nominations:
        text = CertificateText(
            authority=decision.texts["authority"].upper(), recipient=line.printed_name, subtitle=subtitle(line),
            achievement=f"Đã có {decision.reason}", place_date="", signer_lines=(), signer_name="",
            is_person=line.recipient_kind == RecipientKind.INDIVIDUAL,
        )  # fmt: skip
        try:
            fit_texts(drawn, [text], 0)
        except TextTooLong as error:
            return str(error)
    return ""


def check_url(code: str) -> str:
    """Address of the public check page, as in the QR code."""
    return f"{settings.SITE_URL}{reverse('awards:check', args=[code])}"
