"""Named gaps in stored wording: `{name}` is replaced as plain text from a fixed list, never compiled or formatted."""

import re

GAP = re.compile(r"\{[A-Za-z_]+\}")


def fill(text: str, values: dict[str, str]) -> str:
    """Replace each known gap once; a value that itself holds braces is not looked into. Unknown gaps stay."""
    return GAP.sub(lambda match: str(values.get(match[0][1:-1], match[0])), text)


def gaps(text: str) -> list[str]:
    """The gaps still open in a text."""
    return GAP.findall(text)
