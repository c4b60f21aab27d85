"""Time zones that people can choose, by their names in the IANA database."""

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Where browsers say their time zone: js/site/time_zone.js.
TIME_ZONE_COOKIE = "time_zone"

# The zones of Canada from east to west, each by its largest city.
CANADIAN: dict[str, "StrOrPromise"] = {
    "America/St_Johns": _("Newfoundland (St. John’s)"),
    "America/Halifax": _("Atlantic (Halifax)"),
    "America/Toronto": _("Eastern (Toronto, Montréal)"),
    "America/Winnipeg": _("Central (Winnipeg)"),
    "America/Regina": _("Saskatchewan (Regina)"),
    "America/Edmonton": _("Mountain (Edmonton)"),
    "America/Whitehorse": _("Yukon (Whitehorse)"),
    "America/Vancouver": _("Pacific (Vancouver)"),
}
_REGIONS: dict[str, "StrOrPromise"] = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}

Choice: TypeAlias = tuple[str, "StrOrPromise"]
Region: TypeAlias = tuple["StrOrPromise", list[Choice]]


def read_time_zone(name: str) -> ZoneInfo | None:
    """The zone of this name, which anybody may have written; None without one."""
    return ZoneInfo(name) if name in available_zones() else None


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless there is a zone of this name."""
    if read_time_zone(name) is None:
        raise ValidationError(_("There is no such time zone."), code="time_zone")


@cache
def available_zones() -> frozenset[str]:
    """The names of all zones of the world."""
    return frozenset(available_timezones())


def time_zone_choices() -> list["Choice | Region"]:
    """Choices of a menu: the browser's zone, Canada's, and others by their region."""
    others = sorted(
        name for name in available_zones() - set(CANADIAN) if _region(name) in _REGIONS
    )
    choices: list[Choice | Region] = [("", _("The one of this browser"))]
    choices.append((_("Canada"), list(CANADIAN.items())))
    for region, names in groupby(others, _region):
        places: list[Choice] = [(name, _place(name)) for name in names]
        choices.append((_REGIONS[region], places))
    return choices


def _region(name: str) -> str:
    return name.partition("/")[0]


def _place(name: str) -> str:
    """“Argentina, Buenos Aires” of America/Argentina/Buenos_Aires."""
    return name.partition("/")[2].replace("/", ", ").replace("_", " ")
