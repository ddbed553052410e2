"""The files of an installation: units, container, compose, proxy and settings, read and held to rules.

No service manager and no engine for containers runs here: what is tested is that they say what they must.
"""

import configparser
import io
import re
from pathlib import Path

import pytest
import yaml
from dockerfile_parse import DockerfileParser

from tvaers.foundation.environment import TABLE
from tvaers.operations.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
TIMERS = sorted((DEPLOY / "systemd").glob("*.timer"))
# What a service of ours may not do, whatever happens inside it.
CLOSED = {
    "User": "tvaers",
    "UMask": "0077",
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "RestrictNamespaces": "yes",
    "SystemCallFilter": "@system-service",
    "CapabilityBoundingSet": "",
}
DJANGO = {"worker"}


def unit(path):
    parser = configparser.RawConfigParser(strict=True, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


def loose(settings):
    """Rules that a unit leaves out or says otherwise."""
    return [f"{name}={value}" for name, value in CLOSED.items() if settings.get(name) != value]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_closed_and_runs_one_of_our_commands(path):
    service = unit(path)["Service"]
    assert not loose(service)
    program, command, *_rest = service["ExecStart"].split()
    assert program == "/opt/tvaers/bin/tvaers"
    assert command in {*COMMANDS, *DJANGO}
    assert all(
        place.startswith(("/var/lib/tvaers", "/srv/tvaers-backup")) for place in service["ReadWritePaths"].split()
    )


def test_a_loose_unit_is_caught():
    assert loose({**CLOSED, "ProtectSystem": "full"}) == ["ProtectSystem=strict"]
    assert loose({name: value for name, value in CLOSED.items() if name != "User"}) == ["User=tvaers"]


def test_the_server_and_the_worker_see_no_backup_password():
    for name in ("tvaers-server", "tvaers-worker", "tvaers-streams"):
        service = unit(DEPLOY / f"systemd/{name}.service")["Service"]
        assert service["InaccessiblePaths"] == "-/var/lib/tvaers/backup"
        assert service["RestartPreventExitStatus"] == "3"


@pytest.mark.parametrize("name", ["tvaers-server", "tvaers-worker", "tvaers-streams"])
def test_the_page_on_faults_says_what_restarts_them(name):
    text = (ROOT / "docs/operations/faults.md").read_text(encoding="utf-8").partition("## What restarts it")[2]
    told = dict(re.findall(r"`(\w+)=([\w-]+)`", text))
    settings = {
        **unit(DEPLOY / f"systemd/{name}.service")["Unit"],
        **unit(DEPLOY / f"systemd/{name}.service")["Service"],
    }
    restarting = {key: value for key, value in settings.items() if key.startswith(("Restart", "StartLimit"))}
    assert told == {**restarting, "KillMode": settings.get("KillMode", "control-group")}


@pytest.mark.parametrize("path", TIMERS, ids=lambda path: path.name)
def test_a_timer_has_its_service(path):
    assert unit(path)["Timer"]["OnCalendar"]
    assert path.with_suffix(".service") in UNITS


def compose():
    return yaml.safe_load((DEPLOY / "container/compose.yaml").read_text(encoding="utf-8"))


def test_our_containers_are_closed():
    for name in ("server", "worker", "streams", "follow", "backup"):
        service = compose()["services"][name]
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not service.get("privileged"), name
        command = service.get("command", ["tvaers", "serve"])
        assert command[1] in {*COMMANDS, *DJANGO}, name
        assert not set(service["environment"]) - set(TABLE), name


def test_only_the_proxy_is_open_to_others():
    services = compose()["services"]
    assert [name for name, service in services.items() if service.get("ports")] == ["proxy"]
    assert all(":" in service["image"] or service["image"] == "tvaers" for service in services.values())


def test_a_volume_that_is_named_exists():
    content = compose()
    named = {
        volume.partition(":")[0]
        for service in content["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith((".", "/"))
    }
    assert named == set(content["volumes"])


def steps():
    with (DEPLOY / "container/Containerfile").open("rb") as file:
        return DockerfileParser(fileobj=io.BytesIO(file.read())).structure


def test_the_image_is_built_from_locks_and_runs_as_nobody_in_particular():
    found = [(step["instruction"], step["value"]) for step in steps()]
    bases = [value for name, value in found if name == "FROM"]
    assert bases == ["docker.io/library/python:3.11-slim-bookworm"]
    installs = [value for name, value in found if name == "RUN" and "pip install" in value]
    assert all("--require-hashes --requirement /build/serve.txt" in value for value in installs)
    last = [name for name, _value in found if name in {"USER", "CMD"}]
    assert last == ["USER", "CMD"]
    assert dict(found)["USER"] == "tvaers"
    assert not [
        value for name, value in found if name in {"ENV", "ARG"} and re.search(r"(?i)password|secret|key=", value)
    ]


def test_what_the_image_copies_is_there_or_made():
    copied = [step["value"].split()[0] for step in steps() if step["instruction"] == "COPY"]
    assert copied == ["locks/serve.txt", "dist/*.whl"]
    assert (ROOT / "locks/serve.txt").exists()
    assert re.search(r"^wheel:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_settings_to_begin_with_are_settings():
    lines = (DEPLOY / "tvaers.env").read_text(encoding="utf-8").splitlines()
    names = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
    assert names
    assert not set(names) - set(TABLE)


def test_the_proxy_keeps_no_log_of_visitors():
    text = (DEPLOY / "proxy/Caddyfile").read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    assert "output discard" in text
    assert "reverse_proxy" in text


@pytest.mark.parametrize("path", sorted((ROOT / "docs/operations").glob("*.md")), ids=lambda path: path.name)
def test_the_written_steps_name_commands_that_exist(path):
    """`tvaers X` in a step is a command, and each option that is written after it is one of its own."""
    text = path.read_text(encoding="utf-8")
    assert not {name for name in re.findall(r"\btvaers ([a-z][a-z-]+)", text) if name not in {*COMMANDS, *DJANGO}}


def test_every_command_is_in_the_written_steps():
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs/operations").glob("*.md"))
    units = "".join(path.read_text(encoding="utf-8") for path in UNITS)
    assert not {name for name in COMMANDS if f"tvaers {name}" not in text + units}
