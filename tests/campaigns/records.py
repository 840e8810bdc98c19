"""One record of each kind of the campaigns side, all of Nam Sách; each carries the word "Zuyên" somewhere.

`SUBJECTS`: beginning of an address name → which of these records its public_id is.
"""

from datetime import date
from decimal import Decimal

from campaigns.enums import CampaignState, RegistrationState, ReportState
from campaigns.models import (
    Cluster,
    ClusterMember,
    Conference,
    Criterion,
    DraftComment,
    DraftDocument,
    Evidence,
    Exemplar,
    ExemplarPhoto,
    Initiative,
    InitiativeAuthor,
    Obligation,
    Replication,
    Scorecard,
)
from tests.campaigns.factories import (
    make_campaign,
    make_objective,
    make_registration,
    make_report,
    make_resolution,
    make_target,
)
from thiduakhenthuong.core import files
from thiduakhenthuong.core.names import same_name_key, search_key

SUBJECTS = {
    "campaigns:resolution": "resolution", "campaigns:objective": "objective", "campaigns:objective-create": "resolution",
    "campaigns:campaign": "campaign", "campaigns:target": "target", "campaigns:target-cells": "campaign",
    "campaigns:target-cascade": "campaign", "campaigns:target-create": "campaign", "campaigns:target-export": "campaign",
    "campaigns:target-inherit": "campaign", "campaigns:target-take": "campaign", "campaigns:cascade-export": "campaign",
    "campaigns:share-out": "campaign", "campaigns:public-notes": "campaign", "campaigns:coverage-export": "campaign",
    "campaigns:registrations-remind": "campaign", "campaigns:individual": "campaign", "campaigns:evidence": "evidence",
    "campaigns:registration": "registration", "campaigns:commitment-check": "registration",
    "campaigns:commitment-create": "registration", "campaigns:commitment": "commitment",
    "campaigns:report": "report", "campaigns:report-start": "duty", "campaigns:evidence-add": "report",
    "campaigns:duty": "duty", "campaigns:cluster": "cluster", "campaigns:scorecard": "scorecard",
    "campaigns:score-appraisal": "scorecard", "campaigns:score-accept": "scorecard", "campaigns:score": "member",
    "campaigns:cluster-tie": "cluster", "campaigns:exemplar": "exemplar", "campaigns:replication": "exemplar",
    "campaigns:initiative": "initiative", "campaigns:conference": "conference", "campaigns:draft": "draft",
    "campaigns:draft-create": "campaign", "campaigns:comment-add": "draft", "campaigns:comment-answer": "draft",
    "awards:conference": "conference", "awards:campaign": "campaign", "awards:objective": "resolution",
    "awards:head": "district",
}  # fmt: skip
PUBLIC = {
    "campaigns:introduce", "campaigns:introduce-done", "campaigns:introduce-places", "campaigns:introduction-follow",
    "campaigns:public-campaign", "campaigns:public-card", "campaigns:public-report", "campaigns:public-exemplar",
    "campaigns:public-exemplar-card", "campaigns:public-exemplar-photo",
}  # fmt: skip


def make_records(world) -> dict:
    """{name: record}."""
    resolution = make_resolution(world.district, "Nghị quyết Zuyên")
    objective = make_objective(resolution)
    running = {"state": CampaignState.LAUNCHED, "units": [world.commune, world.school], "resolution": resolution}
    campaign = make_campaign(world.district, "Phong trào Zuyên", **running)
    target = make_target(campaign, objective=objective)
    registration = make_registration(
        campaign, world.district, text="Sửa 6 nhà của bà Zuyên trước 30/9/2021", state=RegistrationState.SUBMITTED
    )
    report = make_report(campaign, world.district, targets=[target], state=ReportState.SUBMITTED, note="Báo cáo Zuyên")
    duty = Obligation.objects.create(campaign=campaign, unit=world.district, kind="report", year=2021, quarter=1,
                                     due_on=date(2021, 4, 10))  # fmt: skip
    stored = files.store_bytes(b"%PDF-1.4 x", name="Zuyên.pdf", content_type="application/pdf", by=world.an)
    result = report.results.first()
    found = {
        "evidence": Evidence.objects.create(result=result, stored=stored, by=world.an),
        "resolution": resolution, "objective": objective, "campaign": campaign, "target": target, "report": report,
        "registration": registration, "commitment": registration.commitments.first(), "duty": duty,
        "result": result, "district": world.district,
    }  # fmt: skip
    return found | _scores(world) | _examples(world, campaign) | _meetings(world, campaign)


def _scores(world) -> dict:
    card = Scorecard.objects.create(unit=world.district, year=2021, name="Bảng điểm Zuyên", maximum=100)
    criterion = Criterion.objects.create(scorecard=card, name="Tiêu chí Zuyên", maximum=100)
    cluster = Cluster.objects.create(unit=world.district, year=2021, name="Cụm Zuyên", scorecard=card)
    member = ClusterMember.objects.create(cluster=cluster, unit=world.commune)
    return {"scorecard": card, "criterion": criterion, "cluster": cluster, "member": member}


def _examples(world, campaign) -> dict:
    stored = files.store_bytes(b"%PDF-1.4 x", name="Zuyên.pdf", content_type="application/pdf", by=world.an)
    exemplar = Exemplar.objects.create(
        title="Gương Zuyên", search_key=search_key("Gương Zuyên"), office=world.district, unit=world.commune, campaign=campaign,
        story="Bà Zuyên giúp 12 hộ.",
    )  # fmt: skip
    photo = ExemplarPhoto.objects.create(exemplar=exemplar, stored=stored, by=world.an)
    copy = Replication.objects.create(exemplar=exemplar, unit=world.school, by=world.an, note="Zuyên")
    initiative = Initiative.objects.create(
        unit=world.district, deciding_unit=world.district, name="Sáng kiến Zuyên", search_key=search_key("Sáng kiến Zuyên"),
        year=2021, created_by=world.an,
    )  # fmt: skip
    author = InitiativeAuthor.objects.create(
        initiative=initiative, name="Bùi Thị Zuyên", name_key=same_name_key("Bùi Thị Zuyên"), share=Decimal(100)
    )
    return {"exemplar": exemplar, "photo": photo, "copy": copy, "initiative": initiative, "author": author}


def _meetings(world, campaign) -> dict:
    draft = DraftDocument.objects.create(campaign=campaign, title="Dự thảo Zuyên", created_by=world.an)
    comment = DraftComment.objects.create(draft=draft, unit=world.district, by=world.an, opinion="Ý kiến Zuyên")
    conference = Conference.objects.create(unit=world.district, name="Hội nghị Zuyên", held_on=date(2021, 7, 14))
    return {"draft": draft, "comment": comment, "conference": conference}
