"""How many inputs Hypothesis makes up for each test, and whether the same ones.

CI takes few, and the same ones at each run, so that only a change of the code
changes what it finds. Whoever has the time asks for `thorough`, which looks
further at each run: make test ARGS="--hypothesis-profile=thorough".
No profile has a deadline or minds slow generation: a busy machine is no fault of
the code.
"""

import os

from hypothesis import HealthCheck, settings

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

settings.register_profile("default", PATIENT)
settings.register_profile("ci", PATIENT, max_examples=40, derandomize=True)
settings.register_profile("thorough", PATIENT, max_examples=1000)


def choose_profile():
    """Take the profile of this machine; the option of pytest comes later and wins."""
    settings.load_profile("ci" if os.environ.get("CI") == "true" else "default")


def share_of_examples(share):
    """So many of the profile's examples, for a test whose examples take long."""
    return max(1, round(settings().max_examples * share))
