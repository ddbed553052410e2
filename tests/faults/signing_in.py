"""`python -m tests.faults.signing_in alice bo`: sign members of the cast in and print their cookies, as JSON.

A process of its own: the one that tests has its settings for another database.
"""

import json
import os
import sys

import django

from tests.stage import sign_in


def main() -> None:
    """Print member → cookie."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tvaers.config.settings"
    django.setup()
    sys.stdout.write(json.dumps({key: sign_in(key) for key in sys.argv[1:]}))


if __name__ == "__main__":
    main()
