"""Whether somebody in a session still has a second factor: asked of open streams, which enter no session."""

from typing import ClassVar

from django.db import migrations

FUNCTION = """
-- True for a session, known by its hashed key, whose user has the factor that working asks for, as in enter_session.
CREATE FUNCTION guard.session_has_factor(session_key_hash bytea) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT EXISTS (
        SELECT 1 FROM accounts_session s JOIN mfa_authenticator m ON m.user_id = s.user_id AND m.type = 'totp'
        WHERE s.key_hash = session_key_hash
    )
$$;
REVOKE ALL ON FUNCTION guard.session_has_factor(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.session_has_factor(bytea) TO tvaers_app;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0006_keys"), ("mfa", "0003_authenticator_type_uniq")]
    operations: ClassVar = [migrations.RunSQL(FUNCTION, reverse_sql="DROP FUNCTION guard.session_has_factor(bytea);")]
