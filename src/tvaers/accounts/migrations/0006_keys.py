"""A factor is added and removed by its owner alone, a key only right after another was shown, and codes never go."""

from typing import ClassVar

from django.db import migrations

OF_OWN = "(SELECT guard.kind()) = 'sign-in' OR user_id = (SELECT guard.signed_in_user())"
OWN = "user_id = (SELECT guard.signed_in_user())"
# A minute more than the page gives (accounts.rules), for the page itself. None is no age, and opens nothing.
FRESH = "(SELECT guard.factor_age()) <= 360"
# Signing in adds and removes nothing. A public key is no secret, so that it be written by its owner is all there is.
ADDS = f"{OWN} AND (type IN ('totp', 'recovery_codes') OR type = 'webauthn' AND {FRESH})"
# The telephone with codes stays: whoever loses the last key is not locked out, and two administrators reset it.
REMOVES = f"{OWN} AND (type = 'recovery_codes' OR type = 'webauthn' AND {FRESH})"


def policies(adds: str, removes: str) -> str:
    """Return the statements that give the two policies their conditions."""
    return (
        f"ALTER POLICY may_insert ON mfa_authenticator WITH CHECK ({adds});\n"
        f"ALTER POLICY may_delete ON mfa_authenticator USING ({removes});\n"
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0005_factor"), ("mfa", "0003_authenticator_type_uniq")]
    operations: ClassVar = [migrations.RunSQL(policies(ADDS, REMOVES), reverse_sql=policies(OF_OWN, OF_OWN))]
