"""A wire between the portal and PostgreSQL that a test can cut."""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass
class Wire:
    """Passes bytes from a free port of the loopback to `target`; `cut` and `mend` it."""

    target: int
    links: list[socket.socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        self.is_cut = False
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection and refuse new ones."""
        self.is_cut = True
        for link in self.links:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        self.links.clear()

    def mend(self) -> None:
        """Let new connections through again."""
        self.is_cut = False

    def close(self) -> None:
        """Cut, for good."""
        self.cut()
        self.listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self.listener.accept()
                if self.is_cut:
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self.target))
                self.links += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=_pass, args=(one, other), daemon=True).start()


def _pass(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    for link in (one, other):
        with suppress(OSError):
            link.shutdown(socket.SHUT_RDWR)
