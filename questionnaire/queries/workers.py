"""Whether work that waits is being done: signs of life of workers, and the queue."""

from datetime import timedelta

from django.db.models import Min
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from questionnaire.models import WorkerBeat

# How often a worker shows that it is alive, and for how long it is believed.
BEAT_SECONDS = 10
ALIVE_SECONDS = 45


def is_worker_alive() -> bool:
    """Whether any worker has lately shown that it is alive."""
    since = timezone.now() - timedelta(seconds=ALIVE_SECONDS)
    return WorkerBeat.objects.filter(seen_at__gt=since).exists()


def longest_wait() -> timedelta:
    """How long the task has waited that was queued first.

    Tasks of exports of many plans do not count: they are queued anew after each turn,
    behind everything else, and may well take hours.
    """
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, priority__gte=0, run_after=get_date_max()
    )
    first = waiting.aggregate(first=Min("enqueued_at"))["first"]
    return timezone.now() - first if first else timedelta()
