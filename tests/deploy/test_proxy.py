"""The nginx example before a real `portal serve`: only ports and the certificate differ."""

import http.client
import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from portal.config import ROOT
from tests.faults.conftest import install
from tests.faults.server import Server, free_port, read_form

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"

FORM = {"Content-Type": "application/x-www-form-urlencoded"}

pytestmark = pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is not installed here")


class Proxy:
    """nginx with the example's server blocks, on free ports, with a certificate of its own."""

    def __init__(self, folder: Path, backend: int) -> None:
        self.folder, self.tls, self.plain = folder, free_port(), free_port()
        self._certificate()
        site = (ROOT / "deploy/nginx.conf").read_text()
        for old, new in (
            ("127.0.0.1:8000", f"127.0.0.1:{backend}"),
            ("listen 80;", f"listen 127.0.0.1:{self.plain};"),
            ("listen 443 ssl", f"listen 127.0.0.1:{self.tls} ssl"),
            ("/etc/ssl/suara-loket.pem", str(folder / "cert.pem")),
            ("/etc/ssl/private/suara-loket.key", str(folder / "key.pem")),
            ("/var/log/nginx/suara-loket-error.log", str(folder / "error.log")),
        ):
            assert old in site, old
            site = site.replace(old, new)
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        # Its workers write long bodies into the test's own folder, which is its owner's alone.
        user = "user root;" if os.geteuid() == 0 else ""
        head = (
            f"{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/main.log; events {{}}"
        )
        self.file = folder / "nginx.conf"
        self.file.write_text(f"{head}\nhttp {{ access_log off; {temporary}\n{site}\n}}\n")

    def _certificate(self) -> None:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
             "/CN=suara.sungairaya.example", "-keyout", "key.pem", "-out", "cert.pem"],
            cwd=self.folder, check=True, capture_output=True,
        )  # fmt: skip

    def start(self) -> None:
        arguments = [NGINX, "-p", str(self.folder), "-c", str(self.file)]
        checked = subprocess.run([*arguments, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        self.process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
        for _try in range(100):
            with suppress(OSError):
                self.ask("/healthz")
                return
            time.sleep(0.05)
        raise AssertionError("nginx does not answer")

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def ask(
        self, path: str, body: str | None = None, **headers: str
    ) -> tuple[http.client.HTTPResponse, str]:
        context = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        context.check_hostname = False
        connection = http.client.HTTPSConnection("127.0.0.1", self.tls, context=context, timeout=30)
        sent = {"Host": "suara.sungairaya.example", **headers}
        connection.request("GET" if body is None else "POST", path, body, sent)
        response = connection.getresponse()
        return response, response.read().decode()


@pytest.fixture
def installed(sqlite_url: str, tmp_path: Path) -> Iterator[tuple[Proxy, str]]:
    """The proxy, and the code of a counter behind it."""
    made = install(sqlite_url, tmp_path)
    chosen = {"PORTAL_TRUSTED_PROXIES": "1", "PORTAL_ADDRESS_LIMIT": "3"}
    chosen["PORTAL_BASE_URL"] = "https://suara.sungairaya.example"
    server = Server(made.database_url, made.instance, chosen).start()
    folder = tmp_path / "nginx"
    folder.mkdir()
    proxy = Proxy(folder, server.port)
    proxy.start()
    yield proxy, made.code
    proxy.end()
    server.end()


def test_https_is_known_and_http_leads_there(installed: tuple[Proxy, str]) -> None:
    proxy, _code = installed
    response, page = proxy.ask("/privasi")
    assert (response.status, "<h1" in page) == (200, True)
    assert "Strict-Transport-Security" in response.headers, "the portal knows it is https"
    plain = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=30)
    plain.request("GET", "/l/ABC234?x=1", headers={"Host": "suara.sungairaya.example"})
    redirect = plain.getresponse()
    assert redirect.status == 308
    assert redirect.headers["Location"] == "https://suara.sungairaya.example/l/ABC234?x=1"


def test_a_claimed_address_counts_for_nothing(installed: tuple[Proxy, str]) -> None:
    """Three answers an hour and network: the fourth claims yet another address, in vain."""
    proxy, code = installed
    statuses = []
    for number in range(4):
        claimed = {"X-Forwarded-For": f"203.{number}.113.9", "Forwarded": f"for=203.{number}.1.1"}
        form = read_form(proxy.ask(f"/l/{code}", **claimed)[1])
        response, _page = proxy.ask(form.action, urlencode(form.body), **claimed, **FORM)
        statuses.append(response.status)
    assert statuses == [303, 303, 303, 429]


def test_metrics_are_not_for_whoever_comes_through_the_proxy(
    installed: tuple[Proxy, str],
) -> None:
    """The example's own block lets this machine in; without the block the portal refuses."""
    proxy, _code = installed
    assert proxy.ask("/metrics")[0].status == 403, "what the proxy forwards is not this machine"
    assert proxy.ask("/readyz")[0].status == 200


@pytest.mark.parametrize(("path", "bytes_sent", "status"), [
    ("/l/ABC234", 300_000, 413), ("/admin/imports", 300_000, 0), ("/admin/imports", 6_000_000, 413),
])  # fmt: skip
def test_sheets_pass_and_floods_do_not(
    installed: tuple[Proxy, str], path: str, bytes_sent: int, status: int
) -> None:
    proxy, _code = installed
    response, page = proxy.ask(path, "x=" + "a" * bytes_sent, **FORM)
    assert ("<center>nginx" in page) is (status == 413), (response.status, page[:200])
    assert (response.status == 413) is (status == 413)


@pytest.mark.parametrize(
    ("megabytes", "ours"), [(12, True), (53, False)], ids=["photos", "a flood"]
)
def test_photos_pass_and_leave_nothing_on_the_proxys_disk(
    installed: tuple[Proxy, str], megabytes: int, ours: bool
) -> None:
    """Only the portal or the proxy's own page answers; either way in words."""
    proxy, code = installed
    before = _written(proxy.folder)
    response, page = proxy.ask(
        f"/l/{code}/pengaduan",
        "--x\r\nContent-Disposition: form-data; name=files; filename=a.jpg\r\n\r\n"
        + "a" * megabytes * 2**20
        + "\r\n--x--\r\n",
        **{"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert ("<title>Berkas terlalu besar</title>" in page) is not ours
    assert "<center>nginx" not in page
    assert (response.status == 413) is not ours, (response.status, page[:300])
    assert _written(proxy.folder) == before


def _written(folder: Path) -> float:
    """When the folder of long bodies last took or lost a file, in whatever corner of it."""
    kept = folder / "client_body"
    return max(path.stat().st_mtime_ns for path in (kept, *kept.rglob("*")))
