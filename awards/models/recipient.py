"""How a recipient is called, the same for a line and for the award that comes of it."""

from awards.enums import RecipientKind
from campaigns.enums import HONORIFIC


class RecipientNames:
    """For models with `recipient_kind`, `gender` and `name`; the form of address never stands inside the stored name."""

    @property
    def honorific(self) -> str:
        """ "Ông", "Bà", or "" for collectives, households and where the paper does not say."""
        return HONORIFIC[self.gender] if self.recipient_kind == RecipientKind.INDIVIDUAL else ""

    @property
    def printed_name(self) -> str:
        """The name with its form of address, as in a decision."""
        if self.recipient_kind == RecipientKind.HOUSEHOLD:
            return f"Hộ gia đình {self.name}"
        return f"{self.honorific} {self.name}".strip()
