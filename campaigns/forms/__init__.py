"""Forms by noun; the field for a unit is imported from here."""

from campaigns.forms.accounts import AccountForm, LastDayForm, MembershipForm, UnitField

__all__ = ["AccountForm", "LastDayForm", "MembershipForm", "UnitField"]
