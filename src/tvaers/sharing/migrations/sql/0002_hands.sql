-- Triggers on rows behind a dossier: in whose name they are written, who decides, and that they stay. Errors: TV020 a
-- role that does not decide, TV028 a row moved to another dossier, TV042 another name.

-- Whoever writes a row, or changes who did something, names only oneself, or, where nobody did it any longer, nobody.
-- The arguments are the columns of the author; "org:" stands before one of the author's organisation.
CREATE FUNCTION guard.own_hand() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    argument text;
    written jsonb := to_jsonb(NEW);
    was jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
    col text;
    own uuid;
BEGIN
    FOREACH argument IN ARRAY TG_ARGV LOOP
        col := replace(argument, 'org:', '');
        own := CASE WHEN argument = col THEN guard.actor() ELSE guard.organisation() END;
        IF written ->> col IS DISTINCT FROM was ->> col AND written ->> col IS NOT NULL
            AND (written ->> col)::uuid IS DISTINCT FROM own THEN
            RAISE EXCEPTION 'written in another name' USING ERRCODE = 'TV042';
        END IF;
    END LOOP;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.own_hand() FROM PUBLIC;

-- What decides about a dossier's course is changed by roles that decide.
CREATE FUNCTION guard.only_who_decides() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT guard.decides() THEN
        RAISE EXCEPTION 'only who decides changes this' USING ERRCODE = 'TV020';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.only_who_decides() FROM PUBLIC;

-- A row stays behind the dossier it was written for: moving it would take it from its owner, or hide it.
CREATE FUNCTION guard.refuse_move() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'a row of % stays behind its dossier', TG_TABLE_NAME USING ERRCODE = 'TV028';
END
$$;
REVOKE ALL ON FUNCTION guard.refuse_move() FROM PUBLIC;
