"""What the preview of a list shows: its columns, its rows with the reason and the mends at each, its counters."""

from collections import Counter
from dataclasses import dataclass, field

from django.urls import reverse

from awards.enums import AwardFamily, RecipientKind, RowOutcome
from awards.queries.imports import FILTERS, kinds_to_match, rows_by_pk, rows_numbered, rows_of_name
from awards.services.imports.inspection import TWIN_CODES, answer_key
from awards.services.imports.lines import Line, shown, words_of
from awards.services.imports.mending import MUST_CHOOSE, ONE_BY_ONE
from awards.services.imports.problems import AUTOFIX, ERROR, NOTICE, WARNING
from awards.services.imports.reading import mapping_of
from awards.services.imports.vocabulary import BIRTH_FIELDS, NAME_FIELDS, NAME_PARTS, fields
from campaigns.enums import HONORIFIC
from thiduakhenthuong.core.vntext import number

# What stands in one column of the screen, in this order, and how wide it may be.
GROUPS = {
    "name": (*NAME_FIELDS, *NAME_PARTS),
    "birth": (*BIRTH_FIELDS, "honorific", "gender"),
    "position": ("position",),
    "address": ("address",),
    "unit": ("unit",),
    "award": ("award",),
    "size": ("size",),
    "ldtt_share": ("ldtt_share",),
    "cstdcs_count": ("cstdcs_count",),
    "achievement": ("achievement",),
}
GROUP_OF = {name: group for group, names in GROUPS.items() for name in names}
ALWAYS = ("name", "award")
RANKS = {
    RowOutcome.ERROR: ("bad", "x-circle-fill", "Cần sửa"),
    RowOutcome.CONFIRM: ("warn", "question-circle-fill", "Cần xác nhận"),
    RowOutcome.CLEAN: ("ok", "check-circle-fill", "Sạch"),
    RowOutcome.DROPPED: ("", "dash-circle", "Đã bỏ"),
    RowOutcome.SKIPPED: ("", "dash-circle", "Bỏ qua, không phải dòng được đề nghị"),
}
UNDOABLE = frozenset({"UPPERCASE", "LOWERCASE", "PREFIX", "TITLE_PREFIX", "HOMOGLYPH"})
ROW_CSS = {RowOutcome.ERROR: "is-bad row-fix", RowOutcome.CONFIRM: "is-warn row-fix"}


@dataclass
class Column:
    """A column of the screen: its letters and words in the file, and the field it holds when it is one column."""

    key: str
    label: str
    letters: str = ""
    heading: str = ""
    letter: str = ""
    field: str = ""


@dataclass
class Preview:
    """What every row of one list needs to be drawn."""

    batch: object
    mapping: dict
    columns: list
    kinds: list
    labels: dict
    similar: Counter = field(default_factory=Counter)


def preview_of(batch, similar: Counter | None = None) -> Preview:
    """The facts shared by all rows of a list."""
    kinds = kinds_to_match()
    labels = {kind.code: kind.short_label or kind.label for kind in kinds}
    return Preview(batch, mapping_of(batch.columns), screen_columns(batch), kinds, labels, similar or Counter())


# --- columns ----------------------------------------------------------------------------------


def screen_columns(batch) -> list[Column]:
    """The columns of the screen for the columns of the file that are mapped."""
    found = []
    for key, names in GROUPS.items():
        mapped = [column for column in batch.columns if column["field"] in names]
        if not mapped and key not in ALWAYS:
            continue
        label = fields()[mapped[0]["field"] if mapped else names[0]].short_label
        one = mapped[0] if len(mapped) == 1 else {"letter": "", "field": ""}
        heading = mapped[0]["heading"].split(":")[0] if mapped else ""
        letters = ", ".join(column["letter"] for column in mapped)
        found.append(Column(key, label, letters, heading, one["letter"], one["field"]))
    return found


def other_columns(batch) -> list[dict]:
    """Columns of the file that have no column of their own on the screen, and the parts of the grouped ones."""
    single = {column.letter for column in screen_columns(batch)}
    return [column for column in batch.columns if column["letter"] not in single]


def field_choices() -> list[tuple[str, str]]:
    """("", "không nhập") and every field, in short where that is clear."""
    short = Counter(one.short_label for one in fields().values())
    labels = ((code, one.short_label if short[one.short_label] == 1 else one.label) for code, one in fields().items())
    return [("", "không nhập"), *labels]


# --- counters ---------------------------------------------------------------------------------


def segments(counts: dict, chosen: str) -> list[dict]:
    """The counters, which are the filters."""
    items = [
        ("", f"Tất cả {number(counts['recipients'])} dòng", ""),
        ("sach", f"{number(counts['ready'])} sạch", "ok"),
        ("can-sua", f"{number(counts['error'])} cần sửa", "bad"),
        ("xac-nhan", f"{number(counts['confirm'])} cần xác nhận", "warn"),
        ("bo-qua", f"{number(counts['left_out'])} bỏ qua", ""),
    ]
    return [
        {"label": label, "url": f"?loc={value}" if value else "?", "active": value == chosen, "level": level}
        for value, label, level in items
    ]


def chosen_filter(params) -> str:
    """The filter of the address, "" when unknown."""
    return params.get("loc", "") if params.get("loc", "") in FILTERS else ""


def similar_faults(rows) -> Counter:
    """How many rows share a fault of the same words."""
    found = Counter()
    for issues in rows:
        found.update({(i["code"], i["field"], i["value"]) for i in issues if i["outcome"] in (ERROR, WARNING)})
    return found


def file_notes(batch) -> list[dict]:
    """What is said once for the whole file and needs the officer's eye; recognised columns stand at their heads."""
    return [note for note in batch.notes if not note["code"].startswith("HEADER_")]


# --- rows -------------------------------------------------------------------------------------


def page_rows(page, preview: Preview, counts: dict) -> list[dict]:
    """The rows of a page with a heading before each group, and before a possible twin the row it resembles."""
    found, group = [], None
    others = _rows_they_resemble(page, preview)
    for row in page:
        outcome = RowOutcome.CLEAN if row.outcome == RowOutcome.FIXED else RowOutcome(row.outcome)
        if outcome != group:
            group, (level, icon, label) = outcome, RANKS[outcome]
            count = counts["ready"] if group == RowOutcome.CLEAN else counts[group]
            found.append({"heading": f"{label} ({number(count)})", "level": level, "icon": icon})
        found += [row_view(other, preview) | {"reference": True} for other in others.get(row.number, [])]
        found.append(row_view(row, preview))
    return found


def _rows_they_resemble(page, preview: Preview) -> dict[int, list]:
    wanted = {
        row.number: int(issue["value"])
        for row in page for issue in row.issues
        if row.outcome in ROW_CSS and issue["code"] in TWIN_CODES and issue["value"].isdigit()
    }  # fmt: skip
    rows = {row.number: row for row in rows_numbered(preview.batch, set(wanted.values()))} if wanted else {}
    return {number: [rows[other]] for number, other in wanted.items() if other in rows}


def row_view(row, preview: Preview, *, message: str = "", mended: bool = False) -> dict:
    """One row as the template draws it."""
    doubts = [(i, issue) for i, issue in enumerate(row.issues) if _open(issue, row)]
    skipped = row.outcome == RowOutcome.SKIPPED
    return {
        "number": row.number,
        "id": f"dong-{row.number}",
        "form": f"sua-{row.number}",
        "url": reverse("awards:import-row", args=[preview.batch.dossier.public_id, preview.batch.public_id, row.number]),
        "css": ROW_CSS.get(row.outcome, "row-ref" if row.outcome in (RowOutcome.SKIPPED, RowOutcome.DROPPED) else "row-clean"),
        "cells": [] if skipped else [_cell(column, row, preview, doubts) for column in preview.columns],
        "text": "; ".join(filter(None, (shown(packed) for key, packed in row.cells.items() if key != "#"))) if skipped else "",
        "why": [_why(index, issue, row, preview) for index, issue in doubts] if row.outcome in ROW_CSS else [],
        "notes": [] if row.outcome in ROW_CSS else _notes(row),
        "undo": _undo_field(row),
        "skipped": skipped,
        "dropped": row.outcome == RowOutcome.DROPPED,
        "open": row.outcome in ROW_CSS,
        "message": message,
        "mended": mended and row.outcome in (RowOutcome.CLEAN, RowOutcome.FIXED),
    }


def _open(issue: dict, row) -> bool:
    weighty = issue["outcome"] in (ERROR, WARNING)
    return weighty and answer_key(issue) not in row.answers.get("confirmed", [])


def _cell(column: Column, row, preview: Preview, doubts: list) -> dict:
    own = [issue for _, issue in doubts if GROUP_OF.get(issue["field"] or _name_field(row)) == column.key]
    fixed = any(i["outcome"] == AUTOFIX and GROUP_OF.get(i["field"]) == column.key for i in row.issues)
    css = "cell-bad" if any(i["outcome"] == ERROR for i in own) else "cell-warn" if own else "cell-fixed" if fixed else ""
    name = _field_of(column, row, own)
    return {
        "key": column.key, "css": css, "field": name, "label": column.label, "text": _text(column, row, preview),
        "raw": _raw(name, row, preview), "input": bool(own) and row.outcome in ROW_CSS and not _asked_by_buttons(own),
    }  # fmt: skip


def _asked_by_buttons(issues: list[dict]) -> bool:
    """Questions that are answered by pressing, not by typing."""
    return all(i["code"] in TWIN_CODES or i["field"] in ("", "gender") for i in issues)


def _name_field(row) -> str:
    return row.values.get("name_field", "full_name")


def _field_of(column: Column, row, issues: list[dict]) -> str:
    if column.key == "name":
        return _name_field(row)
    return "birth" if column.key == "birth" else column.key


def _raw(name: str, row, preview: Preview) -> str:
    """What was typed or stands in the file."""
    line = Line(row.number, row.cells, preview.mapping, row.answers.get("edits", {}))
    cells = [line.get(one) for one in (BIRTH_FIELDS if name == "birth" else (name,))]
    return next((text for text in (words_of(cell) for cell in cells if cell) if text), "")


def _text(column: Column, row, preview: Preview) -> str:
    """What will be written into the dossier, or the words of the file while they are not understood."""
    values, raw = row.values, _raw(_field_of(column, row, []), row, preview)
    if column.key == "name":
        return values.get("name") or raw
    if column.key == "birth":
        born = values.get("birth", "")
        born = "/".join(reversed(born.split("-"))) or raw
        return ", ".join(filter(None, (born, str(HONORIFIC.get(values.get("gender", ""), "")))))
    if column.key == "award":
        return preview.labels.get(values.get("award_kind", ""), raw)
    understood = {"position": values.get("title"), "unit": values.get("unit_text")}.get(column.key)
    return understood or raw


def namesakes(row) -> dict[int, tuple]:
    """What is said of the rows with the name of this one, by key: an answer about one may settle another."""
    rows = rows_of_name(row.batch, row.values.get("name_key", ""))
    return {other.pk: (other.outcome, other.issues) for other in rows if other.pk != row.pk}


def changed_namesakes(row, before: dict[int, tuple]) -> list:
    """Rows that the last answer touched beside its own: of the old name and of the new one."""
    rows = {other.pk: other for other in rows_by_pk(row.batch, [*before, *namesakes(row)])}
    return [other for pk, other in rows.items() if (other.outcome, other.issues) != before.get(pk, (other.outcome, []))]


# --- reasons ----------------------------------------------------------------------------------


def _why(index: int, issue: dict, row, preview: Preview) -> dict:
    """The sentence of one fault with its buttons; `value` of a button is what the view reads."""
    buttons = [{"label": fix["label"], "value": f"fix:{index}:{n}", "action": "apply_fix"} for n, fix in enumerate(issue["fix"])]
    buttons += _answers(issue, row)
    hidden = issue["field"] not in GROUP_OF and issue["field"] in fields()
    same = preview.similar[issue["code"], issue["field"], issue["value"]]
    held = issue["code"] == "ALREADY_IN_DOSSIER"
    chooses = issue["field"] == "award" and issue["outcome"] == ERROR
    return {
        "index": index,
        "level": "bad" if issue["outcome"] == ERROR else "warn",
        "message": issue["message"],
        "buttons": buttons,
        "kinds": kinds_for(row, preview) if chooses else [],
        "input": {"field": issue["field"], "label": fields()[issue["field"]].label, "raw": _raw(issue["field"], row, preview)}
        if hidden and not issue["fix"] else None,
        "similar": same if same > 1 and _has_common_mend(issue) else 0,
        "similar_label": f"Bỏ cả {number(same)} dòng đã có" if held else f"Áp dụng cho {number(same)} dòng giống",
    }  # fmt: skip


def _has_common_mend(issue: dict) -> bool:
    """Whether one press may settle the same fault in other rows."""
    if issue["code"] in TWIN_CODES:
        return issue["code"] == "ALREADY_IN_DOSSIER"
    return bool(issue["fix"]) or (issue["outcome"] == WARNING and issue["code"] not in MUST_CHOOSE)


def _answers(issue: dict, row) -> list[dict]:
    if issue["code"] == "DUP_EXACT":
        return [{"label": f"Bỏ dòng {row.number}", "value": "drop", "action": "drop_row"}]
    if issue["code"] in TWIN_CODES:
        other = "Giữ cả hai" if issue["code"] == "ALREADY_IN_DOSSIER" else "Khác người"
        same = {"label": f"Cùng người: bỏ dòng {row.number}", "value": "same", "action": "answer_twin"}
        return [same, {"label": other, "value": "other", "action": "answer_twin"}]
    if issue["outcome"] != WARNING or issue["code"] in MUST_CHOOSE | ONE_BY_ONE:
        return []
    label = "Nhập dòng này" if issue["code"] == "HIDDEN_ROW" else "Giữ nguyên" if issue["fix"] else "Đúng, giữ nguyên"
    return [{"label": label, "value": "confirm", "action": "confirm_row"}]


def kinds_for(row, preview: Preview) -> list:
    """Kinds that the deciding level gives to this kind of recipient."""
    kind = row.values.get("recipient_kind", RecipientKind.INDIVIDUAL)
    levels = {preview.batch.dossier.deciding_unit.level, "unit"}
    return [k for k in preview.kinds if kind in k.recipients and k.level in levels and k.family != AwardFamily.OTHER]


def _notes(row) -> list[dict]:
    """Remarks on a row that will be imported or is left out."""
    told = [i for i in row.issues if i["outcome"] in (AUTOFIX, NOTICE)] or [i for i in row.issues if i["outcome"] == "skip"]
    if row.outcome == RowOutcome.SKIPPED:
        told = row.issues
    return [{"level": i["outcome"], "message": i["message"]} for i in told]


def _undo_field(row) -> str:
    fixed = [i for i in row.issues if i["code"] in UNDOABLE]
    return fixed[0]["field"] if fixed and row.outcome in (RowOutcome.CLEAN, RowOutcome.FIXED) else ""
