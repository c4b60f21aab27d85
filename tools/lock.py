"""Write the lock files: versions and hashes for the requirements*.in files.

Versions stay as they are unless asked otherwise: make lock ARGS=--upgrade, or
ARGS="--upgrade-package django". The lock files are valid on every platform and every
supported Python, so that everybody installs the same versions.
"""

import sys

import environment
from environment import must_run, say

# The second is constrained to the versions in the first.
FILES = ("requirements", "requirements-dev")
COMMAND = (
    "-m", "uv", "pip", "compile", "--quiet",
    "--universal", "--python-version", "{}.{}".format(*environment.OLDEST_PYTHON),
    "--generate-hashes", "--strip-extras",
    # The command shown in the header of each file; the real one could contain paths
    # of this machine.
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
