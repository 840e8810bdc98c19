"""`manage.py demo`: the Nam Sách scenario of July 2020 and the campaign launched there, with work left in every inbox."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from thiduakhenthuong.summary.demo import build, cast


class Command(BaseCommand):
    help = "Dựng dữ liệu mẫu: hội nghị điển hình tiên tiến huyện Nam Sách, tháng 7 năm 2020, và phong trào sau đó."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="chỉ dựng khi chưa có hồ sơ nào")
        parser.add_argument("--accounts", action="store_true", help="chỉ in các tài khoản mẫu")

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError("Dữ liệu mẫu dùng một mật khẩu chung nên chỉ dựng khi DEBUG bật.")
        if options["accounts"]:
            return self._print_accounts()
        if build.has_data():
            if options["if_empty"]:
                return None
            raise CommandError("Đã có hồ sơ trong cơ sở dữ liệu. Xóa dữ liệu (make clean-data) rồi chạy lại.")
        self.stdout.write("Đang dựng dữ liệu mẫu (chưa đến một phút)…")
        for line in build.everything():
            self.stdout.write(f"  {line}")
        return None

    def _print_accounts(self):
        self.stdout.write(f"\nTài khoản mẫu, mật khẩu chung: {settings.DEMO_PASSWORD}")
        for person in cast.CAST:
            self.stdout.write(f"  {person.username:<20} {person.full_name}, {person.title} ({person.unit})")
