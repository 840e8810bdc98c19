"""Pages of one's own account."""

from django.contrib import messages
from django.contrib.auth import views as auth
from django.urls import reverse_lazy

from thiduakhenthuong.accounts import services


class PasswordChange(auth.PasswordChangeView):
    """Change one's own password; every other session of the account ends."""

    success_url = reverse_lazy("summary:today")

    def form_valid(self, form):
        response = super().form_valid(form)
        services.close_other_sessions(user=self.request.user, keep=self.request.session.session_key)
        services.note_password_changed(user=self.request.user)
        messages.success(self.request, "Đã đổi mật khẩu. Các máy khác đang đăng nhập tài khoản này đã bị đăng xuất.")
        return response
