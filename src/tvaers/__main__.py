"""`tvaers <command>`: the operator's commands, and Django's with our settings."""

import gc
import os
import sys

#: Python looks for what nobody needs after every 700 objects made, which is for programs that hold little: while ours
#: loads it looks hundreds of times and finds nothing, a fifth of each start.
_OBJECTS_BETWEEN_SEARCHES = 20_000


def main() -> None:
    """Run the command that the arguments name."""
    # What we write is ours alone, letters and logs included.
    os.umask(0o077)
    gc.set_threshold(_OBJECTS_BETWEEN_SEARCHES, 20, 20)
    from tvaers.operations import commands  # noqa: PLC0415 - after the umask

    name, arguments = (sys.argv[1:2] or [""])[0], sys.argv[2:]
    if name in commands.COMMANDS:
        raise SystemExit(commands.run(name, arguments))
    if name in {"", "-h", "--help"}:
        commands.listing()
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tvaers.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the setting above

    execute_from_command_line(["tvaers", *sys.argv[1:]])


if __name__ == "__main__":
    main()
