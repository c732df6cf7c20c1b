-- The two roles of the database: ssr_owner migrates and owns everything, ssr_app runs the program.
--
-- Run it as a superuser, connected to the program's database, before the first migration and after each one:
--     psql --dbname=ssr --single-transaction --set=ON_ERROR_STOP=1 --file=deploy/roles.sql
-- It may be run any number of times. Passwords are not set here: \password ssr_owner, \password ssr_app.
-- `manage.py migrate` has the owner in its DATABASE_URL; the web server, the timers and every other command have
-- the application's role: it reads and writes, but cannot alter a table, lift a guard or change the journal.

DO $roles$
DECLARE
    thing record;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ssr_owner') THEN
        CREATE ROLE ssr_owner LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ssr_app') THEN
        CREATE ROLE ssr_app LOGIN;
    END IF;
    ALTER ROLE ssr_owner NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
    ALTER ROLE ssr_app NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO ssr_owner, ssr_app', current_database());

    -- What is there belongs to the owner, whoever made it.
    FOR thing IN SELECT c.oid::regclass AS name, c.relkind FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p')
    LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO ssr_owner', thing.name);
    END LOOP;
    FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
    LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO ssr_owner', thing.name);
    END LOOP;
END
$roles$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO ssr_owner;
GRANT USAGE ON SCHEMA public TO ssr_app;

-- The application's role reads and writes rows, and nothing else: no TRUNCATE, TRIGGER, REFERENCES.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, ssr_app;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, ssr_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ssr_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ssr_app;
ALTER DEFAULT PRIVILEGES FOR ROLE ssr_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ssr_app;
ALTER DEFAULT PRIVILEGES FOR ROLE ssr_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ssr_app;

-- What was done and recorded for good is appended to; only its end moves on. Which migrations ran is the owner's to say.
DO $append_only$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY[
        'coordination_journalentry', 'coordination_journalhead', 'coordination_weighting', 'coordination_correction',
        'coordination_correctiondissent', 'coordination_observation', 'coordination_dismissal',
        'coordination_moveddate', 'coordination_askedstructure', 'django_migrations'
    ] LOOP
        IF to_regclass(kept) IS NOT NULL THEN
            EXECUTE format('REVOKE UPDATE ON %I FROM ssr_app', kept);
        END IF;
    END LOOP;
    IF to_regclass('coordination_journalentry') IS NOT NULL THEN
        REVOKE DELETE ON coordination_journalentry, coordination_journalhead FROM ssr_app;
        GRANT UPDATE (sequence, hash, at) ON coordination_journalhead TO ssr_app;
    END IF;
    IF to_regclass('django_migrations') IS NOT NULL THEN
        REVOKE INSERT, DELETE ON django_migrations FROM ssr_app;
    END IF;
END
$append_only$;
