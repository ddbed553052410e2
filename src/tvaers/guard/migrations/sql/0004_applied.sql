-- Which migrations have been applied, as "app.name"; asked before the program serves anybody. Nothing secret.
CREATE FUNCTION guard.applied_migrations() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT m.app || '.' || m.name FROM django_migrations m $$;
REVOKE ALL ON FUNCTION guard.applied_migrations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.applied_migrations() TO tvaers_app;
