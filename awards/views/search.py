"""The page of the search: hits in groups, each with its address and where it is."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import TemplateView

from awards.queries import search as queries
from campaigns.queries import latest_post
from campaigns.queries.campaign import alias_found
from thiduakhenthuong.core.vntext import date_short


class Search(LoginRequiredMixin, TemplateView):
    """One search for people, units, campaigns, examples, dossiers, decisions; nothing for fewer than two letters."""

    template_name = "awards/register_search.html"

    def get_context_data(self, **kwargs):
        """Hits in groups."""
        text = self.request.GET.get("q", "").strip()[:120]
        groups = hit_groups(self.request.user, text) if len(text) > 1 or text.isdigit() else []
        return super().get_context_data(**kwargs) | {"search_text": text, "groups": groups}


def hit_groups(user, text: str) -> list[dict]:
    """[{title, icon, hits: [{url, title, where, note}], all_url, all_label}], only groups with a hit."""
    everywhere = f"{reverse('awards:register')}?{urlencode({'q': text})}"
    groups = [
        ("Cá nhân", "person", map(_person, queries.people_found(user, text)), everywhere),
        ("Tập thể, hộ gia đình trong sổ", "award", map(_award, queries.collectives_found(user, text)), everywhere),
        ("Đơn vị", "building", map(_unit, queries.units_found(text)), ""),
        ("Phong trào", "flag", (_campaign(one, text) for one in queries.campaigns_found(user, text)), ""),
        ("Điển hình, mô hình", "star", map(_example, queries.examples_found(user, text)), ""),
        ("Hồ sơ", "folder2", map(_dossier, queries.dossiers_found(user, text)), ""),
        ("Quyết định", "file-earmark-text", _decisions(user, text), ""),
    ]
    found = (
        {"title": title, "icon": icon, "hits": list(hits), "all_url": url, "all_label": "Xem trong sổ" if url else ""}
        for title, icon, hits, url in groups
    )
    return [group for group in found if group["hits"]]


def _person(person) -> dict:
    post = latest_post(person)
    born = f"sinh năm {person.birth_year}" if person.birth_year else ""
    where = [f"{post.title}, {post.unit.name}" if post else "", born]
    return {
        "url": reverse("awards:person", args=[person.public_id]), "title": person.full_name,
        "where": " · ".join(filter(None, where)), "note": f"{person.held} khen thưởng",
    }  # fmt: skip


def _award(award) -> dict:
    number = f"{award.decision_number} ngày {date_short(award.decision_date)}" if award.decision_number else ""
    return {
        "url": reverse("awards:award", args=[award.public_id]), "title": award.printed_name, "where": award.award_name,
        "note": number,
    }  # fmt: skip


def _unit(unit) -> dict:
    return {
        "url": reverse("awards:unit", args=[unit.public_id]), "title": unit.name,
        "where": unit.label.removeprefix(unit.name).strip(" ()"), "note": unit.get_level_display(),
    }  # fmt: skip


def _campaign(campaign, text: str) -> dict:
    other = alias_found(campaign, text)
    where = [f"còn gọi là “{other}”" if other else "", campaign.unit.name]
    years = f"{campaign.period_from.year} - {campaign.period_to.year}"
    return {
        "url": reverse("campaigns:campaign", args=[campaign.public_id]), "title": campaign.name,
        "where": " · ".join(filter(None, [*where, years])), "note": campaign.get_state_display(),
    }  # fmt: skip


def _example(example) -> dict:
    return {
        "url": reverse("campaigns:exemplar", args=[example.public_id]), "title": example.title,
        "where": example.unit.name if example.unit else example.place_text, "note": f"{example.copies} nơi làm theo",
    }  # fmt: skip


def _dossier(dossier) -> dict:
    return {
        "url": reverse("awards:dossier-detail", args=[dossier.public_id]), "title": dossier.code,
        "where": f"{dossier.campaign_text} · {dossier.unit.name}", "note": dossier.get_state_display(),
    }  # fmt: skip


def _decisions(user, text: str) -> list[dict]:
    """Issued decisions, then those that only the register knows."""
    issued = [
        {"url": reverse("awards:decision", args=[one.public_id]), "title": one.number_text,
         "where": f"{one.award_kind.label} · {one.unit.name}", "note": date_short(one.sign_date)}
        for one in queries.decisions_found(user, text)
    ]  # fmt: skip
    register = reverse("awards:register")
    older = [
        {"url": f"{register}?{urlencode({'qd': fact['decision_number']})}", "title": fact["decision_number"],
         "where": f"{fact['authority']} · {fact['held']} khen thưởng trong sổ", "note": date_short(fact["decision_date"])}
        for fact in queries.older_decisions_found(user, text)
    ]  # fmt: skip
    return issued + older
