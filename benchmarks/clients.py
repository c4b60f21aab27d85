"""Clients that save as the page does, each like one browser window."""

import http.client
import json
import threading
import time
import uuid
from dataclasses import dataclass, field

# Seconds before retrying with the same save_id, as the page does, after no answer.
PAUSE_SECONDS = 0.1


@dataclass
class Save:
    """One save of a text, and what the client saw of it."""

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
    """A browser window of one person; not thread-safe."""

    def __init__(self, port, person, deadline):
        self.person = person
        self.deadline = deadline
        self.statuses, self.failures, self.conflicts = {}, [], 0
        self._port, self._connection = port, None

    def save(self, address, answer, part, base):
        """Save a unique text over `base`, retrying until it works; returns the Save."""
        save = Save(answer, f"<p>Texte {uuid.uuid4()}, déjà.</p>", time.monotonic())
        while time.monotonic() < self.deadline:
            save.tries += 1
            status, reply = self._send(address, save.text, part, save.save_id, base)
            if status == 200:
                save.acknowledged = time.monotonic()
                save.number = reply["base"]
                break
            if status == 409 and "base" in reply:
                # A definite refusal: rebase the text on the newer version.
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
        """(status, JSON); the status is None when no answer came."""
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
    """Run each function in its own thread, and wait for all of them."""
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
