"""Pages of drafts for comment: the list, the form, one draft with its opinions, the steps, the printed table."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from campaigns import permissions
from campaigns.documents.opinions import opinions_docx, opinions_xlsx
from campaigns.enums import DraftState
from campaigns.forms.draft import AnswerForm, CommentForm, DraftForm
from campaigns.models import DraftDocument
from campaigns.queries import campaign as campaign_queries
from campaigns.queries import draft as queries
from campaigns.queries.scope import drafts_for_user
from campaigns.services import draft as services
from campaigns.services.campaign_paper import plan_text
from campaigns.services.campaign_scope import joining_day, reach_of
from campaigns.services.draft_table import opinion_table
from campaigns.views import campaign_parts as parts
from campaigns.views.campaign import CampaignMixin
from campaigns.views.places import places
from campaigns.workflow import DRAFT
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import file_response, made_response, store_upload
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.listing import CappedPaginator
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.typed import version_of, whole

DONE = {"circulate": "Đã gửi lấy ý kiến. Các đơn vị thấy dự thảo ở “Việc hôm nay”.", "finish": "Đã kết thúc lấy ý kiến."}


class DraftMixin(LoginRequiredMixin):
    """One draft of the user's scope, as `self.draft`; anything else is 404."""

    def setup(self, request, *args, **kwargs):
        """Load the draft of the address."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.draft = get_object_or_404(drafts_for_user(request.user), public_id=kwargs["public_id"])


class DraftList(LoginRequiredMixin, ListView):
    """Drafts that ask the user's units, and those of the user's own campaigns."""

    template_name = "campaigns/draft_list.html"
    paginate_by = 50
    paginator_class = CappedPaginator

    def get_queryset(self):
        """As filtered by ?tt=."""
        return queries.listed(self.request.user, self.request.GET)

    def get_context_data(self, **kwargs):
        """Rows with the days left."""
        context = super().get_context_data(**kwargs)
        today = clock.today()
        for draft in context["page_obj"].object_list:
            draft.days = (draft.due_on - today).days if draft.due_on and draft.state == DraftState.CIRCULATED else None
            draft.waits = draft.state == DraftState.CIRCULATED and draft.asks_me and not draft.said
        return context | {"states": DraftState.choices, "places": places("campaigns:campaign-list")}


class DraftFormPage:
    """What the pages to write a draft share: the form, the boxes of units, the uploaded file."""

    def page(self, campaign, form, chosen: set[int], *, draft=None, status: int = 200):
        """The form with the units in reach."""
        units = campaign_queries.units_in_reach(reach_of(campaign.unit), joining_day(campaign))
        place = ("campaigns:draft", draft.public_id) if draft else ("campaigns:campaign-papers", campaign.public_id)
        context = {
            "campaign": campaign, "draft": draft, "form": form, "groups": parts.unit_groups(campaign, units, chosen),
            "chosen": chosen, "back_url": reverse(place[0], args=[place[1]]),
        }  # fmt: skip
        return render(self.request, "campaigns/draft_form.html", context, status=status)

    def chosen(self, campaign) -> set[int]:
        """Units ticked, those of whole groups included."""
        ticked = {key for text in self.request.POST.getlist("don-vi") if (key := whole(text))}
        groups = set(self.request.POST.getlist("nhom"))
        units = campaign_queries.units_in_reach(reach_of(campaign.unit), joining_day(campaign))
        found = parts.unit_groups(campaign, units, set())
        return ticked | {unit.pk for group in found if group["code"] in groups for unit in group["units"]}

    def values(self, form, chosen: set[int]) -> dict:
        """Values for the service; the file is checked and kept first."""
        data, upload = form.cleaned_data, form.cleaned_data["upload"]
        try:
            stored = store_upload(upload, by=self.request.user) if upload else None
        except ValidationError as error:
            raise ValidationError({"upload": error.messages}) from error
        return {
            "title": data["title"], "body": data["body"], "due_on": data["due_on"], "stored": stored,
            "asked": campaign_queries.units_by_keys(list(chosen)),
        }  # fmt: skip


class DraftCreate(DraftFormPage, CampaignMixin, View):
    """Write the first edition of a draft of a campaign."""

    def get(self, request, public_id):
        """The empty form; everybody in scope is ticked beforehand."""
        self._require()
        chosen = {member.unit_id for member in campaign_queries.members_of(self.campaign)}
        known = {
            "idempotency_key": new_key(), "title": "Kế hoạch tổ chức phong trào thi đua", "body": plan_text(self.campaign),
        }  # fmt: skip
        return self.page(self.campaign, DraftForm(initial=known), chosen)

    def post(self, request, public_id):
        """Keep it; one press makes one draft."""
        self._require()
        form, chosen = DraftForm(request.POST, request.FILES), self.chosen(self.campaign)
        if form.is_valid():
            try:
                key = form.cleaned_data["idempotency_key"]
                done = once(user=request.user, action="create_draft", key=key, work=lambda: self._create(form, chosen))
            except ValidationError as error:
                parts.put_errors(form, error)
            else:
                messages.success(request, "Đã lưu dự thảo. Xem lại rồi bấm “Gửi lấy ý kiến”.")
                return redirect("campaigns:draft", public_id=done["public_id"])
        return self.page(self.campaign, form, chosen, status=422)

    def _create(self, form, chosen) -> dict:
        made = services.create_draft(campaign=self.campaign, by=self.request.user, **self.values(form, chosen))
        return {"public_id": str(made.public_id)}

    def _require(self) -> None:
        if reason := permissions.edit_draft(self.request.user, DraftDocument(campaign=self.campaign)):
            raise Refused(reason)


class DraftEdit(DraftFormPage, DraftMixin, View):
    """Change an edition that was not sent yet."""

    def get(self, request, public_id):
        """The form as the draft stands."""
        self._require()
        known = {name: getattr(self.draft, name) for name in ("title", "body", "due_on", "version")}
        return self.page(self.draft.campaign, self._form(initial=known), {u.pk for u in self.draft.asked.all()}, draft=self.draft)

    def post(self, request, public_id):
        """Keep the change; a stale version is 409."""
        self._require()
        form, chosen = self._form(request.POST, request.FILES), self.chosen(self.draft.campaign)
        if form.is_valid():
            try:
                version = form.cleaned_data["version"] or 0
                services.update_draft(draft=self.draft, version=version, by=request.user, **self.values(form, chosen))
            except ValidationError as error:
                parts.put_errors(form, error)
            else:
                messages.success(request, "Đã lưu dự thảo.")
                return redirect("campaigns:draft", public_id=public_id)
        return self.page(self.draft.campaign, form, chosen, draft=self.draft, status=422)

    def _form(self, *args, **kwargs) -> DraftForm:
        return DraftForm(*args, kept_file=self.draft.stored.name if self.draft.stored else "", **kwargs)

    def _require(self) -> None:
        if reason := permissions.edit_draft(self.request.user, self.draft):
            raise Refused(reason)


class DraftDetail(DraftMixin, View):
    """One edition: its text, who was asked, what they said and how it was taken in."""

    def get(self, request, public_id):
        """The page, with a form for the units that were asked."""
        return self.page()

    def page(self, *, comment_form=None, answered=None, answer_form=None, status: int = 200):
        """The page; the form that came back with faults takes the place of the empty one."""
        user, draft = self.request.user, self.draft
        may_edit, asked = not permissions.edit_draft(user, draft), queries.asked_units(draft)
        mine = {unit.pk for unit in queries.speaking_units(user)}
        voices = [unit for unit in asked if unit.pk in mine] if draft.state == DraftState.CIRCULATED else []
        known = {"idempotency_key": new_key(), "author": user.full_name}
        context = {
            "draft": draft, "campaign": draft.campaign, "editions": queries.editions_of(draft, user), "asked": asked,
            "silent": [unit for unit in asked if not unit.said], "may_edit": may_edit,
            "comments": self._comments(may_edit and draft.state == DraftState.CIRCULATED, answered, answer_form),
            "steps": [step.name for step in DRAFT.available(draft, user)],
            "comment_form": comment_form or (CommentForm(units=voices, initial=known) if voices else None),
            "days": (draft.due_on - clock.today()).days if draft.due_on and draft.state == DraftState.CIRCULATED else None,
        }  # fmt: skip
        return render(self.request, "campaigns/draft_detail.html", context, status=status)

    def _comments(self, answers: bool, answered, answer_form) -> list[dict]:
        rows = []
        for comment in queries.comments_of(self.draft):
            form = None
            if answers:
                known = {"answer": comment.answer, "explanation": comment.explanation, "version": comment.version}
                prefix = f"y{comment.pk}"
                form = answer_form if answered == comment else AnswerForm(initial=known, prefix=prefix)
            rows.append({"comment": comment, "form": form})
        return rows


class DraftStep(DraftMixin, View):
    """Send for comment, or end the consultation."""

    def post(self, request, public_id, step):
        """Take the step; what is missing is said above the draft."""
        if step not in services.STEPS:
            raise Http404
        try:
            services.STEPS[step](draft=self.draft, version=version_of(request), by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, DONE[step])
        return redirect("campaigns:draft", public_id=public_id)


class DraftEdition(DraftMixin, View):
    """Begin the next edition beside the one that was sent."""

    def post(self, request, public_id):
        """The new edition opens for editing."""
        try:
            made = services.new_edition(draft=self.draft, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("campaigns:draft", public_id=public_id)
        return redirect("campaigns:draft-edit", public_id=made.public_id)


class CommentAdd(DraftDetail):
    """An opinion of a unit that was asked."""

    http_method_names = ["post"]

    def post(self, request, public_id):
        """Keep the opinion; one press is one opinion."""
        form = CommentForm(request.POST, units=queries.speaking_units(request.user))
        if form.is_valid():
            try:
                key = form.cleaned_data["idempotency_key"]
                once(user=request.user, action="comment_draft", key=key, work=lambda: self._add(form))
            except ValidationError as error:
                parts.put_errors(form, error)
            else:
                messages.success(request, "Đã gửi ý kiến. Cơ quan soạn thảo sẽ ghi tiếp thu hoặc giải trình bên cạnh.")
                return redirect("campaigns:draft", public_id=public_id)
        return self.page(comment_form=form, status=422)

    def _add(self, form) -> dict:
        data = form.cleaned_data
        made = services.add_comment(
            draft=self.draft, unit=data["unit"], by=self.request.user, opinion=data["opinion"], passage=data["passage"],
            author=data["author"],
        )  # fmt: skip
        return {"public_id": str(made.public_id)}


class CommentAnswerView(DraftDetail):
    """How an opinion was taken in."""

    http_method_names = ["post"]

    def post(self, request, public_id, comment_id):
        """Keep the answer; a stale version is 409."""
        rows = queries.comments_for_user(request.user).filter(draft=self.draft)
        comment = get_object_or_404(rows, public_id=comment_id)
        form = AnswerForm(request.POST, prefix=f"y{comment.pk}")
        if form.is_valid():
            data = form.cleaned_data
            try:
                services.answer_comment(comment=comment, by=request.user, **data)
            except ValidationError as error:
                parts.put_errors(form, error)
            else:
                messages.success(request, f"Đã ghi xử lý ý kiến của {comment.unit.name}.")
                return redirect(f"{reverse('campaigns:draft', args=[public_id])}#y-kien-{comment.pk}")
        return self.page(answered=comment, answer_form=form, status=422)


class DraftTable(DraftMixin, View):
    """The table of opinions as Word or workbook."""

    def get(self, request, public_id, extension):
        """As it stands now."""
        makers = {"docx": opinions_docx, "xlsx": opinions_xlsx}
        if extension not in makers:
            raise Http404
        content = makers[extension](opinion_table(self.draft))
        return made_response(content, f"tong-hop-y-kien-lan-{self.draft.edition}.{extension}")


class DraftHistory(DraftMixin, ListView):
    """Everything that happened to an edition, newest first."""

    template_name = "campaigns/draft_history.html"
    paginate_by = 100
    paginator_class = CappedPaginator

    def get_queryset(self):
        """Events with their authors."""
        return queries.draft_events(self.draft)

    def get_context_data(self, **kwargs):
        """Events as sentences."""
        context = super().get_context_data(**kwargs)
        return context | {"draft": self.draft, "events": parts.event_rows(context["page_obj"].object_list)}


class DraftExport(LoginRequiredMixin, View):
    """The list of drafts as it is filtered, as a workbook."""

    def get(self, request):
        """All pages, at most 5,000 drafts."""
        columns = [
            Column("Dự thảo", width=50), Column("Lần", "number"), Column("Phong trào", width=50),
            Column("Cơ quan soạn thảo", width=32), Column("Góp ý trước", "date"), Column("Nơi được hỏi", "number"),
            Column("Ý kiến", "number"), Column("Chưa xử lý", "number"), Column("Trạng thái", width=18),
        ]  # fmt: skip
        rows = (
            [d.title, d.edition, d.campaign.name, d.campaign.unit.name, d.due_on, d.asked_count, d.comment_count, d.open_count,
             d.get_state_display()]
            for d in queries.listed(request.user, request.GET)[:5000]
        )  # fmt: skip
        return made_response(write_table("DANH SÁCH DỰ THẢO LẤY Ý KIẾN", columns, rows), "du-thao.xlsx")


class DraftFile(DraftMixin, View):
    """The file of an edition, for whoever sees the draft."""

    def get(self, request, public_id):
        """404 when there is none."""
        if self.draft.stored is None:
            raise Http404
        return file_response(self.draft.stored)
