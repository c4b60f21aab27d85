"""Write the lock: every version and hash of what the requirements*.in files ask for.

Versions stay as they are unless asked otherwise: make lock ARGS=--upgrade, or
ARGS="--upgrade-package django". The lock holds for every platform and for every
Python from the oldest on, so that all install the same.
"""

import sys

import environment
from environment import must_run, say

# The second is bound to the versions that the first names.
FILES = ("requirements", "requirements-dev")
COMMAND = (
    "-m", "uv", "pip", "compile", "--quiet",
    "--universal", "--python-version", "{}.{}".format(*environment.OLDEST_PYTHON),
    "--generate-hashes", "--strip-extras",
    # What the first lines of each file say to type; the command itself could
    # name folders of this machine.
    "--custom-compile-command", "make lock",
)  # fmt: skip


def main(arguments):
    environment.prepare("requirements-dev.txt")
    for name in FILES:
        lock = name + ".txt"
        must_run(*COMMAND, "--output-file", lock, *arguments, name + ".in")
        say("Written: " + lock)
    say("The next make run, make test or make lint installs what changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
