"""Papers of a dossier and of its lines: one dialog everywhere, several files per kind of paper, undo, download."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from awards import permissions
from awards.enums import DossierState, NominationState, PaperScope
from awards.queries.catalogue import paper_requirements_on
from awards.queries.dossier import has_returned, papers_made_here, removed_attachment
from awards.queries.scope import attachments_for_user, dossiers_for_user, nominations_for_user
from awards.services.attachment import add_attachment, checklist, remove_attachment, restore_attachment
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.files import file_response

MAX_FILES = 20  # of one press
SHOWN = 120  # papers of the checklist in one dialog


class PapersView(LoginRequiredMixin, View):
    """The dialog about one dossier or one of its lines (?dong=…)."""

    def setup(self, request, *args, **kwargs):
        """Load the dossier and, when named, the line, within the user's scope."""
        super().setup(request, *args, **kwargs)
        self.line = None
        if request.user.is_authenticated:
            self.dossier = get_object_or_404(dossiers_for_user(request.user), public_id=kwargs["public_id"])
            if line_id := request.GET.get("dong", ""):
                self.line = self._line(line_id)

    def _line(self, line_id: str):
        try:
            return get_object_or_404(nominations_for_user(self.request.user), dossier=self.dossier, public_id=line_id)
        except ValidationError:
            raise Http404 from None

    def show(self, *, errors=(), removed=None, status: int = 200) -> HttpResponse:
        """The dialog body as a fragment, or a page of its own without scripts."""
        wanted = [item for item in checklist(self.dossier) if self.line is None or item.nomination == self.line]
        made_here = papers_made_here()
        held = attachments_for_user(self.request.user).filter(dossier=self.dossier)
        if self.line:
            held = held.filter(nomination=self.line)
        asked = {(i.requirement.code, i.nomination.pk if i.nomination else None) for i in wanted}
        context = {
            "dossier": self.dossier, "line": self.line, "items": wanted[:SHOWN], "hidden": max(0, len(wanted) - SHOWN),
            "total": len(wanted), "errors": errors, "removed": removed,
            "others": [a for a in held if (a.paper_code, a.nomination_id) not in asked],
            "kinds": self._kinds(wanted), "may_edit": self.may_edit(), "editable": self.dossier.state in DossierState.EDITABLE,
            "made_here": made_here,
            "done": sum(item.present or item.requirement.code in made_here for item in wanted),
            "back": f"?dong={self.line.public_id}" if self.line else "",
        }  # fmt: skip
        name = "awards/_attachment_body.html" if self.request.htmx else "awards/attachment_page.html"
        return render(self.request, name, context, status=status)

    def _kinds(self, wanted: list) -> list:
        """Kinds of paper beyond the checklist that may be added here."""
        scope = PaperScope.NOMINATION if self.line else PaperScope.DOSSIER
        listed = {item.requirement.code for item in wanted}
        found = {r.code: r for r in paper_requirements_on(clock.today()) if r.scope == scope and r.code not in listed}
        return list(found.values())

    def may_edit(self) -> bool:
        """Whether this user may add and take away papers here now."""
        if permissions.edit_dossier(self.request.user, self.dossier):
            return False
        if self.dossier.state in DossierState.EDITABLE:
            return True
        return self.line.state == NominationState.SENT_BACK if self.line else has_returned(self.dossier)


class PapersDialog(PapersView):
    """Checklist, files, and the fields to add more."""

    def get(self, request, public_id):
        """The dialog body."""
        return self.show()


class PaperAdd(PapersView):
    """Several files for one kind of paper."""

    def post(self, request, public_id):
        """Each file on its own: a bad one does not hold up the others."""
        errors, line = [], self.line
        if request.POST.get("line"):
            line = self._line(request.POST["line"])
        uploads = request.FILES.getlist("files")[:MAX_FILES]
        for upload in uploads:
            try:
                add_attachment(dossier=self.dossier, nomination=line, paper_code=request.POST.get("paper_code", ""),
                               upload=upload, by=request.user)  # fmt: skip
            except ValidationError as error:
                errors += error.messages
        if not uploads:
            errors.append("Chưa chọn tệp nào.")
        return self.show(errors=errors, status=422 if errors else 200)


class PaperRemove(PapersView):
    """Take a paper away; the dialog offers to put it back."""

    def post(self, request, public_id, paper_id):
        """The dialog with its undo."""
        paper = get_object_or_404(attachments_for_user(request.user), dossier=self.dossier, public_id=paper_id)
        remove_attachment(attachment=paper, by=request.user)
        return self.show(removed=paper)


class PaperRestore(PapersView):
    """Put a paper back."""

    def post(self, request, public_id, paper_id):
        """The dialog as it was."""
        paper = removed_attachment(self.dossier, paper_id)
        if paper is None:
            raise Http404
        restore_attachment(attachment=paper, by=request.user)
        return self.show()


class PaperFile(PapersView):
    """The file itself, for those who see the dossier."""

    def get(self, request, public_id, paper_id):
        """The stored file, as an attachment."""
        paper = get_object_or_404(attachments_for_user(request.user), dossier=self.dossier, public_id=paper_id)
        return file_response(paper.stored)
