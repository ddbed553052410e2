-- Refuses to send a text with an annex that is not filled in. The pattern: agreements.rules.GAP.
CREATE FUNCTION guard.no_gaps() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM agreements_agreementannex x
               WHERE x.agreement_id = NEW.id AND x.text ~ '\[(Skriv|Write|vurdér|assess)(\]|[: ])') THEN
        RAISE EXCEPTION 'the text is not whole' USING ERRCODE = 'TV061';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.no_gaps() FROM PUBLIC;
CREATE TRIGGER no_gaps BEFORE UPDATE ON agreements_agreement FOR EACH ROW
    WHEN (OLD.state = 'draft' AND NEW.state = 'sent') EXECUTE FUNCTION guard.no_gaps();
