"""A gunicorn worker whose threads never wait for what a browser is still to send.

gunicorn gives a thread to a connection as soon as its first bytes are there. Somebody
who opens a few connections and sends a letter now and then keeps all threads busy, and
everybody else waits. Here one loop gathers what arrives, without a thread, until the
request is whole; so the site needs no proxy that does so.
"""

import re
import selectors
import socket
import time
from functools import partial

from gunicorn import util
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, ThreadWorker

# How long the head of a request may take; its body longer, by its size.
HEAD_SECONDS = 15
SLOWEST_BYTES_A_SECOND = 10_000
# How long a browser may take to close a connection that was answered for good.
CLOSE_SECONDS = 2
# What is larger goes to a thread at once: gunicorn refuses such a head, the site such a
# body, both without reading it. The site itself takes 5 MiB.
LARGEST_HEAD = 64 * 1024
LARGEST_BODY = 6 * 1024 * 1024
# Unfinished requests of one process together; more are left to the threads.
MOST_BYTES = 64 * 1024 * 1024

_PIECE = 64 * 1024
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*([0-9]{1,15})[ \t]*\r$")
_CHUNKED = re.compile(rb"(?im)^transfer-encoding:")
_EXPECTS = re.compile(rb"(?im)^expect:[ \t]*100-continue[ \t]*\r$")
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
_TOO_SLOW = (
    b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
)


class Incoming:
    """A request that is still arriving on a connection."""

    def __init__(self, conn):
        self.conn = conn
        self.received = bytearray()
        self.is_closed = False
        # Whether the body is left unread, so that nothing can follow it.
        self.is_last = False
        self.until = time.monotonic() + HEAD_SECONDS
        self._whole = None  # its length, once the head is known
        if conn.parser is not None:
            # What was read with the request before.
            self.received += conn.parser.unreader.take_buffered()

    def is_whole(self):
        """Whether a thread can answer it without waiting for more."""
        if self.is_closed:
            return True
        if self._whole is None:
            self._measure()
        if self._whole is None:
            return len(self.received) > LARGEST_HEAD
        return len(self.received) >= self._whole

    def receive(self):
        """Take what has arrived; returns whether the request is whole."""
        while not self.is_whole():
            try:
                piece = self.conn.sock.recv(_PIECE)
            except (BlockingIOError, InterruptedError):
                return False
            except OSError:
                piece = b""
            self.received += piece
            self.is_closed = not piece
        return True

    def _measure(self):
        end = self.received.find(_END_OF_HEAD)
        if end < 0:
            return
        self._whole = end + len(_END_OF_HEAD)
        head = bytes(self.received[: end + 2])
        length = int(found[1]) if (found := _LENGTH.search(head)) else 0
        self.is_last = length > LARGEST_BODY or bool(_CHUNKED.search(head))
        if self.is_last:
            return
        self._whole += length
        self.until = time.monotonic() + HEAD_SECONDS + length / SLOWEST_BYTES_A_SECOND
        if _EXPECTS.search(head) and len(self.received) < self._whole:
            self._send(_GO_ON)

    def refuse(self):
        """Say that it took too long."""
        self._send(_TOO_SLOW)

    def _send(self, text):
        try:
            self.conn.sock.send(text)
        except OSError:
            self.is_closed = True


class PatientWorker(ThreadWorker):
    """gunicorn's worker with threads, which get requests that are whole."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._incoming = set()
        self._closing = {}  # socket: until when its browser may take note

    def enqueue_req(self, conn):
        """Give a connection with something to read to a thread, once that is whole."""
        if self.cfg.is_ssl or conn.is_http2 or self.cfg.http2_cleartext != "off":
            super().enqueue_req(conn)
            return
        conn.sock.setblocking(False)
        incoming = Incoming(conn)
        if incoming.receive():
            self._hand_over(incoming)
            return
        self._incoming.add(incoming)
        self.poller.register(
            conn.sock, selectors.EVENT_READ, partial(self._on_more, incoming)
        )

    def murder_pending(self):
        """Close also the connections on which a request takes too long."""
        super().murder_pending()
        now = time.monotonic()
        for sock in [each for each, until in self._closing.items() if until <= now]:
            self._close(sock)
        for incoming in list(self._incoming):
            if not self.alive:
                incoming.until = min(incoming.until, now + STOP_KEEPALIVE_LINGER)
            if incoming.until <= now:
                self._forget(incoming)
                incoming.refuse()
                self.nr_conns -= 1
                incoming.conn.close()

    def _on_more(self, incoming, _sock):
        if incoming.receive() or self._holds_too_much():
            self._forget(incoming)
            self._hand_over(incoming)

    def _hand_over(self, incoming):
        conn = incoming.conn
        conn.sock.setblocking(True)
        conn.init()
        conn.parser.unreader.unread(bytes(incoming.received))
        conn.data_ready = True
        conn.is_last = incoming.is_last
        conn.close = partial(self._close_later, conn.sock)
        super().enqueue_req(conn)

    def _keepalive_after(self, conn, keepalive):
        """Whether another request may follow: not after a body that nobody read.

        gunicorn would go on reading it for seconds, in the thread.
        """
        is_last = getattr(conn, "is_last", False)
        return super()._keepalive_after(conn, keepalive and not is_last)

    def _close_later(self, sock, graceful=False):
        """Close a connection once its browser has the answer and closes it as well.

        gunicorn would wait for that in its loop, and everybody with it, unless not
        `graceful`; here there is no need for the difference.
        """
        try:
            sock.shutdown(socket.SHUT_WR)
            sock.setblocking(False)
            self.poller.register(sock, selectors.EVENT_READ, self._drain)
        except (OSError, ValueError, KeyError):
            util.close(sock)
        else:
            self._closing[sock] = time.monotonic() + CLOSE_SECONDS

    def _drain(self, sock):
        try:
            if sock.recv(_PIECE):
                return
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            pass
        self._close(sock)

    def _close(self, sock):
        del self._closing[sock]
        self.poller.unregister(sock)
        util.close(sock)

    def _forget(self, incoming):
        self._incoming.discard(incoming)
        self.poller.unregister(incoming.conn.sock)

    def _holds_too_much(self):
        return sum(len(each.received) for each in self._incoming) > MOST_BYTES
