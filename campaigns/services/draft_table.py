"""From a draft and its opinions to the table that is printed."""

from django.utils.timezone import localtime

from campaigns.documents.opinions import OpinionRow, OpinionTable
from campaigns.enums import CommentAnswer
from campaigns.models import DraftDocument
from campaigns.queries.draft import asked_units, comments_of
from campaigns.services.campaign_paper import office_of


def opinion_table(draft: DraftDocument) -> OpinionTable:
    """The table of one edition as it stands."""
    units = asked_units(draft)
    rows = tuple(
        OpinionRow(
            unit=comment.unit.name, author=comment.author_text, day=localtime(comment.created_at).date(), passage=comment.passage,
            opinion=comment.opinion, explanation=comment.explanation,
            answer="" if comment.answer == CommentAnswer.PENDING else comment.get_answer_display(),
        )
        for comment in comments_of(draft)
    )  # fmt: skip
    return OpinionTable(
        issuer_lines=office_of(draft.campaign).committee_lines, about=f"Dự thảo {draft.title}, lần {draft.edition}",
        campaign=f"Phong trào thi đua “{draft.campaign.name}”", rows=rows, asked=len(units),
        silent=tuple(unit.name for unit in units if not unit.said),
    )  # fmt: skip
