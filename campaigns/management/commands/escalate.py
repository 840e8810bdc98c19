"""`manage.py escalate`: late duties climb to the head, then to the unit above. The worker does it every night by itself."""

from django.core.management.base import BaseCommand

from campaigns.services import escalation


class Command(BaseCommand):
    """May be run at any time: a duty that has climbed is not told again."""

    help = "Báo việc quá hạn lên người đứng đầu, rồi lên cấp trên (chạy lại bao nhiêu lần cũng được)."

    def handle(self, *args, **options):
        done = escalation.escalate()
        self.stdout.write(f"{done.head} việc đã báo người đứng đầu, {done.above} việc đã báo cấp trên.")
