-- What goes on with a frame goes on with it as its parties last agreed: of two texts that were written beside each other
-- the second would take back what the first gave, without a word of whoever the first took in. And an extension begins no
-- later than the day after the end that it moves: else the frame would be in force on days of which no text speaks.
-- Errors: TV061 the text is not whole, TV067 another goes on with the one before already.

-- Raises TV067 when an extension or an amendment grows out of what another, signed one goes on with. Of two that are
-- completed at once the second waits here, and meets the first.
CREATE FUNCTION guard.follows_once(agreement uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    text agreements_agreement;
BEGIN
    SELECT * INTO text FROM agreements_agreement a WHERE a.id = agreement;
    IF text.kind NOT IN ('extension', 'amendment') THEN
        RETURN;
    END IF;
    PERFORM 1 FROM agreements_agreement b WHERE b.id = text.previous_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM agreements_agreement n WHERE n.previous_id = text.previous_id AND n.id <> text.id
               AND n.state = 'signed' AND n.kind IN ('extension', 'amendment')) THEN
        RAISE EXCEPTION 'another goes on with it already' USING ERRCODE = 'TV067';
    END IF;
END
$$;

CREATE FUNCTION guard.sent_follows_on() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.follows_once(NEW.id);
    IF NEW.kind = 'extension' AND EXISTS (SELECT 1 FROM agreements_agreement b
        WHERE b.id = NEW.previous_id AND NEW.from_date > b.until_date + 1) THEN
        RAISE EXCEPTION 'the text is not whole' USING ERRCODE = 'TV061';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION guard.signed_follows_on() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.follows_once(NEW.agreement_id);
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.follows_once(uuid), guard.sent_follows_on(), guard.signed_follows_on() FROM PUBLIC;
CREATE TRIGGER follows_on BEFORE UPDATE ON agreements_agreement FOR EACH ROW
    WHEN (OLD.state = 'draft' AND NEW.state = 'sent') EXECUTE FUNCTION guard.sent_follows_on();
CREATE TRIGGER follows_on BEFORE INSERT ON agreements_agreementsignature FOR EACH ROW
    EXECUTE FUNCTION guard.signed_follows_on();
