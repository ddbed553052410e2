"""What must not stand in a log: links that open a door to whoever reads them."""

import logging
import re

# The address of an invitation, and of a letter that lets somebody choose a new password.
SECRET_LINK = re.compile(r"(/welcome/|/password/reset/key/)[^/\s\"']+")


class WithoutSecretLinks(logging.Filter):
    """Takes the secret part out of such addresses, in the message and its arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place and let it through."""
        text = record.getMessage()
        if SECRET_LINK.search(text):
            record.msg, record.args = SECRET_LINK.sub(r"\1…", text), None
        return True
