import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Records of one row of `arrivals` at most, however many a statement brings. */
const PORTION = 1_000;
const portions = (table: string, ids: string, where: string): string => `
INSERT INTO arrivals (records, traces, outcomes)
SELECT count(*), ${ids} FROM (SELECT id, (row_number() OVER () - 1) / ${PORTION} AS portion FROM ${table} ${where}) a GROUP BY portion`;
const TRACES = `array_agg(id), '{}'`;
const OUTCOMES = `'{}', array_agg(id)`;

/**
 * What has arrived and is in no sum yet is put down by the database itself, in the transaction in which it arrives, whoever writes it:
 * neither a clock nor the order of commits decides what is summed up.
 */
const putDown = (table: string, ids: string): string => `
CREATE FUNCTION put_down_${table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN${portions('arrived', ids, '')};
  RETURN NULL;
END $$;
CREATE TRIGGER ${table}_put_down AFTER INSERT ON ${table} REFERENCING NEW TABLE AS arrived
FOR EACH STATEMENT EXECUTE FUNCTION put_down_${table}();`;

const ARRIVALS = `
CREATE TABLE arrivals (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT arrivals_pk PRIMARY KEY,
  records integer NOT NULL,
  traces uuid[] NOT NULL,
  outcomes text[] NOT NULL
);
ALTER TABLE arrivals ALTER COLUMN traces SET STORAGE EXTERNAL, ALTER COLUMN outcomes SET STORAGE EXTERNAL;
${putDown('traces', TRACES)}
${putDown('outcomes', OUTCOMES)}

CREATE FUNCTION put_down_since(moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN${portions('traces', TRACES, 'WHERE received_at > moment')};${portions('outcomes', OUTCOMES, 'WHERE received_at > moment')};
END $$;

CREATE FUNCTION sum_up_again() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM trace_hours;
  DELETE FROM outcome_hours;
  DELETE FROM use_hours;
  DELETE FROM unit_hours;
  DELETE FROM arrivals;
  PERFORM put_down_since('-infinity');
END $$;
`;

/** What a prompt's metrics are made of, by the hour: each made again of its records when something of it has changed. */
const METRIC_HOURS = `
CREATE TABLE stale_hours (
  prompt_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  CONSTRAINT stale_hours_pk PRIMARY KEY (prompt_id, hour)
);

CREATE TABLE use_hours (
  prompt_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  version integer NOT NULL,
  variant text NOT NULL,
  agent text NOT NULL,
  uses integer NOT NULL,
  errors integer NOT NULL,
  unfinished integer NOT NULL,
  flagged integer NOT NULL,
  sources integer[] NOT NULL,
  inputs integer NOT NULL,
  input_tokens double precision NOT NULL,
  outputs integer NOT NULL,
  output_tokens double precision NOT NULL,
  costs integer NOT NULL,
  cost_sum double precision NOT NULL,
  first_at timestamptz,
  last_at timestamptz,
  latencies double precision[] NOT NULL,
  conversations uuid[] NOT NULL,
  CONSTRAINT use_hours_pk PRIMARY KEY (prompt_id, hour, version, variant, agent)
);

CREATE TABLE unit_hours (
  prompt_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  version integer NOT NULL,
  variant text NOT NULL,
  agent text NOT NULL,
  experiment_id uuid NOT NULL,
  metric text NOT NULL,
  units uuid[] NOT NULL,
  counts integer[] NOT NULL,
  sums double precision[] NOT NULL,
  CONSTRAINT unit_hours_pk PRIMARY KEY (prompt_id, hour, version, variant, agent, experiment_id, metric)
);
`;

/** Nobody writes records or sums meanwhile: the triggers wait for who does, and keep others waiting. */
const WHAT_IS_THERE = `
SELECT put_down_since(coalesce(arrived_until, '-infinity')) FROM roll_up_state;
INSERT INTO stale_hours (prompt_id, hour) SELECT DISTINCT prompt_id, date_trunc('hour', started_at, 'UTC') FROM traces WHERE prompt_id IS NOT NULL;
ALTER TABLE roll_up_state DROP COLUMN arrived_until;
DROP INDEX traces_by_arrival;
`;

/** As before anything was summed up. */
const DOWN = `
DROP TRIGGER traces_put_down ON traces;
DROP TRIGGER outcomes_put_down ON outcomes;
DROP FUNCTION sum_up_again(), put_down_since(timestamptz), put_down_traces(), put_down_outcomes();
DROP TABLE unit_hours, use_hours, stale_hours, arrivals;
DELETE FROM trace_hours;
DELETE FROM outcome_hours;
ALTER TABLE roll_up_state ADD COLUMN arrived_until timestamptz;
CREATE INDEX traces_by_arrival ON traces USING brin (received_at) WITH (pages_per_range = 32, autosummarize = on);
`;

export class Arrivals1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('LOCK TABLE roll_up_state IN EXCLUSIVE MODE');
    await runner.query(METRIC_HOURS);
    await runner.query(ARRIVALS);
    await runner.query(WHAT_IS_THERE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
