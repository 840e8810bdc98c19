"""People of one unit in one campaign and year: the list, many entered at once, sent and confirmed together."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from campaigns import permissions
from campaigns.enums import RegistrationKind, RegistrationState
from campaigns.forms.individuals import PeopleForm
from campaigns.models import Registration
from campaigns.queries import registration as queries
from campaigns.queries import registration_list as lists
from campaigns.services import individuals as services
from campaigns.services.registration import readiness
from campaigns.tally.text_check import LABELS, WORDING, check_line
from campaigns.views import registration_parts as parts
from campaigns.views.coverage import CampaignYearMixin
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.listing import CappedPaginator
from thiduakhenthuong.core.sheets import SheetError, open_sheet
from thiduakhenthuong.core.sheets.writer import Column, write_table

SHOWN = 200  # people of a preview in full; those with faults come first
STEPS = {"submit": services.submit_people, "confirm": services.confirm_people}
SAID = {"submit": "Đã gửi {count} bản đăng ký cá nhân.", "confirm": "Đã xác nhận {count} bản đăng ký cá nhân."}


class UnitYearMixin(CampaignYearMixin):
    """Also one unit of the campaign's reach, as `self.unit`."""

    def setup(self, request, *args, **kwargs):
        """Load the unit of the address."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.unit = lists.unit_of_campaign(request.user, self.campaign, kwargs["unit_id"])
            if self.unit is None:
                raise Http404

    @property
    def sample(self) -> Registration:
        """What one of these registrations is, for asking who may."""
        kind = RegistrationKind.INDIVIDUAL
        return Registration(campaign=self.campaign, unit=self.unit, year=self.year, kind=kind)

    def address(self, name: str = "campaigns:individual-list") -> str:
        """A page of this unit and year."""
        return f"{reverse(name, args=[self.campaign.public_id, self.unit.public_id])}?nam={self.year}"

    def back(self) -> str:
        """The page of who has registered."""
        return f"{reverse('campaigns:campaign-registrations', args=[self.campaign.public_id])}?nam={self.year}"


class IndividualList(UnitYearMixin, ListView):
    """The people of a unit: titles, lines, states; steps for all at once."""

    template_name = "campaigns/individual_list.html"
    paginate_by = 100
    paginator_class = CappedPaginator

    def get_queryset(self):
        """In the order of entry."""
        return lists.people_of(self.request.user, self.campaign, self.unit, self.year)

    def get_context_data(self, **kwargs):
        """Rows with the names of their titles; how many wait for which step."""
        context = super().get_context_data(**kwargs)
        titles = queries.titles_of(self.year)
        for row in context["page_obj"].object_list:
            row.titles = parts.title_labels(row, titles)
        counts = lists.state_counts(self.get_queryset())
        user, sample = self.request.user, self.sample
        edits, confirms = not permissions.edit_registration(user, sample), not permissions.confirm_registration(user, sample)
        open_ = sum(counts.get(state, 0) for state in RegistrationState.EDITABLE)
        return context | {
            "campaign": self.campaign, "unit": self.unit, "year": self.year, "counts": counts, "total": sum(counts.values()),
            "may_add": edits, "to_send": open_ if edits else 0, "back_url": self.back(),
            "to_confirm": counts.get(RegistrationState.SUBMITTED, 0) if confirms else 0,
        }  # fmt: skip


class IndividualExport(UnitYearMixin, View):
    """The people of a unit, a row for each line, as a workbook."""

    def get(self, request, public_id, unit_id):
        """All of them."""
        rows = list(lists.with_lines(lists.people_of(request.user, self.campaign, self.unit, self.year)))
        content = parts.workbook(rows, {self.year: queries.titles_of(self.year)}, f"CÁ NHÂN ĐĂNG KÝ THI ĐUA NĂM {self.year}")
        return made_response(content, "ca-nhan-dang-ky.xlsx")


class IndividualTemplate(UnitYearMixin, View):
    """An empty workbook with the headings and the titles to choose from."""

    def get(self, request, public_id, unit_id):
        """Headings, choices, two rows to show how."""
        titles = [title for title in queries.titles_of(self.year).values() if "individual" in title.subjects]
        labels = {form: tuple(t.label for t in titles if t.is_form == form) for form in (False, True)}
        columns = [
            Column("Họ và tên", width=28), Column("Năm sinh", width=14), Column("Giới tính", width=10, choices=("Nam", "Nữ")),
            Column("Chức vụ", width=26), Column("Danh hiệu", width=30, choices=labels[False]),
            Column("Nội dung cam kết", width=70), Column("Hình thức khen", width=30, choices=labels[True]),
            Column("Sáng kiến dự kiến", width=36),
        ]  # fmt: skip
        return made_response(write_table(f"CÁ NHÂN ĐĂNG KÝ THI ĐUA NĂM {self.year}", columns, []), "mau-ca-nhan-dang-ky.xlsx")


class IndividualAdd(UnitYearMixin, View):
    """Paste or read a list, look at it row by row, keep it in one press. Nothing is kept before."""

    def dispatch(self, request, *args, **kwargs):
        """Only the clerk of the unit."""
        if request.user.is_authenticated and (reason := permissions.edit_registration(request.user, self.sample)):
            raise Refused(reason)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, public_id, unit_id):
        """The empty field, or (?nam-truoc=1) the list of last year in it."""
        before = lists.last_year_people(self.campaign, self.unit, self.year)
        rows = services.rows_again(before, self.year, queries.titles_of(self.year - 1)) if request.GET.get("nam-truoc") else ""
        return self._page(PeopleForm(initial={"rows": rows, "idempotency_key": new_key()}), before=len(before))

    def post(self, request, public_id, unit_id):
        """Look first (the button "Xem trước"), then keep ("Ghi danh sách")."""
        form = PeopleForm(request.POST, request.FILES)
        text = request.POST.get("rows", "")
        try:
            if request.FILES.get("upload"):
                text = services.table_text(open_sheet(request.FILES["upload"]))
            entries = services.read_people(text, year=self.year, titles=queries.titles_of(self.year))
            services.mark_known(entries, self.campaign, self.unit, self.year)
            if "keep" in request.POST and not request.FILES.get("upload") and not any(entry.faults for entry in entries):
                return self._keep(entries)
        except SheetError as error:
            form.is_valid()
            form.add_error("upload", error.message)
            return self._page(form, status=422)
        except ValidationError as error:
            form.is_valid()
            form.add_error(None, " ".join(error.messages))
            return self._page(form, status=422)
        known = {"rows": text, "idempotency_key": request.POST.get("idempotency_key") or new_key()}
        faulty = any(entry.faults for entry in entries)
        return self._page(PeopleForm(initial=known), entries=entries, status=422 if faulty and "keep" in request.POST else 200)

    def _keep(self, entries):
        def work() -> dict:
            made = services.add_individuals(
                campaign=self.campaign, unit=self.unit, year=self.year, entries=entries, by=self.request.user
            )
            return {"count": len(made)}

        done = once(user=self.request.user, action="add_individuals", key=self.request.POST.get("idempotency_key", ""), work=work)
        messages.success(self.request, f"Đã ghi {done['count']} người. Xem lại rồi gửi thủ trưởng.")
        return redirect(self.address())

    def _page(self, form, *, entries=(), before: int = 0, status: int = 200):
        faulty = [entry for entry in entries if entry.faults]
        known = [entry for entry in entries if entry.known and not entry.faults]
        fresh = [entry for entry in entries if not entry.known and not entry.faults]
        context = {
            "form": form, "campaign": self.campaign, "unit": self.unit, "year": self.year, "back_url": self.address(),
            "looked": bool(entries), "faulty": faulty[:SHOWN], "fault_count": len(faulty), "known": known, "fresh": len(fresh),
            "rows": self._rows(fresh[:SHOWN]), "hidden": max(0, len(fresh) - SHOWN), "before": before,
        }  # fmt: skip
        return render(self.request, "campaigns/individual_add.html", context, status=status)

    def _rows(self, entries) -> list[dict]:
        """People of the preview with what their lines lack and what stands against sending."""
        titles, phrases = queries.titles_of(self.year), queries.phrases_today()
        return [
            {
                "entry": entry, "title": titles[entry.title_code].label if entry.title_code in titles else "",
                "lines": [(text, _lacks(text, phrases, self.year)) for text in entry.lines],
                "stops": readiness(
                    Registration(kind=RegistrationKind.INDIVIDUAL, year=self.year, title_code=entry.title_code,
                                 form_code=entry.form_code), has_lines=bool(entry.lines), titles=titles,
                ).faults,
            }
            for entry in entries
        ]  # fmt: skip


def _lacks(text: str, phrases, year: int) -> str:
    return ", ".join(LABELS[hint.code] for hint in check_line(text, phrases=phrases, year=year) if hint.code in WORDING)


class IndividualStep(UnitYearMixin, View):
    """One step for everybody of the unit who is ready for it."""

    def post(self, request, public_id, unit_id, step):
        """Say how many moved, and who stayed behind and why."""
        if step not in STEPS:
            raise PermissionDenied
        done = STEPS[step](campaign=self.campaign, unit=self.unit, year=self.year, by=request.user)
        if done.moved:
            messages.success(request, SAID[step].format(count=done.moved))
        if not done.moved and not done.left:
            messages.warning(request, "Không có bản đăng ký nào đang chờ bước này. Hãy tải lại trang.")
        if done.left:
            more = f" và {len(done.left) - 5} người khác" if len(done.left) > 5 else ""
            messages.warning(request, f"Chưa gửi {len(done.left)} người: {' '.join(done.left[:5])}{more}")
        return redirect(self.address())
