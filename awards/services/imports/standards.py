"""Standards of a collective that can be read from the list itself: share of LĐTT, number of CSTĐCS."""

from awards.services.imports.context import Context
from awards.services.imports.lines import text_of
from awards.services.imports.problems import problem


def standard_notices(values: dict, context: Context, mapping: dict) -> list[dict]:
    """What the verdict will say of a title of a collective; a notice only, the list is not refused for it."""
    facts, found = values["facts"], []
    for rule in context.standards:
        if values["award_kind"] not in rule.award_codes.split(";"):
            continue
        least, strict = rule.parameters.get("ldtt_share_min"), rule.parameters.get("strict", False)
        share = facts.get("ldtt_share")
        if least is not None and share is not None and (share < least or (strict and share == least)):
            said = f"LĐTT {text_of(round(float(share), 1))}% {'không quá' if share == least else '<'} {least}%"
            found.append(_notice(said, rule, mapping.get("ldtt_share", ""), "ldtt_share"))
        count = facts.get("cstdcs")
        if count is not None and count < rule.parameters.get("cstdcs_min", 0):
            found.append(_notice("Không có CSTĐCS", rule, mapping.get("cstdcs_count", ""), "cstdcs_count"))
    return found


def _notice(said: str, rule, column: str, field: str) -> dict:
    return problem("STANDARD", column, field, value=rule.code, text=f"{said} ({rule.citation}).")
