"""What the page of certificates shows."""

from awards.models import Certificate, Decision
from awards.queries.scope import certificates_for_user
from thiduakhenthuong.core.models import Job
from thiduakhenthuong.core.names import clean, search_key


def certificates_of(decision: Decision, user, text: str = "") -> list[Certificate]:
    """Visible sheets of a decision in the order of its list; `text` finds names with or without diacritics."""
    rows = certificates_for_user(user).filter(award__decision=decision).order_by("award__list_position")
    for word in search_key(clean(text)).split():
        rows = rows.filter(award__search_key__contains=word)
    return list(rows)


def last_job(decision: Decision, user) -> Job | None:
    """The user's last drawing job of a decision."""
    return Job.objects.filter(
        kind="certificates", by=user, subject_key__startswith=f"certificates:{decision.pk}:{user.pk}"
    ).first()


def certificate_by_code(code: str) -> Certificate | None:
    """The sheet of a check code, for the public page."""
    rows = Certificate.objects.select_related("award__award_kind", "award__decision__unit")
    return rows.filter(code=code).first()
