"""Pages of a person and of a unit: everything awarded through time, with what became of the units."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.urls import reverse
from django.views.generic import DetailView

from awards.enums import AwardStatus, RecipientKind
from awards.queries import history as queries
from awards.views import history_parts as parts
from awards.views.register import register_url
from campaigns.enums import HONORIFIC
from campaigns.queries import children_of, origins_of, successions_of, unit_by_public_id
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.dated import holds
from thiduakhenthuong.core.vntext import date_short

BELOW = 400  # units that are named below one


class PersonHistory(LoginRequiredMixin, DetailView):
    """A person: present post, one timeline, the decisions word for word, what is being proposed."""

    template_name = "awards/history_person.html"
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "person"

    def get_queryset(self):
        """People of whom the user may see something; others are 404."""
        return queries.people_for_user(self.request.user)

    def get_context_data(self, **kwargs):
        """Nothing private: of the birth only the year."""
        user, person = self.request.user, self.object
        awards = list(queries.awards_of_person(person))
        positions = queries.positions_of(person)
        urls = parts.award_urls(awards, queries.open_awards(user, awards))
        heirs = queries.heirs_of({p.unit_id for p in positions} | {a.unit_id for a in awards if a.unit_id})
        return super().get_context_data(**kwargs) | {
            "headline": f"{HONORIFIC[person.gender]} {person.full_name}".strip(), "facts": _facts(person, positions, awards),
            "rows": [{"award": a, "year": a.year, "url": urls.get(a.pk, "")} for a in awards],
            "timeline": parts.person_timeline(awards, positions, urls, heirs), "short": parts.list_rows(awards, urls),
            "proposed": queries.open_nominations(user, person), "printed_on": clock.today(),
            "back_url": register_url(self.request),
        }  # fmt: skip


def _facts(person, positions: list, awards: list) -> str:
    """ "Nam, sinh năm 1982 · Chuyên viên, Phòng Nội vụ huyện · 13 khen thưởng"."""
    today = clock.today()
    born = f"sinh năm {person.birth_year}" if person.birth_year else ""
    who = ", ".join(filter(None, (person.get_gender_display(), born)))
    post = next((p for p in positions if holds(p.valid_from, p.valid_to, today)), None)
    standing = sum(1 for a in awards if a.status != AwardStatus.CANCELLED)
    cancelled = len(awards) - standing
    held = f"{standing} khen thưởng còn hiệu lực" + (f", {cancelled} {parts.CANCELLED}" if cancelled else "")
    return " · ".join(filter(None, (who, f"{post.title}, {post.unit.name}" if post else "", held)))


class UnitHistory(LoginRequiredMixin, DetailView):
    """A unit: its own awards, those of its predecessors beside them, the mergers, the people, the units below."""

    template_name = "awards/history_unit.html"
    context_object_name = "unit"

    def get_object(self, queryset=None):
        """The tree is public to everybody who has signed in."""
        unit = unit_by_public_id(self.kwargs["public_id"])
        if unit is None:
            raise Http404
        return unit

    def get_context_data(self, **kwargs):
        """Layers, timeline, reorganisations."""
        user, unit = self.request.user, self.object
        origins, later = origins_of(unit), successions_of(unit)
        layers = queries.layers_of(user, unit, origins)
        awards = [award for layer in layers for award in layer.awards]
        urls = parts.award_urls(awards, queries.open_awards(user, awards))
        numbers = {award.pk: n for n, award in enumerate(awards, start=1)}
        return super().get_context_data(**kwargs) | {
            "headline": _titled(unit), "layers": [_layer(layer, unit, numbers, urls) for layer in layers],
            "inherits": any(layer.awards for layer in layers if layer.depth),
            "timeline": parts.unit_timeline(layers, numbers, urls) if awards or len(layers) > 1 else None,
            "changes": [row for step in reversed(origins) for row in step], "later": [row for step in later for row in step],
            "inside": _inside(user, unit), "below": list(children_of(unit)[:BELOW]), "has_awards": bool(awards),
            "back_url": register_url(self.request), "register_url": f"{reverse('awards:register')}?dv={unit.public_id}",
        }  # fmt: skip


def _inside(user, unit) -> list[dict]:
    """Awards of everybody in the unit and below: how many, and the register that lists them."""
    url = f"{reverse('awards:register')}?dv={unit.public_id}"
    kinds = [(RecipientKind.COLLECTIVE, "của mọi tập thể trong đơn vị"), (RecipientKind.INDIVIDUAL, "của cá nhân trong đơn vị")]
    return [
        {"count": queries.awarded_inside(user, unit, kind), "label": label, "url": f"{url}&dt={kind.value}"}
        for kind, label in kinds
    ]  # fmt: skip


def _titled(unit) -> str:
    """The name always with its period: "Xã Trần Phú (từ 01/07/2025)"."""
    dated = parts.period(unit)
    return f"{unit.name} ({dated})" if dated else unit.name


def _layer(layer, unit, numbers: dict, urls: dict) -> dict:
    """One band of the table: whose awards, when, how many; each line with its number on the timeline."""
    names = ", ".join(u.name for u in layer.units)
    words = {0: unit.name, 1: f"Đơn vị tiền thân trực tiếp: {names}"}
    title = words.get(layer.depth, f"Đơn vị tiền thân trước đó: {names}")
    lines = [{"award": a, "number": numbers[a.pk], "url": urls.get(a.pk, "")} for a in layer.awards]
    return {
        "depth": layer.depth, "title": title, "period": _layer_period(layer), "lines": lines, "count": len(lines),
        "caption": _caption(layer, unit),
    }  # fmt: skip


def _layer_period(layer) -> str:
    if len(layer.units) == 1:
        return parts.period(layer.units[0])
    ends = {u.valid_to for u in layer.units if u.valid_to}
    return f"đến {date_short(max(ends))}" if ends else ""


def _caption(layer, unit) -> str:
    """Words under the number: "của chính đơn vị", "của Xã Trần Phú (huyện Nam Sách)", "của 5 đơn vị trước đó"."""
    if not layer.depth:
        return "của chính đơn vị"
    if len(layer.units) == 1:
        one = layer.units[0]
        return f"của đơn vị tiền thân {one.name}" + (f" ({one.place})" if one.place else "")
    return f"của {len(layer.units)} đơn vị tiền thân" + (" trước đó nữa" if layer.depth > 1 else "")
