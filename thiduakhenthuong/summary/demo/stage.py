"""Hands of the demonstration: every step is taken by the right person, on its day, through the services."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from awards.enums import NominationState
from awards.models import CommendationType, Nomination, Round, Signer
from awards.services import appraisal, attachment, decision, dossier, nomination
from awards.services.identity import answer_identity, candidates_for
from awards.services.verdict import check_dossier
from campaigns.models import Unit
from thiduakhenthuong.core.names import same_name_key
from thiduakhenthuong.core.pdf import html_to_pdf


@contextmanager
def on(day: date):
    """The clock stands on a day while a step is taken."""
    kept, settings.WORK_DATE = settings.WORK_DATE, day
    try:
        yield
    finally:
        settings.WORK_DATE = kept


@dataclass(frozen=True)
class Plan:
    """One dossier of the demonstration."""

    unit: Unit
    deciding_unit: Unit
    clerk: object
    head: object
    text: str
    reason: str
    kind: str  # code of the commendation type
    opened: date
    submission: str
    rows: list
    round: Round | None = None
    period: tuple = (date(2015, 1, 1), date(2020, 6, 30))
    campaign: object = None
    objective: object = None


def open_dossier(plan: Plan):
    """The clerk opens the dossier and enters its lines."""
    head = plan.head
    with on(plan.opened):
        made = dossier.create_dossier(
            unit=plan.unit, deciding_unit=plan.deciding_unit, round=plan.round, campaign_text=plan.text,
            campaign=plan.campaign, objective=plan.objective,
            commendation_type=CommendationType.objects.get(code=plan.kind), period_from=plan.period[0],
            period_to=plan.period[1], reason=plan.reason, head_name=head.full_name,
            head_title=head.memberships.first().title, submission_number=plan.submission,
            submission_date=plan.opened if plan.submission else None, by=plan.clerk,
        )  # fmt: skip
        nomination.add_nominations(dossier=made, rows=plan.rows, by=plan.clerk)
    return made


def attach_papers(made, *, by, skip: int = 0) -> None:
    """Upload every required paper the checklist asks for, but the last `skip`."""
    wanted = [item for item in attachment.checklist(made) if item.requirement.required and not item.present]
    for item in wanted[: len(wanted) - skip]:
        name = f"{item.requirement.label[:60]}{' - ' + item.nomination.name[:60] if item.nomination else ''}.pdf"
        upload = SimpleUploadedFile(name.replace("/", "-"), sample_pdf(), "application/pdf")
        attachment.add_attachment(
            dossier=made, nomination=item.nomination, paper_code=item.requirement.code, upload=upload, by=by
        )


_PAPER: list[bytes] = []


def sample_pdf() -> bytes:
    """One page that says it is a sample."""
    if not _PAPER:
        html = '<html lang="vi"><title>Bản mẫu</title><body><p>Giấy tờ mẫu của dữ liệu trình diễn.</p></body></html>'
        _PAPER.append(html_to_pdf(html, css=("document.css",)).content)
    return _PAPER[0]


def answer_twins(made, *, by) -> int:
    """Link the people whose name and birth year are those of the register: "là cùng một người"."""
    lines = list(Nomination.objects.filter(dossier=made, person=None))
    answered = 0
    for pk, people in candidates_for(lines).items():
        line = next(n for n in lines if n.pk == pk)
        same = [p for p in people if p.name_key == same_name_key(line.name) and p.birth_year == line.birth_year]
        if len(same) == 1:
            answer_identity(nomination=line, person=same[0], same=True, by=by)
            answered += 1
    return answered


def send(made, *, head, day: date) -> None:
    """The head confirms and submits."""
    with on(day):
        made.refresh_from_db()
        dossier.submit_dossier(dossier=made, version=made.version, by=head)


def receive(made, *, by, day: date) -> None:
    """The office receives."""
    with on(day):
        made.refresh_from_db()
        dossier.receive_dossier(dossier=made, version=made.version, by=by)


def appraise(made, *, by, day: date, names: list[str] | None = None) -> None:
    """The office accepts lines, saying why where a finding is open."""
    with on(day):
        check_dossier(made)
        for line in _lines(made, NominationState.SUBMITTED, names):
            why = "Đã đối chiếu hồ sơ giấy, đủ điều kiện."
            appraisal.accept(nomination=line, version=line.version, by=by, reason=why)


def approve(made, *, by, day: date, names: list[str] | None = None) -> None:
    """The approver says yes."""
    with on(day):
        appraisal.approve_many(nominations=_lines(made, NominationState.ELIGIBLE, names), by=by)


def issue(made, *, office, day: date, number: int, proposal: str):
    """Draft, sign, issue; answers the decision."""
    with on(day):
        lines = _lines(made, NominationState.APPROVED, None)
        (draft,) = decision.draft_decisions(unit=made.deciding_unit, nominations=lines, by=office, planned_date=day)
        texts = {"proposal_number": proposal, "proposal_date": day.isoformat()}
        decision.update_texts(decision=draft, version=draft.version, texts=texts, by=office)
        decision.send_for_signature(decision=draft, version=draft.version, by=office)
        draft.refresh_from_db()
        return decision.issue_decision(decision=draft, version=draft.version, sign_date=day, number=number, by=office)


def _lines(made, state: str, names) -> list:
    rows = Nomination.objects.filter(dossier=made, state=state, removed_at=None).select_related(
        "dossier__unit", "dossier__deciding_unit", "award_kind"
    )
    return list(rows.filter(name__in=names) if names else rows)


def add_signer(unit: Unit, name: str, lines: str) -> None:
    """Who signs for a unit in the demonstration."""
    Signer.objects.get_or_create(slug=f"demo-{unit.slug}", defaults={"unit": unit, "name": name, "title_lines": lines})
