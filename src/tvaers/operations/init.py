"""`tvaers init`: from a fresh machine to an installation whose first administrator has a letter.

Needs PostgreSQL's administrator for these minutes. It may be given again after an interruption or a mistake, until the
first administrator has answered.
"""

import argparse
from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tvaers.foundation import environment
from tvaers.foundation.secrets import Secrets
from tvaers.operations import installing
from tvaers.operations.copies import place
from tvaers.operations.questions.environment import weak
from tvaers.operations.terminal import OperationError, complain, say


def main(arguments: Sequence[str]) -> int:
    """Take all steps; refuse settings that no installation may have."""
    asked = _parser().parse_args(arguments)
    found = weak()
    if found:
        for each in found:
            complain(f"- {each.text}\n  {each.remedy}")
        raise OperationError("these settings are too weak for an installation; nothing was done.")
    steps: list[tuple[str, Callable[[], None]]] = [
        ("Secrets and directories", _prepare),
        ("Roles and database", lambda: installing.make_roles(asked.login)),
        ("Tables", installing.migrate),
        ("Style sheets and scripts", installing.build),
        ("First organisation and administrator", lambda: _found(asked)),
    ]
    for order, (name, do) in enumerate(steps, start=1):
        say(f"[{order}/{len(steps)}] {name}")
        do()
    root_key = bytes.fromhex(Secrets.load(environment.secrets_file()).root_key)
    say(f"\nInstallation: {place.fingerprint(root_key)} – keep it with the operator's key; a restore asks for it.")
    say("\nSet up. Now: tvaers check, then start the server and the worker (docs/operations/install.md).")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tvaers init", description=__doc__)
    parser.add_argument(
        "--organisation", required=True, type=_text(120), help="the organisation that keeps the common lists"
    )
    parser.add_argument("--short-name", required=True, type=_text(40), help="as colleagues say it, such as Gladsaxe")
    parser.add_argument("--mark", required=True, type=_text(2), help="one or two letters that stand beside the name")
    parser.add_argument("--kind", default="municipality", help="municipality (default), police, probation, …")
    parser.add_argument("--phone", default="", help="its telephone")
    parser.add_argument("--administrator", required=True, type=_text(120), metavar="NAME", help="who invites others")
    parser.add_argument("--title", required=True, type=_text(120), help="the administrator's title")
    parser.add_argument("--email", required=True, type=_address, help="the administrator's address")
    parser.add_argument(
        "--login",
        default="postgresql:///postgres",
        help="PostgreSQL's administrator (default: you, through the socket); the password comes from PGPASSWORD",
    )
    parser.add_argument(
        "--show-link", action="store_true", help="print the invitation's link instead of sending the letter"
    )
    return parser


def _text(longest: int) -> Callable[[str], str]:
    """Return what reads one line of at most so many characters; argparse says what is wrong."""

    def read(typed: str) -> str:
        line = " ".join(typed.split())
        if not 0 < len(line) <= longest:
            raise argparse.ArgumentTypeError(f"{typed!r} is empty or longer than {longest} characters")
        return line

    return read


def _address(typed: str) -> str:
    try:
        validate_email(typed)
    except ValidationError as error:
        raise argparse.ArgumentTypeError(f"{typed!r} is no e-mail address") from error
    return typed


def _prepare() -> None:
    place = environment.place()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    Secrets.load_or_create(environment.secrets_file())


def _found(asked: argparse.Namespace) -> None:
    """Invite the first administrator, as the one login that may while nobody is at work."""
    installing.start_django("maintenance")
    from django.urls import reverse  # noqa: PLC0415 - after Django's start

    from tvaers.partnerships import actions  # noqa: PLC0415 - as above
    from tvaers.partnerships.enums import OrganisationKind  # noqa: PLC0415 - as above

    if asked.kind not in OrganisationKind.values:
        raise OperationError(f"--kind {asked.kind} is none of: {', '.join(OrganisationKind.values)}.")
    address = environment.text("TVAERS_ADDRESS").rstrip("/")
    try:
        letter = actions.found(
            host=actions.OrganisationDetails(
                name=asked.organisation, short_name=asked.short_name, mark=asked.mark.upper(), phone=asked.phone
            ),
            kind=OrganisationKind(asked.kind),
            administrator=actions.FirstAdministrator(name=asked.administrator, title=asked.title, email=asked.email),
            link=lambda token: f"{address}{reverse('accounts:invitation', args=[token])}",
            send_letter=not asked.show_link,
        )
    except actions.FoundedAlreadyError:
        say("      Somebody is at work here already: they invite others on the pages.")
        return
    except actions.LetterNotSentError as failed:
        raise OperationError(
            f"the mail server did not take the letter: {failed.__cause__}\nMend it (tvaers send-test-letter --to …) and"
            " give this command again, or add --show-link."
        ) from failed
    if asked.show_link:
        say(f"      {asked.administrator}'s link, which works once, until {letter.expires_at:%d.%m.%Y}:")
        say(f"      {letter.link}")
    else:
        say(f"      {asked.email} has a letter with a link that works once.")
