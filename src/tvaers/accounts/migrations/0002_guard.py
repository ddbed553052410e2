"""Protect the accounts, and enter sessions by one function."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import ANY_FLOOR, account, protection, sql_file, system

UNDO = """
DROP TABLE django_cache;
DROP FUNCTION guard.end_own_sessions(bytea);
DROP FUNCTION guard.end_session(bytea);
DROP FUNCTION guard.save_session(bytea, bytea, uuid, timestamptz, boolean);
DROP FUNCTION guard.sweep_sessions(interval);
DROP FUNCTION guard.enter_session(bytea, interval);
"""


class Migration(migrations.Migration):
    """Protect the accounts, and enter sessions by one function."""

    dependencies: ClassVar = [
        ("guard", "0001_context"),
        ("accounts", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations: ClassVar = [
        account("accounts_user", user_column="id"),
        # Read by whose it is, to end the others; written by functions that take the hashed key.
        protection("accounts_session", ANY_FLOOR, {"SELECT": "user_id = (SELECT guard.signed_in_user())"}),
        account("account_emailaddress", user_column="user_id"),
        # Confirmations by link are not used: addresses come by invitation.
        system("account_emailconfirmation"),
        account("mfa_authenticator", user_column="user_id"),
        sql_file(__file__, "0002_enter.sql", reverse=UNDO),
        system("django_cache", commands=("SELECT", "INSERT", "UPDATE", "DELETE")),
    ]
