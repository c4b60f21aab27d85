"""Clients that save as the page does: one browser window each, with its session."""

import http.client
import json
import threading
import time
import uuid
from dataclasses import dataclass, field

# After an answer that is none: as the page does, ask again with the same save_id.
PAUSE_SECONDS = 0.1


@dataclass
class Save:
    """One text on its way to the history, and what the client saw of it."""

    answer: tuple
    text: str
    sent: float
    save_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    acknowledged: float | None = None
    number: int | None = None
    tries: int = 0

    @property
    def seconds(self):
        return self.acknowledged - self.sent


class Window:
    """A browser window of one person; not to be shared by threads."""

    def __init__(self, port, person, deadline):
        self.person = person
        self.deadline = deadline
        self.statuses, self.failures, self.conflicts = {}, [], 0
        self._port, self._connection = port, None

    def save(self, address, answer, part, base):
        """Save a text of its own over `base`, whatever it takes; returns the Save."""
        save = Save(answer, f"<p>Texte {uuid.uuid4()}, déjà.</p>", time.monotonic())
        while time.monotonic() < self.deadline:
            save.tries += 1
            status, reply = self._send(address, save.text, part, save.save_id, base)
            if status == 200:
                save.acknowledged = time.monotonic()
                save.number = reply["base"]
                break
            if status == 409 and "base" in reply:
                # Refused for sure: the text goes on from the newer version.
                self.conflicts += 1
                base, save.save_id = reply["base"], str(uuid.uuid4())
                save.sent = time.monotonic()
            elif status in (None, 503):
                time.sleep(PAUSE_SECONDS)
            else:
                self.failures.append(f"{status}: {reply}")
                break
        return save

    def autosave(self, address, text, part, base, revision):
        """Keep a draft; returns (seconds, new revision), or None when refused."""
        sent = time.monotonic()
        status, reply = self._send(
            address, text, part, str(uuid.uuid4()), base, revision=revision
        )
        if status != 200:
            self.failures.append(f"{status}: {reply}")
            return None
        return time.monotonic() - sent, reply["revision"]

    def _send(self, address, text, part, save_id, base, **more):
        """(status, JSON): status None when no answer came."""
        body = {
            "user": self.person.id,
            "language": "fr",
            "fields": {f"part_{part}-html": text},
            "save_id": save_id,
            "base": base,
            **more,
        }
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Cookie": self.person.cookies,
            "X-CSRFToken": self.person.csrf,
        }
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection(
                    "127.0.0.1", self._port, timeout=20
                )
            self._connection.request("POST", address, json.dumps(body), headers)
            response = self._connection.getresponse()
            status, content = response.status, response.read()
        except (OSError, http.client.HTTPException):
            self._close()
            status, content = None, b""
        self.statuses[status] = self.statuses.get(status, 0) + 1
        try:
            return status, json.loads(content)
        except ValueError:
            return status, content[:300]

    def _close(self):
        if self._connection:
            self._connection.close()
        self._connection = None


def run_together(jobs):
    """Run functions in threads of their own, and wait for all of them."""
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
