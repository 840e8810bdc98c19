"""The same recipient twice: in the list itself, or already in the dossier."""

from typing import NamedTuple

from awards.enums import RecipientKind
from awards.services.imports.problems import problem

NOT_COMPARED = {"name_key", "citizen", "facts"}


class Recipient(NamedTuple):
    """What two rows are compared by."""

    number: int
    values: dict
    column: str  # letter of the name

    @property
    def group(self) -> tuple:
        unit = self.values.get("unit") or self.values.get("unit_text", "").lower()
        if self.values["recipient_kind"] == RecipientKind.COLLECTIVE:
            unit = self.values.get("unit_text", "").lower()
        return self.values["recipient_kind"], self.values["name_key"], unit


def twin_issues(recipients: list[Recipient], held: dict, answers: dict[int, dict]) -> dict[int, list[dict]]:
    """{row number: problems}. `held`: lines of the dossier by (kind, name key, birth year or "", award code) → name;
    `answers` {row: {other row or "dossier": same?}}: a question that was answered is not asked again."""
    found, groups = {}, {}
    for recipient in recipients:
        if not recipient.values["name_key"]:
            continue
        issues = [*_in_dossier(recipient, held, answers), *_in_list(recipient, groups.get(recipient.group, []), answers)]
        if issues:
            found[recipient.number] = issues
        groups.setdefault(recipient.group, []).append(recipient)
    return found


def held_key(kind: str, name_key: str, birth: str, award_code: str) -> tuple:
    """The key of a line of the dossier: kind, name, year of birth, award."""
    return kind, name_key, birth[:4], award_code


def _in_dossier(recipient: Recipient, held: dict, answers: dict) -> list[dict]:
    values = recipient.values
    key = held_key(values["recipient_kind"], values["name_key"], values.get("birth", ""), values["award_kind"])
    if key not in held or "dossier" in answers.get(recipient.number, {}):
        return []
    return [problem("ALREADY_IN_DOSSIER", recipient.column, value="dossier", name=held[key])]


def _in_list(recipient: Recipient, earlier: list[Recipient], answers: dict) -> list[dict]:
    for other in earlier:
        code, why = _likeness(recipient.values, other.values)
        if code and str(other.number) not in answers.get(recipient.number, {}):
            return [problem(code, recipient.column, value=str(other.number), other=other.number, why=why)]
    return []


def _likeness(mine: dict, theirs: dict) -> tuple[str, str]:
    """(code, words) for two recipients of the same name key and unit; ("", "") when they are two people."""
    if all(mine.get(key) == theirs.get(key) for key in mine.keys() | theirs.keys() if key not in NOT_COMPARED):
        return "DUP_EXACT", ""
    if mine["recipient_kind"] != RecipientKind.INDIVIDUAL:
        return "DUP_LIKELY", _why(mine, theirs)
    if mine.get("citizen") and theirs.get("citizen") and mine["citizen"] != theirs["citizen"]:
        return "", ""
    born, other = mine.get("birth", ""), theirs.get("birth", "")
    if born and other and born[:4] != other[:4]:
        return "", ""
    if len(born) > 4 and len(other) > 4 and born != other:
        return "SAME_NAME_SAME_UNIT", ""
    return "DUP_LIKELY", _why(mine, theirs)


def _why(mine: dict, theirs: dict) -> str:
    name = f"{mine['name']}/{theirs['name']}" if mine["name"] != theirs["name"] else "cùng tên"
    year = "cùng năm sinh" if mine.get("birth") and theirs.get("birth") else ""
    award = "khác hình thức" if mine["award_kind"] != theirs["award_kind"] else ""
    return ", ".join(part for part in (name, year, "cùng đơn vị", award) if part)
