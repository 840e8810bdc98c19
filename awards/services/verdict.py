"""Verdicts of lines (being written)."""


def check_nominations(nominations) -> None:
    """Check lines."""


def check_dossier(dossier) -> None:
    """Check a dossier."""
