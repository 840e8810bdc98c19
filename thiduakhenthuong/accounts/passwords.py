"""Words that a password may not be made of: the account's own name and those everybody here would try first."""

from django.core.exceptions import ValidationError

from thiduakhenthuong.core.names import search_key

COMMON_HERE = ("thidua", "khenthuong", "matkhau", "haiduong", "nghean", "namsach")
LEFT_OVER = 6  # characters that must remain once the guessable words are taken out


class ContextWordsValidator:
    """Refuses a password that is little more than the user's name or the words of this office."""

    def validate(self, password: str, user=None) -> None:
        """Raise ValidationError when fewer than LEFT_OVER characters remain."""
        rest = search_key(password).replace(" ", "")
        own = [user.username, *search_key(user.full_name).split()] if user else []
        for word in sorted((w.lower() for w in [*COMMON_HERE, *own] if len(w) > 2), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest.strip(".-_ 0123456789")) < LEFT_OVER:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """The rule in one sentence."""
        return "Mật khẩu dễ đoán: đừng chỉ ghép tên đăng nhập, họ tên, chữ số hoặc tên hệ thống."
