"""The ceremony as plain data: rows of decisions, turns, the sentence of S1-6, the calling list on paper and in Excel."""

from awards import tally
from awards.documents.calling import CallingPaper, split_turns
from awards.models import Award, CeremonyBatch
from awards.tally import count_recipients
from campaigns.documents.programme import full_title
from campaigns.models import Conference
from thiduakhenthuong.core.sheets.writer import Column

SHEET = [
    Column("Lượt", "number", 6), Column("Thứ tự", "number", 8), Column("Đơn vị / Họ và tên", width=40),
    Column("Chức vụ", width=26), Column("Đơn vị công tác, địa chỉ", width=36), Column("Hình thức", width=36),
    Column("Số quyết định", width=16), Column("Người trao", width=32), Column("Số Sổ vàng", width=14),
    Column("Người lên nhận", width=24), Column("Chỗ ngồi", width=10), Column("Có mặt", width=10),
]  # fmt: skip


def batch_rows(batches: list[CeremonyBatch], awards: dict[int, list[Award]]) -> list[dict]:
    """Decisions of the ceremony in the order of calling, with their counts and turns."""
    return [
        {
            "batch": batch, "decision": batch.decision, "counts": count_recipients(awards.get(batch.decision_id, [])),
            "signer": batch.decision.texts.get("signer_name", ""), "turns": len(split_turns([_called(batch, awards)])),
        }
        for batch in batches
    ]  # fmt: skip


def _called(batch: CeremonyBatch, awards: dict) -> dict:
    found = awards.get(batch.decision_id, [])
    return {
        "award": found[0].award_name if found else batch.decision.award_kind.label, "presenter": batch.presenter,
        "reader": batch.reader, "decision": batch.decision.number_text, "per_turn": batch.per_turn, "awards": found,
    }  # fmt: skip


def turns_of(batches: list[CeremonyBatch], awards: dict):
    """Every turn of the ceremony, numbered through."""
    return split_turns([_called(batch, awards) for batch in batches])


def sentence_of(conference: Conference, awards: dict[int, list[Award]]) -> str:
    """ "Toàn huyện có 5 tập thể, 10 cá nhân được … tặng bằng khen; …", computed from what is handed out; "" for nothing."""
    levels = {}
    for award in (one for found in awards.values() for one in found):
        levels.setdefault(award.level, []).append(award)
    given = [
        tally.Given(
            level, tally.office_words(level, {a.deciding_unit.kind for a in found if a.deciding_unit}),
            count_recipients(found), tally.form_words({a.award_kind.certificate_title for a in found}),
        )
        for level, found in levels.items()
    ]  # fmt: skip
    told = tally.sentence(tally.place_words(conference.unit.kind), given)
    return f"{told}." if told else ""


def paper_of(conference: Conference, batches: list[CeremonyBatch], awards: dict) -> CallingPaper:
    """The calling list as it is printed."""
    readers = "; ".join(dict.fromkeys(batch.reader for batch in batches if batch.reader))
    return CallingPaper(
        title=full_title(conference.name, conference.ordinal), held_on=conference.held_on, starts_at=conference.starts_at,
        venue=conference.venue, readers=readers, turns=turns_of(batches, awards),
    )  # fmt: skip


def sheet_rows(turns):
    """Rows of the workbook: one for each receiver; three columns are left for the pen."""
    for turn in turns:
        for place, row in enumerate(turn.rows, start=1):
            yield [
                turn.number, place, row.name, row.receiver, row.unit, turn.award, turn.decision, turn.presenter, row.serial,
                "", "", "",
            ]  # fmt: skip
