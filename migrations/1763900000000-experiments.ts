import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
CREATE TABLE experiment_layers (
  name text NOT NULL CONSTRAINT experiment_layers_pk PRIMARY KEY,
  mode text NOT NULL,
  salt text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT layer_mode_known CHECK (mode IN ('exclusive', 'shared'))
);

CREATE TABLE prompt_experiments (
  id uuid NOT NULL CONSTRAINT prompt_experiments_pk PRIMARY KEY,
  prompt_id uuid NOT NULL,
  name text NOT NULL,
  hypothesis text NOT NULL,
  variants jsonb NOT NULL,
  traffic_share double precision NOT NULL,
  salt text,
  hash_version integer,
  layer jsonb,
  status text NOT NULL,
  start_at timestamptz,
  end_at timestamptz,
  plan jsonb NOT NULL,
  metrics jsonb,
  decision jsonb,
  parity_override jsonb,
  winner text,
  conclusion text,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_by text NOT NULL,
  updated_at timestamptz NOT NULL,
  edit_count integer NOT NULL,
  CONSTRAINT experiment_prompt_fk FOREIGN KEY (prompt_id) REFERENCES prompts (id),
  CONSTRAINT experiment_status_known CHECK (status IN ('draft', 'running', 'paused', 'completed', 'stopped')),
  CONSTRAINT experiment_traffic_possible CHECK (traffic_share > 0 AND traffic_share <= 1),
  CONSTRAINT experiment_start_known CHECK ((status = 'draft') = (start_at IS NULL) AND (start_at IS NULL) = (salt IS NULL) AND (salt IS NULL) = (hash_version IS NULL)),
  CONSTRAINT experiment_end_known CHECK ((status IN ('completed', 'stopped')) = (end_at IS NOT NULL))
);
CREATE UNIQUE INDEX experiment_one_running ON prompt_experiments (prompt_id) WHERE status IN ('running', 'paused');
CREATE INDEX experiment_by_prompt ON prompt_experiments (prompt_id, start_at);

CREATE TABLE experiment_steps (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT experiment_steps_pk PRIMARY KEY,
  experiment_id uuid NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  traffic_share double precision NOT NULL,
  reason text NOT NULL,
  actor text NOT NULL,
  details jsonb NOT NULL,
  CONSTRAINT step_experiment_fk FOREIGN KEY (experiment_id) REFERENCES prompt_experiments (id),
  CONSTRAINT step_kind_known CHECK (kind IN ('started', 'paused', 'resumed', 'traffic_grown', 'stopped', 'completed', 'promoted', 'promotion_undone'))
);
CREATE UNIQUE INDEX experiment_step_at ON experiment_steps (experiment_id, at);
`;

/** What an experiment did is written once; `refuse_change` comes with the initial schema. */
const STEPS_APPEND_ONLY = [
  'CREATE TRIGGER experiment_steps_append_only BEFORE UPDATE OR DELETE ON experiment_steps FOR EACH ROW EXECUTE FUNCTION refuse_change()',
  'CREATE TRIGGER experiment_steps_no_truncate BEFORE TRUNCATE ON experiment_steps FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
];

/**
 * A prompt on trial is not archived. The database says so, because the code that archives must not know experiments;
 * starting one locks the prompt's row, so that the two cannot miss each other. 23514 is check_violation.
 */
const NOT_ARCHIVED_ON_TRIAL = [
  `CREATE FUNCTION refuse_archiving_on_trial() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM prompt_experiments WHERE prompt_id = NEW.id AND status IN ('running', 'paused')) THEN
    RAISE EXCEPTION 'prompt % is on trial', NEW.id USING ERRCODE = '23514', CONSTRAINT = 'prompt_not_on_trial';
  END IF;
  RETURN NEW;
END $$`,
  `CREATE TRIGGER prompt_not_on_trial BEFORE UPDATE OF archived_at ON prompts FOR EACH ROW
WHEN (NEW.archived_at IS NOT NULL AND OLD.archived_at IS NULL) EXECUTE FUNCTION refuse_archiving_on_trial()`,
];

export class Experiments1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES.split(';\n').filter((text) => text.trim())) await runner.query(statement);
    for (const statement of [...STEPS_APPEND_ONLY, ...NOT_ARCHIVED_ON_TRIAL]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER prompt_not_on_trial ON prompts');
    await runner.query('DROP FUNCTION refuse_archiving_on_trial()');
    for (const table of ['experiment_steps', 'prompt_experiments', 'experiment_layers'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
