"""A proxy in front of the live server that can be cut, as if the server were killed."""

import contextlib
import socket
import threading

_CHUNK = 65_536


class TcpProxy:
    """Passes TCP connections on to `port`, from an address of its own.

    `cut` closes every connection and refuses new ones, as a killed server does;
    `open` accepts connections again at the same address.
    """

    def __init__(self, port):
        self._target = ("localhost", port)
        self._address = ("localhost", 0)
        self._sockets = set()
        self.open()

    @property
    def url(self):
        return f"http://localhost:{self._address[1]}"

    def open(self):
        self._listener = socket.create_server(self._address)
        self._address = self._listener.getsockname()
        threading.Thread(
            target=self._accept, args=(self._listener,), daemon=True
        ).start()

    def cut(self):
        for one in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._sockets.clear()

    def _accept(self, listener):
        with contextlib.suppress(OSError):
            while True:
                outer, _peer = listener.accept()
                inner = socket.create_connection(self._target)
                self._sockets.update((outer, inner))
                for pair in ((outer, inner), (inner, outer)):
                    threading.Thread(target=_pass, args=pair, daemon=True).start()


def _pass(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(_CHUNK):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
