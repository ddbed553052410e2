-- When a colleague leaves: assessments that are not signed are read by nobody else, are counted for the administrator, and
-- are erased 30 days later, as notes are (cases 0008). Errors: TV010 no administrator, TV011 nobody such here.

CREATE FUNCTION guard.count_member_assessments(member uuid) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.require_administrator();
    PERFORM guard.require_own_member(member);
    RETURN ARRAY[
        (SELECT count(*) FROM assessments_assessment v WHERE v.author_id = member AND v.state = 'draft')];
END
$$;

-- Only a named job asks. Each leaves an event that tells where it lay and not what it said. Returns how many.
CREATE FUNCTION guard.erase_left_assessments() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    draft record;
    erased bigint := 0;
BEGIN
    PERFORM guard.at_work();
    IF guard.kind() <> 'system' THEN
        RAISE EXCEPTION 'only a job erases drafts' USING ERRCODE = 'TV020';
    END IF;
    FOR draft IN
        DELETE FROM assessments_assessment v USING partnerships_membership m
        WHERE m.id = v.author_id AND v.state = 'draft' AND m.organisation_id = guard.organisation()
          AND m.state = 'left' AND m.left_at < statement_timestamp() - interval '30 days'
        RETURNING v.id, v.dossier_id, v.author_id
    LOOP
        DELETE FROM assessments_assessmentpart p WHERE p.assessment_id = draft.id AND p.dossier_id = draft.dossier_id;
        DELETE FROM assessments_conclusion c WHERE c.id = draft.id AND c.dossier_id = draft.dossier_id;
        PERFORM guard.record_event(gen_random_uuid(), 'assessments.draft_erased', draft.id, draft.dossier_id,
            jsonb_build_object('author', draft.author_id, 'why', 'left'));
        erased := erased + 1;
    END LOOP;
    RETURN erased;
END
$$;

REVOKE ALL ON FUNCTION guard.count_member_assessments(uuid), guard.erase_left_assessments() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.count_member_assessments(uuid), guard.erase_left_assessments() TO tvaers_app;
