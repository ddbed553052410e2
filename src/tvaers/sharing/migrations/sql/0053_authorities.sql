-- Before a row of an organisation's goes to others: TV097 when one of its audience is no authority. Bulletins, shifts and
-- incidents are for municipalities, police and probation service; never for an association or a housing organisation.
-- The trigger's argument is the column that holds the audience.
CREATE FUNCTION guard.only_authorities() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    audience uuid[] := ARRAY(SELECT jsonb_array_elements_text(to_jsonb(NEW) -> TG_ARGV[0]))::uuid[];
BEGIN
    IF EXISTS (SELECT 1 FROM unnest(audience) AS reader(id) WHERE NOT EXISTS (
        SELECT 1 FROM public.partnerships_organisation o WHERE o.id = reader.id AND o.ended_at IS NULL
            AND o.kind IN ('municipality', 'police', 'probation'))) THEN
        RAISE EXCEPTION 'only for authorities' USING ERRCODE = 'TV097';
    END IF;
    RETURN NEW;
END;
$$;
