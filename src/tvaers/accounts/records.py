"""What is held about people who sign in."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord

_account = partial(
    FieldRecord,
    personal=True,
    ground="signing in for work in the public interest (GDPR art. 6(1)(e) and 32)",
    retention="as long as the account has a membership or stands in the log",
    extract=True,
)
_session = partial(
    FieldRecord,
    personal=True,
    ground="keeping a browser signed in (GDPR art. 6(1)(e) and 32)",
    retention="at most twelve hours, less when idle or signed out",
)

RECORDS: Final = (
    _account("User.password", extract=False),
    _account("User.last_login"),
    _account("User.email"),
    _account("User.is_active"),
    _account("User.created_at"),
    _session("Session.key_hash"),
    _session("Session.user"),
    _session("Session.data"),
    _session("Session.created_at"),
    _session("Session.seen_at"),
    _session("Session.expires_at"),
    _session("Session.factor_at"),
    _session("Session.factor_kind"),
)
