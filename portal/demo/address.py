"""Where the demonstration listens, and by which address a phone can reach it."""

import errno
import ipaddress
import socket

from portal.errors import RuleBroken

# Documentation's own network (RFC 5737): nothing is sent there, the machine is only asked
# which of its addresses it would send from.
NOWHERE = ("192.0.2.1", 9)


def demand_free_port(host: str, port: int) -> None:
    """Raise RuleBroken, with the remedy, unless the portal could listen here."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except (OSError, OverflowError, UnicodeError) as error:
        raise RuleBroken(_reason(error, host, port)) from error


def _reason(error: Exception, host: str, port: int) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        return (
            f"Porta {port} sedang dipakai program lain. Pilih porta lain:"
            f" `make demo PORT={other}` atau `portal demo --port {other}`."
        )
    if number in (errno.EACCES, errno.EPERM):
        return (
            f"Porta {port} tidak boleh dipakai akun ini. Pilih porta 1024 ke atas, misalnya 8000."
        )
    return (
        f"Alamat {host} bukan alamat mesin ini. Pakai 127.0.0.1 (hanya mesin ini), 0.0.0.0"
        " (semua alamatnya), atau alamat mesin ini sendiri."
    )


def own_address() -> str | None:
    """The address by which this machine is seen on its network, or None without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(NOWHERE)
        except OSError:
            return None
        address: str = probe.getsockname()[0]
    return None if ipaddress.ip_address(address).is_loopback else address


def base_url(host: str, port: int) -> str:
    """What the QR codes say: the host itself, or this machine's own address for "all of them"."""
    named = (own_address() or "127.0.0.1") if host in ("0.0.0.0", "::", "") else host  # noqa: S104
    return f"http://[{named}]:{port}" if ":" in named else f"http://{named}:{port}"


def is_loopback(host: str) -> bool:
    """True where only this machine can reach the host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
