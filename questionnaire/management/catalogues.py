"""Message catalogues, compiled without the gettext programs."""

import os
import tempfile
from pathlib import Path

import polib


def compile_catalogues(locale_folder):
    """Compile every .po file that is newer than its .mo; return what was compiled."""
    compiled = []
    for po_path in sorted(Path(locale_folder).glob("*/LC_MESSAGES/*.po")):
        mo_path = po_path.with_suffix(".mo")
        if mo_path.exists() and mo_path.stat().st_mtime >= po_path.stat().st_mtime:
            continue
        _write_whole(mo_path, polib.pofile(str(po_path)).to_binary())
        compiled.append(mo_path)
    return compiled


def _write_whole(path, content):
    """Replace the file atomically: another process may be reading it."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.chmod(name, 0o644)
    os.replace(name, path)
