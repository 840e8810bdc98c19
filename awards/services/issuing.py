"""The moment of issue: snapshot, register rows, golden-book numbers; then, after commit, the stored PDF."""

import secrets
from dataclasses import asdict
from datetime import date

from django.db import transaction

from awards.documents import file_name, render_pdf
from awards.models import Award, Certificate, Decision
from awards.queries import catalogue
from awards.services import decision_text
from awards.services.certificate_text import CertificateWords
from awards.services.decision_money import money_of
from awards.services.dossier import conclude_if_done
from awards.services.recipients import link_recipients
from awards.workflow import DECISION, NOMINATION
from thiduakhenthuong.core import clock, events, files, jobs, numbering

DRAW_AT_ONCE = 300  # lines: up to here the PDF takes under a second or two


def freeze(decision, *, lines: list, number: int, sign_date: date, source: str, by, version: int) -> Decision:
    """Write number, snapshot and register; runs inside the issuing transaction of `decision.issue_decision`."""
    text = f"{number:02d}"
    paper = decision_text.paper_of(
        texts=decision.texts, symbol=decision.symbol, nominations=lines, number=text, sign_date=sign_date,
        draft_year=sign_date.year,
    )  # fmt: skip
    paid = money_of(decision, lines, sign_date)
    DECISION.apply(
        decision, "issue", by=by, version=version, number=number, number_source=source, year=sign_date.year,
        sign_date=sign_date, texts=decision.texts, snapshot=_plain(paper), money_total=paid.total, issued_by=by,
        issued_at=clock.now(), data={"number": f"{text}/{decision.symbol}", "lines": len(lines)},
    )  # fmt: skip
    awards = _write_register(decision, lines, paid, by)
    NOMINATION.apply_many(lines, "award", by=by)
    for dossier in {line.dossier_id: line.dossier for line in lines}.values():
        conclude_if_done(dossier, by=by)
    if decision.award_kind.has_certificate:
        _open_golden_book(decision, awards, lines)
    transaction.on_commit(lambda: _draw_soon(decision, len(lines), by))
    return decision


def _write_register(decision, lines: list, paid, by) -> list[Award]:
    link_recipients(lines, by=by)
    awards = [_award(decision, line, paid.rates[line.recipient_kind], i) for i, line in enumerate(lines, start=1)]
    Award.objects.bulk_create(awards, batch_size=200)
    items = [(award, "", {"done": "ghi sổ", "decision": decision.number_text, "name": award.name}) for award in awards]
    events.record_many(items, "register", by=by)
    return awards


def _award(decision, line, rate, position: int) -> Award:
    dossier, texts = line.dossier, decision.texts
    return Award(
        recipient_kind=line.recipient_kind, name=line.name, search_key=line.search_key, sort_key=line.sort_key,
        gender=line.gender, birth_year=line.birth_year, title=line.title, unit_text=line.unit_text, address=line.address,
        person=line.person, household=line.household, unit=line.unit,
        award_kind=decision.award_kind, award_name=decision.award_kind.label, level=decision.level,
        reward_kind=dossier.commendation_type.code, achievement=line.achievement, reason=decision.reason,
        achievement_year=dossier.period_to.year, period_from=dossier.period_from, period_to=dossier.period_to,
        period_text=_period(dossier), is_leader=line.is_leader, is_direct_worker=line.is_direct_worker,
        is_party_member=line.is_party_member, decision=decision, nomination=line, deciding_unit=decision.unit,
        authority=texts["authority"], decision_number=decision.number_text, decision_date=decision.sign_date,
        signer_name=texts["signer_name"], signer_lines=texts["signer_lines"], list_position=position,
        coefficient_x1000=rate.coefficient_x1000, base_salary=rate.base, amount=rate.amount,
    )  # fmt: skip


def _period(dossier) -> str:
    first, last = dossier.period_from.year, dossier.period_to.year
    return str(last) if first == last else f"{first} - {last}"


def _open_golden_book(decision, awards: list, lines: list) -> None:
    """Draw one run of golden-book numbers (unique, gapless per issuer, form and year) and freeze the sheets' words."""
    series = f"{decision.unit_id}:{decision.award_kind.code}"
    first = numbering.draw(f"golden:{decision.award_kind.code}", str(decision.unit_id), decision.year, count=len(awards))
    model = catalogue.certificate_model_for(decision.award_kind, decision.level, decision.sign_date)
    words, rows = CertificateWords(decision), []
    for serial, (award, line) in enumerate(zip(awards, lines, strict=True), start=first):
        row = Certificate(
            award=award, serial=serial, series=series, year=decision.year, code=secrets.token_urlsafe(16),
            model_code=model.code if model else "",
        )  # fmt: skip
        row.texts = words.of(line, row)
        rows.append(row)
    Certificate.objects.bulk_create(rows, batch_size=200)


def _draw_soon(decision, count: int, by) -> None:
    if count <= DRAW_AT_ONCE:
        store_pdf(decision)
    else:
        label = f"Tạo bản PDF quyết định {decision.number_text}"
        jobs.enqueue(
            "decision_pdf",
            label=label,
            by=by,
            params={"decision": decision.pk},
            subject=f"decision-pdf:{decision.pk}",
            total=1,
        )


@jobs.handler("decision_pdf")
def _draw_job(job, progress) -> dict:
    decision = Decision.objects.get(pk=job.params["decision"])
    store_pdf(decision)
    return {"decision": str(decision.public_id)}


def store_pdf(decision) -> None:
    """Draw the issued paper from its snapshot and keep it with its SHA-256; done once, never again."""
    decision.refresh_from_db()
    if decision.pdf_id:
        return
    paper = decision_text.paper_from_snapshot(decision.snapshot)
    made = render_pdf("decision", paper)
    stored = files.store_bytes(made.content, name=file_name("decision", paper), content_type="application/pdf")
    if not Decision.objects.filter(pk=decision.pk, pdf=None).update(pdf=stored, pdf_sha256=stored.sha256):
        files.discard(stored)
    decision.refresh_from_db()


def _plain(paper) -> dict:
    values = asdict(paper)
    values["sign_date"] = paper.sign_date.isoformat()
    return values
