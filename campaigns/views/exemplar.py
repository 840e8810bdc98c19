"""Pages of examples: the list by spread, one example with its lanes, what is told of it, its prints."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views import View
from django.views.decorators.http import require_GET
from django.views.generic import ListView

from campaigns import permissions as may
from campaigns.documents import exemplar as documents
from campaigns.enums import ExemplarKind, ExemplarState, ReplicationState, UnitLevel
from campaigns.forms.exemplar import ExemplarForm
from campaigns.models import Exemplar
from campaigns.permissions import OFFICERS, units_with_role
from campaigns.queries import exemplar as queries
from campaigns.queries.scope import campaigns_for_user, own_units
from campaigns.services import exemplar as services
from campaigns.tally import spread
from campaigns.views.exemplar_parts import ExemplarMixin, FormPage, clusters
from campaigns.views.places import campaign_tabs, places
from campaigns.workflow import EXEMPLAR, REPLICATION
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import file_response, made_response
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.listing import CappedPaginator, replace_query
from thiduakhenthuong.core.sheets.writer import Column, write_table

MOST, LANES = 5000, 40  # rows of an export; lanes before one asks for all
SORTS = [("", "Lan tỏa nhiều nhất"), ("-cong_nhan", "Mới công nhận"), ("-moi", "Mới ghi"), ("ten", "Tên A - Z")]
STATES = [(state.value, state.label) for state in (ExemplarState.ACCEPTED, ExemplarState.RECOGNISED)]


def filter_chips(params, campaigns: list) -> list[dict]:
    """The filters that are on, each with the address that takes it off."""
    known = {"loai": dict(ExemplarKind.choices), "trang_thai": dict(STATES), "cap": dict(UnitLevel.choices)}
    known |= {"phong_trao": dict(campaigns), "nhan_rong": {"1": "Đã có nơi làm theo"}, "cua_toi": {"1": "Tôi giới thiệu"}}
    on = {"q": params.get("q", "").strip()} | {name: words.get(params.get(name, ""), "") for name, words in known.items()}
    return [{"label": label, "url": replace_query(params, **{name: None})} for name, label in on.items() if label]


class ExemplarList(LoginRequiredMixin, ListView):
    """Examples, the widest spread first; filters live in the address."""

    template_name = "campaigns/exemplar_list.html"
    paginator_class = CappedPaginator
    paginate_by = 24

    def get_queryset(self):
        """Shown examples as they are filtered."""
        return queries.exemplars_listed(self.request.user, self.request.GET)

    def get_context_data(self, **kwargs):
        """Choices of the filters, photos with consent, what waits in the inbox."""
        context, user = super().get_context_data(**kwargs), self.request.user
        shown, campaigns = list(context["page_obj"].object_list), queries.campaigns_with_exemplars(user)
        officer = bool(units_with_role(user, *OFFICERS))
        return context | {
            "cards": cards(shown), "places": places("campaigns:exemplar-list"), "campaigns": campaigns, "sorts": SORTS,
            "kinds": ExemplarKind.choices, "states": STATES, "levels": UnitLevel.choices[:5], "officer": officer,
            "chips": filter_chips(self.request.GET, campaigns), "waiting": queries.inbox(user).count() if officer else 0,
        }  # fmt: skip


def cards(exemplars: list) -> list[dict]:
    """Each example with its photo (only with consent) for the cards."""
    photos = queries.first_photos(exemplars)
    return [{"exemplar": exemplar, "photo": photos.get(exemplar.pk)} for exemplar in exemplars]


class ExemplarExport(LoginRequiredMixin, View):
    """The list as it is filtered, as a workbook."""

    def get(self, request):
        """All pages, at most 5,000 rows."""
        columns = [
            Column("Điển hình, mô hình", width=44), Column("Loại", width=20), Column("Nơi khởi đầu", width=30),
            Column("Phong trào", width=36), Column("Bắt đầu", "date", width=12), Column("Kết quả", width=44),
            Column("Chi phí", width=30), Column("Trạng thái", width=16), Column("Cấp công nhận", width=20),
            Column("Ngày công nhận", "date", width=14), Column("Nơi làm theo", "number"), Column("Đang tìm hiểu", "number"),
        ]  # fmt: skip
        rows = (
            [e.title, e.get_kind_display(), e.unit.name if e.unit else e.place_text, e.campaign.name if e.campaign else "",
             e.started_on, e.results, e.cost, e.get_state_display(), e.get_level_display(), e.recognised_on, e.copies, e.asking]
            for e in queries.exemplars_listed(request.user, request.GET)[:MOST]
        )  # fmt: skip
        return made_response(write_table("DANH SÁCH ĐIỂN HÌNH, MÔ HÌNH", columns, rows), "dien-hinh.xlsx")


class CampaignExemplars(LoginRequiredMixin, View):
    """The tab of a campaign: its examples, the widest spread first."""

    def get(self, request, public_id):
        """The cards."""
        campaign = get_object_or_404(campaigns_for_user(request.user), public_id=public_id)
        found = list(queries.exemplars_of_campaign(request.user, campaign)[:200])
        context = {
            "campaign": campaign, "tabs": campaign_tabs(campaign, "campaigns:campaign-exemplars"), "cards": cards(found),
            "copies": sum(exemplar.copies for exemplar in found), "officer": bool(units_with_role(request.user, *OFFICERS)),
        }  # fmt: skip
        return render(request, "campaigns/campaign_exemplars.html", context)


class ExemplarDetail(ExemplarMixin, View):
    """One example: lanes, who copied, five answers, photos with consent, units by cluster."""

    def get(self, request, public_id):
        """The page."""
        exemplar, user, today = self.exemplar, request.user, clock.today()
        copies = queries.copies_of(exemplar)
        care = not may.look_after_exemplar(user, exemplar)
        asked, done = queries.asked_days(copies), [copy for copy in copies if copy.state == ReplicationState.CONFIRMED]
        context = {
            "exemplar": exemplar, "copies": copies, "care": care, "today": today,
            "heading": spread.title(exemplar.title, copies), "finding": spread.finding(exemplar, copies),
            "units_heading": spread.units_heading(copies), "thickness": spread.thickness(exemplar),
            "picture": self._picture(done, today),
            "groups": clusters(exemplar, copies, queries.neighbours(exemplar.unit, today)),
            "photos": queries.photos_of(exemplar, private=care), "steps": self._steps(),
            "waiting": [self._row(c, asked) for c in copies if c.state != ReplicationState.CONFIRMED],
            "more_lanes": len(done) > LANES and request.GET.get("tat_ca") != "1",
            "officer": bool(units_with_role(user, *OFFICERS)), "shown": exemplar.state in ExemplarState.SHOWN,
            "public_url": self._public_url(exemplar), "insider": care or exemplar.office in own_units(user),
        }  # fmt: skip
        return render(request, "campaigns/exemplar_detail.html", context)

    def _picture(self, done, today):
        """The first lanes; all of them with ?tat_ca=1."""
        shown = done if self.request.GET.get("tat_ca") == "1" else done[:LANES]
        return spread.picture(self.exemplar, shown, today)

    def _steps(self) -> set[str]:
        """Steps open to this user; who introduced an example does not recognise it."""
        found = {step.name for step in EXEMPLAR.available(self.exemplar, self.request.user)}
        return found - {"recognise"} if self.exemplar.introduced_by_id == self.request.user.pk else found

    def _row(self, copy, asked: dict) -> dict:
        user = self.request.user
        return {
            "copy": copy, "asked": asked.get(copy.pk), "may_edit": not may.edit_replication(user, copy),
            "confirm": not REPLICATION.reason_against(copy, "confirm", user),
        }  # fmt: skip

    def _public_url(self, exemplar) -> str:
        hidden = exemplar.kind == ExemplarKind.PERSON and not exemplar.consent_on
        if exemplar.state != ExemplarState.RECOGNISED or hidden:
            return ""
        return self.request.build_absolute_uri(reverse("campaigns:public-exemplar", args=[exemplar.public_id]))


class ExemplarCreate(FormPage):
    """Write an example down; it is looked after at once."""

    title, button, action = "Ghi điển hình", "Lưu điển hình", "create_exemplar"
    sub = "Năm câu trả lời ngắn để nơi khác làm theo được. Ảnh và phiếu đồng ý thêm sau."

    def setup(self, request, *args, **kwargs):
        """There is no example yet."""
        View.setup(self, request, *args, **kwargs)
        self.offices = units_with_role(request.user, *OFFICERS)

    def reason_against(self) -> str:
        """Officers only."""
        return "" if self.offices else "Chỉ cán bộ nhập hồ sơ hoặc cán bộ thẩm định được ghi điển hình."

    def form(self, data=None, files=None):
        """The empty form, perhaps for a campaign (?phong-trao=<code>)."""
        code = self.request.GET.get("phong-trao", "")
        campaign = campaigns_for_user(self.request.user).filter(code=code).first() if code else None
        initial = {"idempotency_key": new_key(), "campaign": campaign}
        return ExemplarForm(data, user=self.request.user, initial=initial)

    def save(self, form, version):
        """One press, one example."""
        by = self.request.user
        done = once(user=by, action="create_exemplar", key=form.cleaned_data["idempotency_key"], work=lambda: {
            "public_id": str(services.create_exemplar(office=self.offices[0], by=by, **form.values()).public_id)
        })  # fmt: skip
        self.made = done["public_id"]

    def next_url(self):
        """The new page."""
        return reverse("campaigns:exemplar", args=[self.made])

    def back_url(self):
        """The list."""
        return reverse("campaigns:exemplar-list")


class ExemplarEdit(FormPage):
    """Mend what is told."""

    title, button, done, action = "Sửa điển hình", "Lưu", "Đã lưu điển hình.", "edit_exemplar"

    def reason_against(self):
        """Who looks after it."""
        return may.look_after_exemplar(self.request.user, self.exemplar)

    def form(self, data=None, files=None):
        """As it stands today."""
        initial = {name: getattr(self.exemplar, name) for name in services.FIELDS} | {"version": self.exemplar.version}
        return ExemplarForm(data, user=self.request.user, initial=initial)

    def save(self, form, version):
        """The change, or a Conflict."""
        services.update_exemplar(exemplar=self.exemplar, version=version, by=self.request.user, **form.values())


class ExemplarHistory(ExemplarMixin, View):
    """Everything that happened, with before and after."""

    def get(self, request, public_id):
        """For those who look after it or work for its office, the latest first."""
        reason = may.look_after_exemplar(request.user, self.exemplar)
        if reason and self.exemplar.office not in own_units(request.user):
            raise Refused(reason)
        labels = {f.name: str(f.verbose_name) for f in Exemplar._meta.fields}
        rows = [_event_row(event, labels) for event in events.history(self.exemplar).order_by("-number")[:200]]
        context = {"exemplar": self.exemplar, "rows": rows, "title": self.exemplar.title, "back_url": self.url}
        return render(request, "campaigns/exemplar_history.html", context)


def _event_row(event, labels: dict) -> dict:
    before, after = event.data.get("before", {}), event.data.get("after", {})
    changes = [(labels.get(name, name), before.get(name, ""), after[name]) for name in after if name != "search_key"]
    return {"event": event, "done": event.data.get("done", ""), "changes": changes}


class ExemplarPrint(ExemplarMixin, View):
    """One page A4: the lanes, the five answers, who copied."""

    def get(self, request, public_id):
        """The PDF."""
        copies = queries.copies_of(self.exemplar)
        pdf = documents.one_page(self.exemplar, copies, queries.photos_of(self.exemplar)[:1], clock.today())
        return made_response(pdf.content, "dien-hinh-mot-trang.pdf", inline=True)


class ExemplarCopies(ExemplarMixin, View):
    """Who copies the example and who looks at it, as a workbook."""

    def get(self, request, public_id):
        """In the order of their beginning."""
        columns = [
            Column("Nơi làm theo", width=32), Column("Trạng thái", width=18), Column("Làm theo từ", "date", width=12),
            Column("Quy mô", "decimal"), Column("Đơn vị tính", width=12), Column("Người phụ trách", width=34),
            Column("Kết quả", width=40), Column("Ghi chú", width=34), Column("Người xác nhận", width=22),
            Column("Ngày xác nhận", "date", width=14),
        ]  # fmt: skip
        measure = self.exemplar.unit_of_measure
        rows = (
            [c.unit.name, c.get_state_display(), c.started_on, c.value, measure if c.value is not None else "", c.keeper,
             c.result, c.note, c.confirmed_by.full_name if c.confirmed_by else "",
             localdate(c.confirmed_at) if c.confirmed_at else None]
            for c in queries.copies_of(self.exemplar)
        )  # fmt: skip
        return made_response(write_table("NƠI LÀM THEO", columns, rows, lines=[self.exemplar.title]), "noi-lam-theo.xlsx")


class ExemplarGuideFile(ExemplarMixin, View):
    """The guide for followers."""

    def get(self, request, public_id):
        """The stored file."""
        if self.exemplar.guide is None:
            raise Http404
        return file_response(self.exemplar.guide)


# --- for everybody -----------------------------------------------------------------------------


@require_GET
def public_exemplar(request, public_id):
    """A recognised example without a sign-in: no name without consent, no cookie, may be kept by caches."""
    exemplar = _public(public_id)
    copies = [copy for copy in queries.copies_of(exemplar) if copy.state == ReplicationState.CONFIRMED]
    context = {
        "exemplar": exemplar, "copies": copies, "heading": spread.title(exemplar.title, copies),
        "finding": spread.finding(exemplar, copies), "photos": queries.photos_of(exemplar), "today": clock.today(),
        "card_url": request.build_absolute_uri(reverse("campaigns:public-exemplar-card", args=[public_id])),
    }  # fmt: skip
    response = render(request, "campaigns/public_exemplar.html", context)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@require_GET
def public_exemplar_card(request, public_id):
    """The picture 1200 × 630 for a shared link."""
    exemplar = _public(public_id)
    response = made_response(documents.card(exemplar, exemplar.copies), "the-dien-hinh.png", inline=True)
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@require_GET
def public_exemplar_photo(request, public_id, photo_id):
    """A photo to which somebody agreed."""
    exemplar = _public(public_id)
    photo = next((one for one in queries.photos_of(exemplar) if one.public_id == photo_id), None)
    if photo is None:
        raise Http404
    return file_response(photo.stored, inline=True)


def _public(public_id):
    exemplar = queries.public_exemplar(public_id)
    if exemplar is None:
        raise Http404
    return exemplar
