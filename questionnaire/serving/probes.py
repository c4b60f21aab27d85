"""What monitors and load balancers ask: is the site alive, and is it ready?

They ask over plain HTTP, by whatever host name they know, often by an address alone:
so these two answers come before anything that redirects or refuses a host.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from questionnaire import append_only
from questionnaire.queries.workers import is_worker_alive, longest_wait

# A task that has waited longer than this is not about to be done.
LATE = timedelta(minutes=5)
OK = "ok"


class ProbesMiddleware:
    """Answer `/health/` and `/ready/` before hosts and HTTPS are looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = _PROBES.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


def health(request: HttpRequest) -> HttpResponseBase:
    """Whether this process answers; restarting it would not bring a database back."""
    return _answer(request, 200, {"status": OK})


def ready(request: HttpRequest) -> HttpResponseBase:
    """Whether the site can do its work: 200, or 503 with what is the matter."""
    try:
        checks = {"database": OK, **{name: check() for name, check in _CHECKS.items()}}
    except (DatabaseError, InterfaceError):
        checks = {"database": "unreachable"}
    is_ready = set(checks.values()) == {OK}
    return _answer(
        request,
        200 if is_ready else 503,
        {"status": OK if is_ready else "not_ready", "checks": checks},
    )


def _answer(
    request: HttpRequest, status: int, content: dict[str, object]
) -> HttpResponseBase:
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    response = JsonResponse(content, status=status)
    add_never_cache_headers(response)
    return response


def _migrations() -> str:
    """What the code needs of the database has been applied."""
    applied = MigrationRecorder(connection).applied_migrations()
    return OK if _known_migrations() <= applied.keys() else "missing"


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Those of the code, which stay the same while this process runs."""
    return frozenset(MigrationLoader(None).graph.nodes)


def _triggers() -> str:
    """What is append-only is guarded by the database."""
    return "missing" if append_only.missing_triggers() else OK


def _worker() -> str:
    """Some worker is alive: mail is sent, and files are made."""
    return OK if is_worker_alive() else "none_alive"


def _queue() -> str:
    """What waits for a worker does not wait long."""
    return "late" if longest_wait() > LATE else OK


_PROBES = {"/health/": health, "/ready/": ready}
_CHECKS = {
    "migrations": _migrations,
    "triggers": _triggers,
    "worker": _worker,
    "queue": _queue,
}
