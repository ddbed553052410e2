"""The operator's written steps (docs/operations), followed from a built package to an upgrade, with people at work.

Install, sign in, invite, back up, destroy, restore, upgrade: each command as the pages give it, each page in a browser,
through a proxy with a certificate, with letters in a mail server. The distribution's PostgreSQL is one of our own.
"""

import http.client
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import factors
from tests.journeys.arriving import press
from tests.journeys.conftest import ARGUMENTS, PATIENCE, axe
from tests.operations.around import mail_server, proxy
from tests.operations.production import ROOT, Installation, Postgres, free_port
from tests.runs import RUN
from tools.chromium import PACKAGE

HOST = "tvaers.proevekoebing.example"
ANNA, NORA, OPERATOR = (f"{name}@proevekoebing.example" for name in ("anna", "nora", "operator"))
TEXT = "Vera Opdigt er holdt op med at komme til fodbold og går sent hjem."
LATER = "En nabo siger det samme."


@pytest.fixture
def home():
    """A directory that the database's account reaches, which pytest's own is not."""
    path = RUN / "operator"
    path.mkdir(parents=True)
    yield path
    shutil.rmtree(path, ignore_errors=True)


def built(home):
    """Build the package and put it into an environment of its own; return the command. Install, step 2.

    What the package needs is taken from the tests' environment, where the locks put it: nothing is downloaded.
    """
    source = home / "source"
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    catalogues = [path.relative_to(ROOT) for path in (ROOT / "src/tvaers/locale").rglob("*.mo")]
    for name in [*map(Path, filter(None, names.split("\0"))), *catalogues]:
        if name.parts[0] in {"src", "pyproject.toml", "MANIFEST.in", "README.md", "LICENSE"} and (ROOT / name).exists():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, source / name)
    wheel = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet"]
    subprocess.run([*wheel, "--wheel-dir", home / "dist", source], check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home / "opt"], check=True)
    packages = next((home / "opt/lib").glob("python*/site-packages"))
    here = Path(pytest.__file__).parent.parent
    (packages / "needed.pth").write_text(f"{here}\n", encoding="utf-8")
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", "--target", packages]
    subprocess.run([*install, *(home / "dist").glob("*.whl")], check=True, capture_output=True)
    return [home / "opt/bin/python", "-m", "tvaers"]


class World:
    """The machine, and the people's browsers."""

    def __init__(self, installation, mail, address, port, browser):
        self.installation, self.mail, self.address, self.port = installation, mail, address, port
        self.browser = browser
        self.secrets = {}

    def start(self):
        """Start the three services, and wait for the pages."""
        for service in (["serve"], ["worker"], ["follow", "--every", "1"]):
            self.installation.start(*service)
        until = time.monotonic() + PATIENCE * 4
        while not self.answers():
            assert time.monotonic() < until, (self.installation.home / "serve.log").read_text()
            time.sleep(0.2)

    def answers(self):
        """Ask the server as the proxy does."""
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            server.request("GET", "/login/", headers={"Host": HOST, "X-Forwarded-Proto": "https"})
            return server.getresponse().status == 200
        except (ConnectionRefusedError, TimeoutError):
            # Not up yet, or up and still busy with its first request: the limit is `start`'s.
            return False
        finally:
            server.close()

    def window(self):
        context = self.browser.new_context(base_url=self.address, ignore_https_errors=True, locale="da-DK")
        context.set_default_timeout(PATIENCE * 1000)
        return context.new_page()

    def come_in(self, email):
        """Follow the letter's link, choose a password, tie a telephone; return the window, signed in."""
        page = self.window()
        page.goto(self.mail.link_to(email))
        page.get_by_label("Vælg en adgangskode").fill(factors.PASSWORD)
        press(page, "Gem, og gå videre til telefonen")
        self.secrets[email] = re.sub(r"\s", "", page.locator("#secret").inner_text())
        page.get_by_label("Kode").fill(factors.code(self.secrets[email], step=-1))
        press(page, "Tilknyt")
        page.get_by_role("link", name="Jeg har gemt dem, fortsæt").click()
        return page

    def sign_in(self, email, *, step=0):
        """Sign in with the password and the telephone that were chosen before everything was lost."""
        page = self.window()
        page.goto("/login/")
        page.get_by_label("E-mailadresse").fill(email)
        page.get_by_label("Adgangskode").fill(factors.PASSWORD)
        press(page, "Log ind")
        page.get_by_label("Kode").fill(factors.code(self.secrets[email], step=step))
        press(page, "Fortsæt")
        return page


def invite(page):
    """Anna invites Nora, as an administrator does."""
    page.goto("/administration/people/")
    page.get_by_role("link", name="Invitér", exact=True).click()
    page.get_by_label("Navn").fill("Nora Nyling")
    page.get_by_label("Stilling").fill("SSP-konsulent")
    page.get_by_label("Arbejdsmail").fill(NORA)
    page.get_by_label("SSP-konsulent", exact=True).check()
    press(page, "Tjek, før du sender")
    page.get_by_role("button", name=re.compile("^Send")).click()
    page.locator("#messages").get_by_text("Nora").first.wait_for()


def write_down(page, headline, text):
    """Nora writes down what she was told on the telephone; return the concern's address."""
    page.goto("/concerns/new/")
    page.get_by_label("En eller flere unge").check()
    page.locator("details", has=page.locator("#id_headline")).locator("summary").click()
    page.get_by_label("Overskrift i listen").fill(headline)
    page.get_by_label("Kaldenavn").fill("Vera")
    page.get_by_label("Omtales som").select_option(label="hun")
    page.get_by_label("Hvad er set eller hørt?").fill(text)
    page.get_by_label("Hvor ved man det fra?").fill("Set i klubben")
    page.get_by_label("Hvem har henvendt sig?").select_option(label="Skole eller dagtilbud")
    page.locator("#id_name").fill("Lise Lærervig")
    page.get_by_label("Arbejdssted").fill("Prøveskolen")
    page.get_by_label("Ikke så vidt jeg ved").check()
    press(page, "Gem bekymringen")
    page.get_by_text("Bekymringen er skrevet ned").first.wait_for()
    page.goto("/concerns/")
    page.get_by_role("link", name=re.compile(headline)).click()
    page.get_by_text(text).first.wait_for()
    return re.search(r"/concerns/[0-9a-f-]{36}/", page.url)[0]


def told(installation):
    """What `check` says is not well."""
    until = time.monotonic() + PATIENCE
    while "Changes between two backups" in (said := installation.run("check")) and time.monotonic() < until:
        time.sleep(1)
    return [line for line in said.splitlines() if line.startswith(("look", "mend"))]


def settled(installation, before):
    """Wait until the following has brought what was written before now."""
    until = time.monotonic() + PATIENCE * 4
    while not any(path.stat().st_mtime > before for path in (installation.backups / "wal").glob("*.age")):
        assert time.monotonic() < until, (installation.home / "follow.log").read_text()
        time.sleep(0.2)


def restore(installation, *more):
    """Restore, step 3, with the server's account and the directory of this machine."""
    postgres = installation.postgres
    words = ["restore", "--identity", str(installation.key), "--data", str(postgres.data), *more]
    words += ["--installation", installation.fingerprint]
    said = installation.run(*words, "--server-account", postgres.account)
    postgres.configure()
    postgres.start()
    installation.run("upgrade")
    return said


@pytest.mark.first
def test_an_installation_is_set_up_lost_brought_back_and_upgraded(home, chromium):
    with ExitStack() as stack:
        mail = stack.enter_context(mail_server())
        port = free_port()
        outside = stack.enter_context(proxy(HOST, home, port))
        address = f"https://{HOST}:{outside}"
        browser = chromium.browser_type.launch(
            executable_path=shutil.which(PACKAGE),
            args=[*ARGUMENTS, f"--host-resolver-rules=MAP {HOST} 127.0.0.1"],
        )
        stack.callback(browser.close)
        postgres = Postgres(home / "server")
        stack.callback(postgres.remove)
        installation = Installation(home, postgres, tvaers=built(home))
        stack.callback(installation.stop)
        world = World(installation, mail, address, port, browser)
        install(world)
        concern, between, second = people_work(world)
        bring_back(world, concern, second)
        bring_back_to_a_moment(world, concern, between, second)


def install(world):
    """Install, step 3 to 7: key, settings (weak ones first), setting up, starting, looking."""
    installation, postgres = world.installation, world.installation.postgres
    postgres.make()
    postgres.start()
    installation.backups.mkdir()
    installation.configure(
        TVAERS_VAR=str(installation.var),
        TVAERS_ADDRESS=world.address.replace("https", "http"),
        TVAERS_BIND=f"127.0.0.1:{world.port}",
        TVAERS_PROXIES="1",
        TVAERS_DATABASE_URL=postgres.url(),
        TVAERS_MAIL_HOST="127.0.0.1",
        TVAERS_MAIL_PORT=str(world.mail.port),
        TVAERS_MAIL_SECURITY="none",
        TVAERS_MAIL_FROM=f"tvaers@{HOST}",
        TVAERS_BACKUP_TO=str(installation.backups),
        TVAERS_POSTGRESQL_BIN=str(postgres.place.binaries),
    )
    founding = [
        *("--organisation", "Prøvekøbing Kommune", "--short-name", "Prøvekøbing", "--mark", "P"),
        *("--administrator", "Anna Administrator", "--title", "IT-konsulent", "--email", ANNA),
        *("--login", postgres.login),
    ]
    refused = installation.run("init", *founding, code=1)
    assert "TVAERS_ADDRESS does not begin with https" in refused
    assert not installation.var.exists()
    public = re.search(r"TVAERS_BACKUP_RECIPIENT=(\S+)", installation.run("new-backup-key", str(installation.key)))
    assert public
    installation.configure(TVAERS_ADDRESS=world.address, TVAERS_BACKUP_RECIPIENT=public[1])
    installation.fingerprint = re.search(r"Installation: (\S+)", installation.run("init", *founding))[1]
    world.start()
    installation.run("backup")
    installation.run("send-test-letter", "--to", OPERATOR)
    assert world.mail.letters[-1]["To"] == OPERATOR


def people_work(world):
    """The administrator comes in and invites; the colleague writes two concerns, with a moment between them."""
    installation = world.installation
    anna = world.come_in(ANNA)
    invite(anna)
    axe(anna)
    nora = world.come_in(NORA)
    cookies = {cookie["name"]: cookie for cookie in nora.context.cookies()}
    session = cookies["__Host-tvaers-session"]
    assert (session["secure"], session["httpOnly"], session["path"]) == (True, True, "/")
    before = time.time()
    concern = write_down(nora, "Pige fra klubben", TEXT)
    settled(installation, before)
    between = datetime.now(UTC)
    time.sleep(1)
    before = time.time()
    second = write_down(nora, "Pige fra gaden", LATER)
    settled(installation, before)
    assert told(installation) == ["look backup: No drill has gone well here yet."]
    account = installation.postgres.account
    said = installation.run("drill", "--identity", str(installation.key), "--server-account", account)
    # Each concern and each young person is a dossier of its own.
    assert "texts of 4 dossiers opened" in said
    assert told(installation) == []
    return concern, between, second


def burn(world):
    """Lose the machine: every process at once, the database, the key store, the secrets."""
    world.installation.stop(number=signal.SIGKILL)
    world.installation.postgres.destroy()
    shutil.rmtree(world.installation.var)


def bring_back(world, concern, second):
    """Restore: a new machine. Everything is there, and people sign in as before."""
    burn(world)
    assert "Restored into" in restore(world.installation)
    world.start()
    nora = world.sign_in(NORA)
    for address, text in ((concern, TEXT), (second, LATER)):
        nora.goto(address)
        expect(nora.get_by_text(text).first).to_be_visible()
    world.installation.run("backup")
    assert told(world.installation) == ["look backup: No drill has gone well here yet."]


def bring_back_to_a_moment(world, concern, between, second):
    """Restore: to a moment. Then upgrade, with the server at work meanwhile."""
    burn(world)
    restore(world.installation, "--until", between.isoformat())
    world.start()
    nora = world.sign_in(NORA, step=1)
    nora.goto(concern)
    expect(nora.get_by_text(TEXT).first).to_be_visible()
    assert nora.goto(second).status == 404
    world.installation.run("upgrade")
    assert nora.goto(concern).status == 200
    world.installation.stop()
    world.start()
    assert nora.goto(concern).status == 200
