import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sums of the records by the hour, for figures that would otherwise read every trace. The index by arrival finds what is not in them
 * yet; of that kind it costs recording next to nothing.
 */
const TABLES = `
CREATE TABLE trace_hours (
  hour timestamptz NOT NULL,
  prompt_id uuid NOT NULL,
  version integer NOT NULL,
  source text NOT NULL,
  uses integer NOT NULL,
  errors integer NOT NULL,
  unfinished integer NOT NULL,
  flagged integer NOT NULL,
  costs integer NOT NULL,
  cost_sum double precision NOT NULL,
  latencies integer[] NOT NULL,
  CONSTRAINT trace_hours_pk PRIMARY KEY (hour, prompt_id, version, source)
);
CREATE INDEX trace_hours_by_prompt ON trace_hours (prompt_id, hour);

CREATE TABLE outcome_hours (
  hour timestamptz NOT NULL,
  prompt_id uuid NOT NULL,
  version integer NOT NULL,
  metric text NOT NULL,
  count integer NOT NULL,
  sum double precision NOT NULL,
  squares double precision NOT NULL,
  CONSTRAINT outcome_hours_pk PRIMARY KEY (hour, prompt_id, version, metric)
);
CREATE INDEX outcome_hours_by_prompt ON outcome_hours (prompt_id, hour);

CREATE TABLE roll_up_state (
  id integer NOT NULL CONSTRAINT roll_up_state_pk PRIMARY KEY,
  arrived_until timestamptz
);
INSERT INTO roll_up_state (id, arrived_until) VALUES (1, NULL);

CREATE INDEX traces_by_arrival ON traces USING brin (received_at) WITH (pages_per_range = 32, autosummarize = on);
`;

export class RollUps1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX traces_by_arrival; DROP TABLE roll_up_state, outcome_hours, trace_hours;');
  }
}
