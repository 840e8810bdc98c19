"""Where cells of a grid are saved: the base of every save address. The browser's half is static/js/sheet/ (markup: main.js).

Usage:

    class TargetSave(SheetSave):
        def load(self, public_id):                       # arguments of the address; out of scope: get_object_or_404
            self.campaign = get_object_or_404(campaigns_for_user(self.request.user), public_id=public_id)

        def save_cell(self, edit):                       # edit: row, field, value, was (all text)
            return save_target_cell(campaign=self.campaign, edit=edit, by=self.request.user)   # answers the value as shown now

        def derived(self, edits):                        # optional: element id → text, or {"text": …, "tone": "bad"|"ok"|…}
            return {…}

The service raises ValidationError (422, shown at the cell; typed text stays), services.cells.CellConflict from `compare` (409,
both values are offered) or Refused (403). A pasted block comes as many edits in one request: override `save_cells` when
saving them one by one would cost too many queries; each edit stands alone there too.
"""

from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.views import View

from campaigns.services.cells import CellConflict, Edit, Outcome
from thiduakhenthuong.core.errors import Conflict, Refused

MOST = 100  # cells of one request; the browser sends longer blocks in pieces


class SheetSave(View):
    """Saves the cells that were sent, each by itself, and answers JSON."""

    http_method_names = ["post"]

    def load(self, **kwargs) -> None:
        """Read what the address names; raise Http404 when it is out of scope."""

    def save_cell(self, edit: Edit) -> str:
        """Save one cell; the value as it reads now."""
        raise NotImplementedError

    def save_cells(self, edits: list[Edit]) -> list[Outcome]:
        """Save several cells, in order."""
        return [self.outcome(edit) for edit in edits]

    def derived(self, edits: list[Edit]) -> dict:
        """Figures on the page that follow from the saved cells."""
        return {}

    def outcome(self, edit: Edit) -> Outcome:
        """One edit saved, or the sentence against it."""
        try:
            return Outcome(edit, value=self.save_cell(edit))
        except CellConflict as conflict:
            return Outcome(edit, value=conflict.value, error=conflict.message, conflict=True)
        except ValidationError as error:
            return Outcome(edit, error=" ".join(error.messages))

    def post(self, request, **kwargs):
        """Many cells, or one; refusals of the whole request answer {"message"}."""
        if not request.user.is_authenticated:
            return refusal("Phiên làm việc đã hết. Hãy đăng nhập lại ở thẻ khác rồi bấm Thử lại.", 401)
        try:
            self.load(**kwargs)
            edits = sent_edits(request.POST)
            outcomes = self.save_cells(edits)
            derived = self.derived([one.edit for one in outcomes if not one.error])
        except Http404:
            return refusal("Dòng này không còn, hoặc không thuộc phạm vi của bạn. Hãy tải lại trang.", 404)
        except ValidationError as error:
            return refusal(" ".join(error.messages), 422)
        except Refused as refused:
            return refusal(refused.message, 403)
        except Conflict as conflict:
            return refusal(conflict.message, 409)
        return answer(outcomes, derived)


def sent_edits(post) -> list[Edit]:
    """The edits of a request. Raises ValidationError when the four lists do not fit together."""
    lists = [post.getlist(name) for name in ("row", "field", "value", "was")]
    if not lists[0] or len({len(one) for one in lists}) != 1 or len(lists[0]) > MOST:
        raise ValidationError("Ô gửi lên không đọc được. Hãy tải lại trang.")
    return [Edit(*cell) for cell in zip(*lists, strict=True)]


def answer(outcomes: list[Outcome], derived: dict) -> JsonResponse:
    """One cell answers by its status, several as a list."""
    if len(outcomes) == 1:
        (only,) = outcomes
        return JsonResponse(only.body() | {"derived": derived}, status=only.status)
    cells = [{"row": one.edit.row, "field": one.edit.field} | one.body() for one in outcomes]
    return JsonResponse({"cells": cells, "derived": derived})


def refusal(message: str, status: int) -> JsonResponse:
    """The whole request refused; the browser keeps the cells and says why."""
    return JsonResponse({"message": message}, status=status)
