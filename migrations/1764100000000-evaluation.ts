import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
CREATE TABLE experiment_statistics (
  experiment_id uuid NOT NULL CONSTRAINT experiment_statistics_pk PRIMARY KEY,
  settings text NOT NULL,
  settings_hash text NOT NULL,
  state text NOT NULL,
  last_event bigint NOT NULL,
  last_due_at timestamptz,
  decided_event bigint,
  decided_at timestamptz,
  held_since timestamptz,
  approved_by text,
  approved_at timestamptz,
  updated_at timestamptz NOT NULL,
  CONSTRAINT statistics_experiment_fk FOREIGN KEY (experiment_id) REFERENCES prompt_experiments (id)
);

CREATE TABLE experiment_units (
  experiment_id uuid NOT NULL,
  event bigint NOT NULL,
  conversation_id text NOT NULL,
  variant integer NOT NULL,
  metric_values jsonb NOT NULL,
  excluded text,
  due_at timestamptz NOT NULL,
  settled_at timestamptz NOT NULL,
  CONSTRAINT experiment_units_pk PRIMARY KEY (experiment_id, event),
  CONSTRAINT unit_experiment_fk FOREIGN KEY (experiment_id) REFERENCES prompt_experiments (id)
);
CREATE UNIQUE INDEX unit_conversation_unique ON experiment_units (experiment_id, conversation_id);

CREATE TABLE evaluations (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT evaluations_pk PRIMARY KEY,
  experiment_id uuid NOT NULL,
  slot timestamptz NOT NULL,
  trigger text NOT NULL,
  at timestamptz NOT NULL,
  verdict text NOT NULL,
  decisive boolean NOT NULL,
  reasons jsonb NOT NULL,
  read_out jsonb NOT NULL,
  units integer NOT NULL,
  new_units integer NOT NULL,
  duration_ms double precision NOT NULL,
  CONSTRAINT evaluation_experiment_fk FOREIGN KEY (experiment_id) REFERENCES prompt_experiments (id),
  CONSTRAINT evaluation_trigger_known CHECK (trigger IN ('schedule', 'person'))
);
CREATE UNIQUE INDEX evaluation_slot_unique ON evaluations (experiment_id, slot);
CREATE INDEX evaluations_by_experiment ON evaluations (experiment_id, id);
`;

/** `refuse_change` comes with the initial schema. */
const APPEND_ONLY = ['experiment_units', 'evaluations'];

/** What was decided, and on which figures, is written once. 23001 is restrict_violation. */
const DECISION_WRITTEN_ONCE = [
  `CREATE FUNCTION refuse_other_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the decision of experiment % is written once', OLD.id USING ERRCODE = '23001';
END $$`,
  `CREATE TRIGGER decision_written_once BEFORE UPDATE ON prompt_experiments FOR EACH ROW
WHEN (OLD.decision IS NOT NULL AND
  (NEW.decision, NEW.metrics, NEW.status, NEW.winner, NEW.conclusion, NEW.end_at, NEW.plan, NEW.variants)
  IS DISTINCT FROM (OLD.decision, OLD.metrics, OLD.status, OLD.winner, OLD.conclusion, OLD.end_at, OLD.plan, OLD.variants))
EXECUTE FUNCTION refuse_other_decision()`,
];

export class Evaluation1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES.split(';\n').filter((text) => text.trim())) await runner.query(statement);
    for (const table of APPEND_ONLY) {
      await runner.query(
        `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
      );
      await runner.query(
        `CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
      );
    }
    for (const statement of DECISION_WRITTEN_ONCE) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER decision_written_once ON prompt_experiments');
    await runner.query('DROP FUNCTION refuse_other_decision()');
    for (const table of ['evaluations', 'experiment_units', 'experiment_statistics'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
