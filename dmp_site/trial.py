"""The secret key of a trial site: generated once, kept beside its data."""

import secrets
from pathlib import Path


def trial_key(folder: Path) -> str:
    """A secret unique to this copy, so that no published key ever signs a session."""
    path = folder / "trial-key"
    try:
        with path.open("x") as new:
            new.write(secrets.token_urlsafe(50))
        path.chmod(0o600)
    except FileExistsError:
        pass
    return path.read_text()
