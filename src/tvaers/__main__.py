"""`python -m tvaers <command>`: Django's commands with our settings."""

import os
import sys


def main() -> None:
    """Run the management command that the arguments name."""
    # What we write is ours alone, letters and logs included.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tvaers.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the setting above

    execute_from_command_line(["tvaers", *sys.argv[1:]])


if __name__ == "__main__":
    main()
