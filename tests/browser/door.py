"""A door before the live server that can be slammed: then nobody answers at all."""

import contextlib
import socket
import threading

_CHUNK = 65_536


class Door:
    """Passes TCP connections on to `port`, at an address of its own.

    `slam` cuts every connection and refuses new ones, as a killed server does;
    `open` takes them again at the same address.
    """

    def __init__(self, port):
        self._beyond = ("localhost", port)
        self._here = ("localhost", 0)
        self._sockets = set()
        self.open()

    @property
    def url(self):
        return f"http://localhost:{self._here[1]}"

    def open(self):
        self._listener = socket.create_server(self._here)
        self._here = self._listener.getsockname()
        threading.Thread(
            target=self._welcome, args=(self._listener,), daemon=True
        ).start()

    def slam(self):
        for one in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._sockets.clear()

    def _welcome(self, listener):
        with contextlib.suppress(OSError):
            while True:
                outer, _address = listener.accept()
                inner = socket.create_connection(self._beyond)
                self._sockets.update((outer, inner))
                for pair in ((outer, inner), (inner, outer)):
                    threading.Thread(target=_pass, args=pair, daemon=True).start()


def _pass(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(_CHUNK):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
