"""The inbox and the steps of an example: taken, declined, merged, recognised; consent, photos, guide."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from campaigns import permissions as may
from campaigns.documents import exemplar as documents
from campaigns.enums import ExemplarState
from campaigns.forms import exemplar as forms
from campaigns.permissions import OFFICERS, units_with_role
from campaigns.queries import exemplar as queries
from campaigns.services import exemplar as services
from campaigns.views.exemplar_parts import ExemplarMixin, FormPage
from campaigns.views.places import places
from campaigns.workflow import EXEMPLAR
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import file_response, made_response
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.images import thumbnail
from thiduakhenthuong.core.listing import CappedPaginator
from thiduakhenthuong.core.typed import version_of


class ExemplarInbox(LoginRequiredMixin, ListView):
    """Introductions that wait at the user's offices (?muc=khong-chon: those not chosen)."""

    template_name = "campaigns/exemplar_inbox.html"
    paginator_class = CappedPaginator
    paginate_by = 20

    def get_queryset(self):
        """The oldest first; not for those who never open an inbox."""
        if not units_with_role(self.request.user, *OFFICERS):
            raise Refused("Hộp thư gương tốt dành cho cán bộ nhập hồ sơ, cán bộ thẩm định của nơi tiếp nhận.")
        self.declined = self.request.GET.get("muc") == "khong-chon"
        rows = queries.inbox(self.request.user, ExemplarState.DECLINED if self.declined else ExemplarState.INTRODUCED)
        return rows.order_by("-updated_at", "-pk") if self.declined else rows

    def get_context_data(self, **kwargs):
        """Each with those that may be the same."""
        context = super().get_context_data(**kwargs)
        shown = list(context["page_obj"].object_list)
        twins = {} if self.declined else queries.alike(shown)
        url = reverse("campaigns:exemplar-inbox")
        tabs = [{"label": "Chờ xem", "url": url, "active": not self.declined},
                {"label": "Không chọn", "url": f"{url}?muc=khong-chon", "active": self.declined}]  # fmt: skip
        return context | {
            "rows": [{"exemplar": one, "twins": twins.get(one.pk, [])} for one in shown], "declined": self.declined,
            "places": places("campaigns:exemplar-list"), "segments": tabs,
        }  # fmt: skip


class ExemplarAccept(ExemplarMixin, View):
    """Out of the inbox."""

    def post(self, request, public_id):
        """Taken; the next thing is to write the five answers."""
        services.accept_exemplar(exemplar=self.exemplar, version=version_of(request), by=request.user)
        messages.success(request, f"Đã tiếp nhận “{self.exemplar.title}”. Hãy bổ sung cách làm, kết quả.")
        return redirect("campaigns:exemplar-edit", public_id)


class StepPage(FormPage):
    """A page of a step of the life: refused when the step is not open to this user."""

    step = ""
    form_class = None

    def reason_against(self):
        """What the workflow says."""
        return EXEMPLAR.reason_against(self.exemplar, self.step, self.request.user)

    def form(self, data=None, files=None):
        """The form of the step."""
        return self.form_class(data, files, initial={"version": self.exemplar.version})


class ExemplarDecline(StepPage):
    """Not chosen, with the reason."""

    step, form_class, title, button, action = "decline", forms.DeclineForm, "Không chọn giới thiệu này", "Không chọn", "decline"
    done = "Đã ghi lý do không chọn; người giới thiệu xem được."

    def save(self, form, version):
        """The reason is kept."""
        services.decline_exemplar(exemplar=self.exemplar, version=version, by=self.request.user, **form.values())

    def next_url(self):
        """Back to the inbox."""
        return reverse("campaigns:exemplar-inbox")


class ExemplarMerge(StepPage):
    """The same example, told again."""

    step, title, button, action = "decline", "Gộp giới thiệu trùng", "Gộp", "merge"
    sub = "Câu chuyện và ảnh chuyển sang điển hình được chọn; người giới thiệu được báo tên điển hình ấy."

    def form(self, data=None, files=None):
        """Those that the office looks after; the most alike chosen beforehand (?vao=)."""
        twins = queries.alike([self.exemplar])[self.exemplar.pk]
        asked = self.request.GET.get("vao", "")
        best = next((one for one in twins if str(one.public_id) == asked), twins[0] if twins else None)
        choices = queries.kept_at(self.exemplar.office, besides=self.exemplar)
        return forms.MergeForm(data, choices=choices, initial={"version": self.exemplar.version, "into": best})

    def save(self, form, version):
        """Story and photos go over."""
        self.into = form.cleaned_data["into"]
        services.merge_exemplar(exemplar=self.exemplar, into=self.into, version=version, by=self.request.user)
        messages.success(self.request, f"Đã gộp vào “{self.into.title}”.")

    def next_url(self):
        """The example that is kept."""
        return reverse("campaigns:exemplar", args=[self.into.public_id])


class ExemplarRecognise(StepPage):
    """Recognised by a decision."""

    step, form_class, title, button, action = "recognise", forms.RecogniseForm, "Công nhận điển hình", "Công nhận", "recognise"
    done = "Đã ghi công nhận điển hình."

    def form(self, data=None, files=None):
        """Today, at the level of the office."""
        known = {"version": self.exemplar.version, "recognised_on": clock.today(), "level": self.exemplar.office.level}
        return forms.RecogniseForm(data, initial=known)

    def save(self, form, version):
        """Level, day, paper."""
        services.recognise_exemplar(exemplar=self.exemplar, version=version, by=self.request.user, **form.values())


# --- consent, photos, guide --------------------------------------------------------------------


class CarePage(FormPage):
    """Pages for those who look after the example."""

    form_class = None

    def reason_against(self):
        """Who looks after it."""
        return may.look_after_exemplar(self.request.user, self.exemplar)

    def form(self, data=None, files=None):
        """The form of the page."""
        return self.form_class(data, files, initial={"version": self.exemplar.version})


class ExemplarConsent(CarePage):
    """The signed paper; without it neither name nor story leaves the office."""

    form_class, title, button, action = forms.ConsentForm, "Phiếu đồng ý đăng tên, câu chuyện", "Ghi phiếu đồng ý", "consent"
    sub = "In phiếu, người được nêu ký, rồi chụp lại và tải lên đây."
    done, template_name = "Đã ghi phiếu đồng ý.", "campaigns/exemplar_consent.html"

    def save(self, form, version):
        """Day and paper."""
        services.record_consent(exemplar=self.exemplar, version=version, by=self.request.user, **form.values())


class ExemplarConsentWithdraw(ExemplarMixin, View):
    """Who agreed thinks otherwise."""

    def post(self, request, public_id):
        """Hidden at once."""
        services.withdraw_consent(exemplar=self.exemplar, version=version_of(request), by=request.user)
        messages.success(request, "Đã rút đồng ý: tên, câu chuyện và ảnh không còn hiện cho công chúng.")
        return redirect(self.url)


class ExemplarConsentPaper(ExemplarMixin, View):
    """The form to print and sign."""

    def get(self, request, public_id):
        """The PDF with name and office filled in."""
        if reason := may.look_after_exemplar(request.user, self.exemplar):
            raise Refused(reason)
        return made_response(documents.consent_form(self.exemplar, clock.today()).content, "phieu-dong-y.pdf", inline=True)


class ExemplarConsentFile(ExemplarMixin, View):
    """The signed paper, for those who look after the example."""

    def get(self, request, public_id):
        """The stored file."""
        if reason := may.look_after_exemplar(request.user, self.exemplar):
            raise Refused(reason)
        if self.exemplar.consent_file is None:
            raise Http404
        return file_response(self.exemplar.consent_file)


class ExemplarPhotos(CarePage):
    """All photos with their consent, and one more."""

    form_class, title, button, action = forms.PhotoForm, "Ảnh", "Thêm ảnh", "add_photo"
    sub = "Ảnh chưa có người đồng ý thì chỉ cơ quan theo dõi thấy."
    done, template_name = "Đã thêm ảnh.", "campaigns/exemplar_photos.html"

    def form(self, data=None, files=None):
        """With a fresh key: one press, one photo."""
        return forms.PhotoForm(data, files, initial={"idempotency_key": new_key()})

    def save(self, form, version):
        """One more."""
        values, by = form.values(), self.request.user
        photo = values.pop("photo")
        once(user=by, action="add_photo", key=form.cleaned_data["idempotency_key"], work=lambda: {
            "pk": services.add_photo(exemplar=self.exemplar, upload=photo, by=by, **values).pk
        })  # fmt: skip

    def next_url(self):
        """The same page."""
        return self.request.path

    def facts(self):
        """The photos, each with its small form."""
        photos = queries.photos_of(self.exemplar, private=True)
        initial = {"consent_on": clock.today(), "consent_by": self.exemplar.keeper.split(",")[0]}
        small = [forms.PhotoConsentForm(initial=initial, auto_id=f"id_{photo.pk}_%s") for photo in photos]
        return {"photos": list(zip(photos, small, strict=True))}


class PhotoMixin(ExemplarMixin):
    """One photo of the example, as `self.photo`; those without consent only for who looks after it."""

    def setup(self, request, *args, **kwargs):
        """Load the photo."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            care = not may.look_after_exemplar(request.user, self.exemplar)
            found = queries.photos_of(self.exemplar, private=care)
            self.photo = next((one for one in found if one.public_id == kwargs["photo_id"]), None)
            if self.photo is None:
                raise Http404


class ExemplarPhotoFile(PhotoMixin, View):
    """The picture itself."""

    def get(self, request, public_id, photo_id):
        """Shown in the page; ?nho=1 small, for lists."""
        if request.GET.get("nho") != "1":
            return file_response(self.photo.stored, inline=True)
        response = made_response(thumbnail(self.photo.stored), "anh.jpg", inline=True)
        response.headers["Cache-Control"] = "private, max-age=600"
        return response


class ExemplarPhotoConsent(PhotoMixin, View):
    """Somebody agreed to a photo."""

    def post(self, request, public_id, photo_id):
        """Kept, or said above the photos."""
        form = forms.PhotoConsentForm(request.POST)
        try:
            if not form.is_valid():
                raise ValidationError([error for errors in form.errors.values() for error in errors])
            services.consent_photo(photo=self.photo, by=request.user, **form.values())
            messages.success(request, "Đã ghi người đồng ý; ảnh được đăng.")
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
        return redirect("campaigns:exemplar-photos", public_id)


class ExemplarPhotoRemove(PhotoMixin, View):
    """Take a photo away."""

    def post(self, request, public_id, photo_id):
        """The file stays in the archive."""
        services.remove_photo(photo=self.photo, by=request.user)
        messages.success(request, "Đã bỏ ảnh.")
        return redirect("campaigns:exemplar-photos", public_id)


class ExemplarGuideAdd(CarePage):
    """Put the guide there, or a newer one."""

    form_class, title, button, action = forms.GuideForm, "Tài liệu hướng dẫn làm theo", "Tải lên", "guide"
    done = "Đã tải lên tài liệu hướng dẫn."

    def save(self, form, version):
        """The file is kept."""
        services.set_guide(exemplar=self.exemplar, version=version, by=self.request.user, **form.values())
