"""What stands around an installation: a proxy with a certificate before it, a mail server that keeps the letters."""

import http.client
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "te", "upgrade"}


def certificate(host: str, folder: Path) -> Path:
    """Write a certificate for `host` with its key into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "proxy.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def proxy(host: str, folder: Path, upstream: int) -> Iterator[int]:
    """Answer on a port of its own for the server on port `upstream`, as the Caddyfile's proxy does; yield the port."""

    class Passing(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
            headers |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": self.client_address[0]}
            behind = http.client.HTTPConnection("127.0.0.1", upstream, timeout=60)
            try:
                behind.request(self.command, self.path, self.rfile.read(length) if length else None, headers)
                answer = behind.getresponse()
                body = answer.read()
            except OSError:
                self.send_error(502)
                return
            finally:
                behind.close()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_POST = do_HEAD = do_GET  # noqa: N815 - its parent's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its parent's name
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(host, folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Passing)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with _serving(server):
        yield server.server_address[1]


class MailServer(socketserver.ThreadingTCPServer):
    """Takes every letter and keeps it."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        super().__init__(("127.0.0.1", 0), _Mail)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def link_to(self, address: str) -> str:
        """The link in the newest letter to somebody."""
        letter = [letter for letter in self.letters if letter["To"] == address][-1]
        words: list[str] = letter.get_content().split()
        return next(word for word in words if word.startswith("https://"))


class _Mail(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say(220)
        while line := self.rfile.readline().strip().upper():
            if line.startswith(b"DATA"):
                self._say(354)
                lines = []
                while (text := self.rfile.readline()) != b".\r\n":
                    lines.append(text.removeprefix(b"."))
                self.server.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
            self._say(221 if line.startswith(b"QUIT") else 250)
            if line.startswith(b"QUIT"):
                return

    def _say(self, code: int) -> None:
        self.wfile.write(b"%d ok\r\n" % code)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server on a port of its own."""
    server = MailServer()
    with _serving(server):
        yield server


@contextmanager
def _serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
