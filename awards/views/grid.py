"""The JSON behind the entry grid: rows, changes with versions, undo, order, suggestions, and the verdict of a line."""

import json
from functools import cached_property

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.views import View

from awards import permissions
from awards.enums import DossierState, NominationState
from awards.queries.catalogue import decidable_kinds
from awards.queries.dossier import grid_lines, line_counts, removed_lines
from awards.queries.imports import kinds_to_match
from awards.queries.scope import attachments_for_user, dossiers_for_user, nominations_for_user
from awards.queries.suggestions import awards_of_line, people_suggested, units_suggested
from awards.services import identity, verdict
from awards.services.imports.matching import AwardIndex
from awards.services.line_values import opened_fields
from awards.services.nomination import (
    RowErrors,
    add_nominations,
    change_nomination,
    remove_nominations,
    reorder_nominations,
    restore_nominations,
)
from awards.services.units_meant import UnitsMeant
from campaigns.queries import people
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.idempotency import once
from thiduakhenthuong.core.names import writable

MAX_ROWS = 500  # rows of one request; the grid sends larger pastes in pieces


class GridView(LoginRequiredMixin, View):
    """A dossier of the user's scope; refusals answer as JSON {"message"}."""

    def dispatch(self, request, *args, public_id=None, **kwargs):
        """Load the dossier and turn refusals into JSON."""
        if not request.user.is_authenticated:
            return JsonResponse({"message": "Phiên làm việc đã hết. Hãy đăng nhập lại ở thẻ khác rồi thử lại."}, status=401)
        self.dossier = get_object_or_404(dossiers_for_user(request.user), public_id=public_id)
        self.started = clock.now()
        try:
            return super().dispatch(request, *args, **kwargs)
        except Conflict as conflict:
            return JsonResponse({"message": conflict.message}, status=409)
        except Refused as refused:
            return JsonResponse({"message": refused.message}, status=403)
        except ValidationError as error:
            return JsonResponse({"message": " ".join(error.messages)}, status=422)

    def body(self) -> dict:
        """The JSON sent; {} when it is not an object."""
        try:
            sent = writable(json.loads(self.request.body or b"{}", parse_constant=_no_number))
        except (ValueError, RecursionError, RawPostDataException):
            raise ValidationError("Dữ liệu gửi lên không đọc được. Hãy tải lại trang.") from None
        return sent if isinstance(sent, dict) else {}

    def ids(self, sent: dict, name: str = "ids") -> list[str]:
        """A list of public ids out of the JSON sent."""
        found = sent.get(name)
        return [str(one) for one in found][: MAX_ROWS * 40] if isinstance(found, list) else []

    @cached_property
    def award_words(self) -> AwardIndex:
        """The words that lists use for kinds of award, read as in an imported workbook."""
        return AwardIndex(kinds_to_match(), level=self.dossier.deciding_unit.level)

    def understood(self, values: dict) -> dict:
        """The values with "Bằng khen của Chủ tịch UBND tỉnh" as its kind; unknown words stay for the service to refuse."""
        words = values.get("award_kind")
        kind = self.award_words.find(words).kind if words and isinstance(words, str) else None
        return values | {"award_kind": kind} if kind else values

    def answer(self, rows=(), **more) -> JsonResponse:
        """Rows, counts, and the verdicts that this request changed."""
        self.dossier.refresh_from_db(fields=["version", "state", "custom_order"])
        checked = grid_lines(self.dossier).filter(checked_at__gte=self.started)
        verdicts = {str(n.public_id): [n.verdict, n.verdict_text] for n in checked}
        facts = {"version": self.dossier.version, "custom_order": self.dossier.custom_order}
        body = {"rows": [self.row(n) for n in rows], "status": line_counts(self.dossier), "verdicts": verdicts}
        return JsonResponse(body | {"dossier": facts} | more)

    def row(self, line) -> dict:
        """One line as the grid shows it."""
        return row_of(line, self.fields_open(line))

    def fields_open(self, line) -> list[str] | None:
        """What this user may change in the line: None is everything, [] nothing."""
        user = self.request.user
        if line.state == NominationState.SENT_BACK:
            line.dossier = self.dossier
            return [] if permissions.mend(user, line) else sorted(opened_fields(line.fields_to_fix))
        return None if is_editable(self.dossier, user) else []


def _no_number(word: str):
    """JSON knows no NaN and no Infinity, whatever Python's reader thinks."""
    raise ValueError(word)


def is_editable(dossier, user) -> bool:
    """Whether this user may add and change lines now."""
    return dossier.state in DossierState.EDITABLE and not permissions.edit_dossier(user, dossier)


def row_of(line, open_fields) -> dict:
    """A line as JSON; `open_fields` None means all."""
    return {
        "id": str(line.public_id), "version": line.version, "kind": line.recipient_kind, "position": line.position,
        "gender": line.gender, "honorific": line.honorific, "name": line.name,
        "birth": line.birth_text, "title": line.title,
        "unit": str(line.unit.public_id) if line.unit else None, "unit_text": line.unit_text, "address": line.address,
        "award_kind": line.award_kind.code if line.award_kind else None, "achievement": line.achievement,
        "person": str(line.person.public_id) if line.person else None, "ethnicity": line.ethnicity, "note": line.note,
        "vote_percent": "" if line.vote_percent is None else f"{line.vote_percent:g}".replace(".", ","),
        "is_leader": line.is_leader, "is_direct_worker": line.is_direct_worker, "is_party_member": line.is_party_member,
        "state": line.state, "state_label": line.get_state_display(), "open_fields": open_fields,
        "verdict": line.verdict, "verdict_text": line.verdict_text,
    }  # fmt: skip


class GridRows(GridView):
    """All rows with what the grid needs around them."""

    def get(self, request):
        """Rows, kinds that the deciding unit may give, counts."""
        kinds = [
            {"code": k.code, "label": k.label, "short": k.short_label or k.label, "recipients": sorted(k.recipients)}
            for k in decidable_kinds(self.dossier.deciding_unit, clock.today())
        ]
        lines = list(grid_lines(self.dossier))
        listed = {kind["code"] for kind in kinds}
        others = {n.award_kind.code: n.award_kind for n in lines if n.award_kind and n.award_kind.code not in listed}
        kinds += [
            {"code": k.code, "label": k.label, "short": k.short_label or k.label, "recipients": []} for k in others.values()
        ]
        facts = {
            "public_id": str(self.dossier.public_id), "version": self.dossier.version, "state": self.dossier.state,
            "editable": is_editable(self.dossier, request.user), "custom_order": self.dossier.custom_order,
        }  # fmt: skip
        rows = [self.row(line) for line in lines]
        return JsonResponse({"dossier": facts, "rows": rows, "kinds": kinds, "status": line_counts(self.dossier)})


class GridAdd(GridView):
    """New rows; the key makes a repeated request answer the same rows."""

    def post(self, request):
        """The good rows, and the faults of the others by index; `indexes` says which rows these are. 422 when none is good."""
        sent = self.body()
        rows = sent.get("rows")
        if not isinstance(rows, list) or not 0 < len(rows) <= MAX_ROWS or not all(isinstance(r, dict) for r in rows):
            raise ValidationError(f"Mỗi lần thêm từ 1 đến {MAX_ROWS} dòng.")
        try:
            done = once(user=request.user, action="grid_add", key=sent.get("key"), work=lambda: self._add(rows))
        except RowErrors as errors:
            return JsonResponse({"errors": _faults(errors.rows)}, status=422)
        order = {public_id: n for n, public_id in enumerate(done["ids"])}
        lines = sorted(grid_lines(self.dossier).filter(public_id__in=order), key=lambda line: order[str(line.public_id)])
        indexes = [done["indexes"][order[str(line.public_id)]] for line in lines]
        return self.answer(lines, indexes=indexes, errors=done["errors"])

    def _add(self, rows: list) -> dict:
        rows = UnitsMeant(self.dossier).in_new([self.understood(row) for row in rows])
        lines, faults = self._good_ones(rows)
        identity.link_known_people(lines, by=self.request.user)
        verdict.check_nominations(lines)
        indexes = [n for n in range(len(rows)) if n not in faults]
        return {"ids": [str(line.public_id) for line in lines], "indexes": indexes, "errors": _faults(faults)}

    def _good_ones(self, rows: list) -> tuple[list, dict]:
        """Lines made of the rows without a fault, and the faults of the others; raises RowErrors when no row is good."""
        try:
            return add_nominations(dossier=self.dossier, rows=rows, by=self.request.user, check=False), {}
        except RowErrors as errors:
            good = [row for n, row in enumerate(rows) if n not in errors.rows]
            if not good:
                raise
            return add_nominations(dossier=self.dossier, rows=good, by=self.request.user, check=False), errors.rows


def _faults(rows: dict) -> list[dict]:
    return [{"index": index, "fields": fields} for index, fields in rows.items()]


class GridChange(GridView):
    """Changed cells, row by row, each with its version; one row's fault does not hold up the others."""

    def post(self, request):
        """Rows written, conflicts with the fresh row, errors at their fields."""
        sent = self.body().get("rows")
        items = [i for i in sent if isinstance(i, dict)][:MAX_ROWS] if isinstance(sent, list) else []
        lines = {str(n.public_id): n for n in grid_lines(self.dossier).filter(public_id__in=[i.get("id") for i in items])}
        written, conflicts, errors = [], [], []
        for item in self._with_units(items, lines):
            line = lines.get(str(item.get("id")))
            if line is None:
                errors.append({"id": item.get("id"), "gone": True, "fields": {}, "message": "Dòng này đã bị bỏ khỏi hồ sơ."})
            else:
                self._change(line, item, written, conflicts, errors)
        rows = grid_lines(self.dossier).filter(public_id__in=written)
        return self.answer(rows, conflicts=conflicts, errors=errors)

    def _with_units(self, items: list[dict], lines: dict) -> list[dict]:
        """The items with the units that typed words name, as far as these fields are open in the line."""
        known = [(item, lines.get(str(item.get("id")))) for item in items]
        typed = {n: i["values"] for n, (i, line) in enumerate(known) if line and isinstance(i.get("values"), dict)}
        filled = UnitsMeant(self.dossier).in_changes([(known[n][1], values) for n, values in typed.items()])
        for (n, values), more in zip(typed.items(), filled, strict=True):
            opened = self.fields_open(known[n][1])
            allowed = {key: more[key] for key in more if key in values or opened is None or key in opened}
            items[n] = items[n] | {"values": allowed}
        return items

    def _change(self, line, item: dict, written: list, conflicts: list, errors: list) -> None:
        values = item.get("values") if isinstance(item.get("values"), dict) else {}
        version = item.get("version") if isinstance(item.get("version"), int) else 0
        try:
            change_nomination(nomination=line, version=version, values=self.understood(values), by=self.request.user)
            written.append(line.public_id)
        except Conflict as conflict:
            conflicts.append(self._conflict(item["id"], conflict))
        except ValidationError as error:
            named = error.message_dict if hasattr(error, "error_dict") else {"name": error.messages}
            errors.append({"id": item["id"], "fields": named})

    def _conflict(self, public_id, conflict) -> dict:
        fresh = grid_lines(self.dossier).filter(public_id=public_id).first()
        if fresh is None or self.fields_open(fresh) == []:
            raise conflict
        who = conflict.event.by.full_name if conflict.event and conflict.event.by else ""
        return {"id": public_id, "who": who, "message": conflict.message, "fresh": self.row(fresh)}


class GridRemove(GridView):
    """Take rows out; GridRestore undoes it."""

    def post(self, request):
        """Ids that are gone now."""
        lines = list(grid_lines(self.dossier).filter(public_id__in=self.ids(self.body())))
        remove_nominations(nominations=lines, by=request.user)
        return self.answer(removed=[str(line.public_id) for line in lines])


class GridRestore(GridView):
    """Put rows back."""

    def post(self, request):
        """The rows as they stand again."""
        lines = list(removed_lines(self.dossier, self.ids(self.body())))
        restore_nominations(nominations=lines, by=request.user)
        return self.answer(grid_lines(self.dossier).filter(pk__in=[line.pk for line in lines]))


class GridOrder(GridView):
    """The officer's own order."""

    def post(self, request):
        """Positions after the move."""
        reorder_nominations(dossier=self.dossier, order=self.ids(self.body(), "order"), by=request.user)
        self.dossier.refresh_from_db(fields=["custom_order"])
        rows = [{"id": str(n.public_id), "position": n.position} for n in grid_lines(self.dossier)]
        return JsonResponse({"rows": rows})


class GridUnits(GridView):
    """Units for the autocomplete."""

    def get(self, request):
        """Up to twelve, the living and the near ones first."""
        return JsonResponse({"items": units_suggested(request.GET.get("q", ""), near=self.dossier.unit)})


class GridPeople(GridView):
    """People for the autocomplete, with what they have been awarded."""

    def get(self, request):
        """Up to eight, those of the proposing unit first."""
        return JsonResponse({"items": people_suggested(request.GET.get("q", ""), near=self.dossier.unit)})


class LineVerdict(GridView):
    """What the rules found about one line, its history, its papers, the question of near-duplicates."""

    def get(self, request, line_id):
        """The body of the popover."""
        return HttpResponse(self._html(self._line(line_id)))

    def post(self, request, line_id):
        """The answer to "is it the same person?"; the line is checked anew."""
        line = self._line(line_id)
        if not is_editable(self.dossier, request.user) and not self.fields_open(line):
            raise Refused("Hồ sơ đang khóa, chưa thể gắn người.")
        person = get_object_or_404(people(), public_id=request.POST.get("person"))
        identity.answer_identity(nomination=line, person=person, same=request.POST.get("same") == "1", by=request.user)
        line = self._line(line_id)
        return self.answer([line], html=self._html(line))

    def _line(self, line_id):
        line = nominations_for_user(self.request.user).filter(dossier=self.dossier, public_id=line_id).first()
        if line is None:
            raise Http404
        return line

    def _html(self, line) -> str:
        papers = attachments_for_user(self.request.user).filter(nomination=line)
        twins = identity.people_to_ask_about(line)
        context = {
            "line": line, "dossier": self.dossier, "findings": verdict_rows(line), "history": awards_of_line(line),
            "papers": papers, "twins": twins, "may_answer": self.fields_open(line) != [],
            "open_questions": verdict.open_questions(line),
        }  # fmt: skip
        return render_to_string("awards/_verdict_body.html", context, request=self.request)


LEVELS = {"eligible": "ok", "look": "warn", "missing": "bad"}


def verdict_rows(line) -> list[dict]:
    """Findings of a line for components/findings.html, the worst first."""
    order = {"missing": 0, "look": 1, "eligible": 2}
    found = sorted(line.findings.all(), key=lambda f: order.get(f.verdict, 3))
    return [
        {"level": LEVELS.get(f.verdict, "info"), "title": f.short,
         "found": "" if f.verdict == "eligible" or f.sentence == f.short else f.sentence, "law": f.citation,
         "unchecked": f.certainty == "verify" and bool(f.citation), **_record_behind(f)}
        for f in found
    ]  # fmt: skip


def _record_behind(found) -> dict:
    """Where the figures of a finding can be looked at: the cluster that ranked the unit."""
    if key := found.data.get("cluster"):
        return {"url": reverse("campaigns:cluster", args=[key]), "link": "Xem xếp hạng cụm, khối"}
    return {}
