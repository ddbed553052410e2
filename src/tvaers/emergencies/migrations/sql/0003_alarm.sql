-- Emergency look-ups that become a habit, and a double that one was made of.
-- Errors: TV081 not for the asker, TV08A no such alarm.

-- Raises an alarm for the job's organisation when, in thirty days, at least three and more than one in two hundred of what
-- its members asked for were emergency look-ups; one in thirty days. Puts in a letter to each of its inspectors. Returns the
-- alarm; null for none. What was asked for is counted by the tickets of the log: they are found by organisation and time.
CREATE FUNCTION guard.watch_emergencies() RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    since timestamptz := statement_timestamp() - interval '30 days';
    looked integer;
    asked integer;
    alarm uuid := gen_random_uuid();
    told uuid;
BEGIN
    PERFORM guard.at_work();
    IF guard.kind() <> 'system' THEN
        RAISE EXCEPTION 'a job alone' USING ERRCODE = 'TV081';
    END IF;
    SELECT count(*) INTO looked FROM emergencies_emergencylookup l
    WHERE l.organisation_id = guard.organisation() AND l.at > since;
    IF looked < 3 OR EXISTS (SELECT 1 FROM emergencies_emergencyalarm a
        WHERE a.organisation_id = guard.organisation() AND a.at > since) THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO asked FROM audit_ticket t
    WHERE t.organisation_id = guard.organisation() AND t.at > since AND t.kind = 'member';
    IF looked * 200 <= asked THEN
        RETURN NULL;
    END IF;
    INSERT INTO emergencies_emergencyalarm (id, organisation_id, lookups, accesses)
    VALUES (alarm, guard.organisation(), looked, asked);
    PERFORM guard.record_event(gen_random_uuid(), 'emergencies.alarmed', alarm, NULL,
        jsonb_build_object('lookups', looked, 'accesses', asked));
    FOR told IN SELECT m.id FROM partnerships_membership m
        WHERE m.state = 'active' AND m.organisation_id = guard.organisation() AND m.roles & 2048 <> 0 LOOP
        PERFORM guard.enqueue('emergencies.tell_alarm', jsonb_build_object('alarm', alarm, 'to', told), NULL, NULL);
    END LOOP;
    RETURN alarm;
END
$$;

-- Notes that an inspector read of an alarm of the own organisation: none of those whose look-ups it is about.
CREATE FUNCTION guard.read_emergency_alarm(alarm uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    UPDATE emergencies_emergencyalarm a SET read_at = statement_timestamp(), read_by_id = guard.actor()
    WHERE a.id = alarm AND a.organisation_id = guard.organisation() AND a.read_at IS NULL
      AND guard.kind() = 'member' AND guard.roles() & 2048 <> 0
      AND NOT EXISTS (SELECT 1 FROM emergencies_emergencylookup l WHERE l.member_id = guard.actor()
                      AND l.at <= a.at AND l.at > a.at - interval '30 days');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such alarm' USING ERRCODE = 'TV08A';
    END IF;
    PERFORM guard.record_event(gen_random_uuid(), 'emergencies.alarm_read', alarm, NULL, NULL);
END
$$;

-- True when somebody whom the asker sees was looked up in an emergency; who may read of it is another matter.
CREATE FUNCTION guard.looked_up_in_danger(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT guard.at_work() AND guard.can(person, 8, 1)
        AND EXISTS (SELECT 1 FROM emergencies_emergencylookup l WHERE l.dossier_id = person)
$$;

REVOKE ALL ON FUNCTION guard.watch_emergencies(), guard.read_emergency_alarm(uuid), guard.looked_up_in_danger(uuid)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.watch_emergencies(), guard.read_emergency_alarm(uuid), guard.looked_up_in_danger(uuid)
    TO tvaers_app;
