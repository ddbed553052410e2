-- The key store that was made with this database. With another one, or an empty one, all text would read as erased.
CREATE TABLE guard.key_store (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    id uuid NOT NULL
);
REVOKE ALL ON guard.key_store FROM PUBLIC;

-- The id of that key store; null before it was made. Nothing secret, and needed before anybody is known.
CREATE FUNCTION guard.key_store_id() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT id FROM guard.key_store $$;
REVOKE ALL ON FUNCTION guard.key_store_id() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.key_store_id() TO tvaers_app, tvaers_worker;
