"""Nobody changes by which address an account is found: accounts come, and end, through functions."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import allow

OF_OWN = "(SELECT guard.kind()) = 'sign-in' OR {column} = (SELECT guard.signed_in_user())"
# The password and the last sign-in are all that an account's owner writes.
WRITTEN = ("password", "last_login")
# allauth notes an account's address when a letter for a new password is sent. Nobody has a second one: whoever wrote
# somebody else's could keep them from signing in.
OWN_ADDRESS = (
    'NOT verified AND NOT "primary" AND EXISTS (SELECT 1 FROM accounts_user u'
    " WHERE u.id = account_emailaddress.user_id AND u.email = account_emailaddress.email)"
)


def closed(table: str) -> str:
    """Take away that a table's rows are written, added and removed."""
    dropped = "".join(f"DROP POLICY may_{command} ON {table};\n" for command in ("insert", "update", "delete"))
    return f"{dropped}REVOKE INSERT, UPDATE, DELETE ON {table} FROM tvaers_app;\n"


def opened(table: str, column: str) -> str:
    """Give it back; `column` says whose a row is."""
    return "".join(allow(table, command, OF_OWN.format(column=column)) for command in ("INSERT", "UPDATE", "DELETE"))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0002_guard")]
    operations: ClassVar = [
        migrations.RunSQL(
            closed("accounts_user") + allow("accounts_user", "UPDATE", OF_OWN.format(column="id"), columns=WRITTEN),
            reverse_sql=f"DROP POLICY may_update ON accounts_user;\n"
            f"REVOKE UPDATE ({', '.join(WRITTEN)}) ON accounts_user FROM tvaers_app;\n{opened('accounts_user', 'id')}",
        ),
        migrations.RunSQL(
            closed("account_emailaddress") + allow("account_emailaddress", "INSERT", OWN_ADDRESS),
            reverse_sql=f"DROP POLICY may_insert ON account_emailaddress;\n"
            f"REVOKE INSERT ON account_emailaddress FROM tvaers_app;\n{opened('account_emailaddress', 'user_id')}",
        ),
    ]
