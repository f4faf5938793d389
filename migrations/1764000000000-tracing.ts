import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is recorded has no foreign keys: each row's check would take a lock on its prompt, which waits for whoever edits it.
 * Prompts, versions, experiments and metrics are never deleted, and ingest looks them up. What MLflow has of it goes with it.
 */
const TABLES = `
CREATE TABLE metrics (
  name text NOT NULL CONSTRAINT metrics_pk PRIMARY KEY,
  description text NOT NULL,
  kind text NOT NULL,
  direction text NOT NULL,
  minimum double precision,
  maximum double precision,
  unit text NOT NULL,
  scale text NOT NULL,
  margin double precision,
  missing_value double precision,
  source text NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT metric_kind_known CHECK (kind IN ('binary', 'bounded', 'continuous')),
  CONSTRAINT metric_direction_known CHECK (direction IN ('increase', 'decrease')),
  CONSTRAINT metric_scale_known CHECK (scale IN ('linear', 'log')),
  CONSTRAINT metric_source_known CHECK (source IN ('outcome', 'trace', 'composite')),
  CONSTRAINT metric_range_possible CHECK (minimum IS NULL OR maximum IS NULL OR minimum < maximum),
  CONSTRAINT metric_bounded_has_range CHECK (kind = 'continuous' OR (minimum IS NOT NULL AND maximum IS NOT NULL))
);

CREATE TABLE traces (
  id uuid NOT NULL CONSTRAINT traces_pk PRIMARY KEY,
  prompt_id uuid,
  prompt_name text NOT NULL,
  prompt_version integer,
  content_hash text,
  source text NOT NULL,
  experiment_id uuid,
  variant text,
  conversation_id text,
  agent text,
  model text,
  started_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  latency_ms double precision,
  input_tokens integer,
  output_tokens integer,
  cost double precision,
  status text NOT NULL,
  flag text,
  previews jsonb,
  digest uuid NOT NULL,
  CONSTRAINT trace_source_known CHECK (source IN ('experiment', 'version', 'label', 'latest', 'file')),
  CONSTRAINT trace_status_known CHECK (status IN ('ok', 'error', 'unfinished'))
);
CREATE INDEX traces_by_time ON traces (started_at, id);
CREATE INDEX traces_by_prompt ON traces (prompt_id, started_at, id);
CREATE INDEX traces_by_conversation ON traces (conversation_id, started_at) WHERE conversation_id IS NOT NULL;
CREATE INDEX traces_by_experiment ON traces (experiment_id, conversation_id) WHERE experiment_id IS NOT NULL;
CREATE INDEX traces_by_experiment_time ON traces (experiment_id, started_at, id) WHERE experiment_id IS NOT NULL;
CREATE INDEX traces_flagged ON traces (started_at, id) WHERE flag IS NOT NULL;

CREATE TABLE outcomes (
  id text NOT NULL CONSTRAINT outcomes_pk PRIMARY KEY,
  trace_id uuid,
  experiment_id uuid,
  conversation_id text,
  metric text NOT NULL,
  value double precision NOT NULL,
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  source text NOT NULL,
  digest uuid NOT NULL,
  CONSTRAINT outcome_source_known CHECK (source IN ('api', 'mlflow')),
  CONSTRAINT outcome_subject_known CHECK ((trace_id IS NULL) <> (conversation_id IS NULL) AND (conversation_id IS NULL) = (experiment_id IS NULL))
);
CREATE INDEX outcomes_by_trace ON outcomes (trace_id) WHERE trace_id IS NOT NULL;
CREATE INDEX outcomes_by_conversation ON outcomes (experiment_id, conversation_id) WHERE conversation_id IS NOT NULL;

CREATE TABLE exposures (
  experiment_id uuid NOT NULL,
  conversation_id text NOT NULL,
  variant text NOT NULL,
  trace_id uuid NOT NULL,
  assigned_at timestamptz NOT NULL,
  assignment_due_at timestamptz NOT NULL,
  settlement_due_at timestamptz NOT NULL,
  assigned_event bigint,
  settled_event bigint,
  CONSTRAINT exposures_pk PRIMARY KEY (experiment_id, conversation_id)
);
CREATE INDEX exposures_uncounted ON exposures (experiment_id, assignment_due_at, conversation_id) WHERE assigned_event IS NULL;
CREATE INDEX exposures_unsettled ON exposures (experiment_id, settlement_due_at, conversation_id) WHERE settled_event IS NULL;

CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT outbox_pk PRIMARY KEY,
  topic text NOT NULL,
  key text NOT NULL,
  reference text NOT NULL,
  created_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL,
  claimed_until timestamptz,
  last_error text,
  dead_at timestamptz,
  CONSTRAINT outbox_topic_known CHECK (topic IN ('trace', 'outcome', 'version', 'label'))
);
CREATE INDEX outbox_by_due ON outbox (due_at, id) WHERE dead_at IS NULL;
CREATE INDEX outbox_by_key ON outbox (key, id);
CREATE INDEX outbox_dead ON outbox (id) WHERE dead_at IS NOT NULL;

CREATE TABLE mlflow_runs (
  run_key text NOT NULL CONSTRAINT mlflow_runs_pk PRIMARY KEY,
  mlflow_experiment_id text NOT NULL,
  run_id text NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE mlflow_traces (
  trace_id uuid NOT NULL CONSTRAINT mlflow_traces_pk PRIMARY KEY,
  run_key text NOT NULL,
  CONSTRAINT mlflow_trace_fk FOREIGN KEY (trace_id) REFERENCES traces (id) ON DELETE CASCADE,
  CONSTRAINT mlflow_trace_run_fk FOREIGN KEY (run_key) REFERENCES mlflow_runs (run_key)
);

CREATE TABLE mlflow_versions (
  prompt_id uuid NOT NULL,
  version integer NOT NULL,
  mlflow_name text NOT NULL,
  mlflow_version text NOT NULL,
  mirrored_at timestamptz NOT NULL,
  CONSTRAINT mlflow_versions_pk PRIMARY KEY (prompt_id, version),
  CONSTRAINT mlflow_version_fk FOREIGN KEY (prompt_id, version) REFERENCES prompt_versions (prompt_id, version)
);

CREATE TABLE mlflow_labels (
  prompt_id uuid NOT NULL,
  label text NOT NULL,
  move_id bigint NOT NULL,
  CONSTRAINT mlflow_labels_pk PRIMARY KEY (prompt_id, label),
  CONSTRAINT mlflow_label_prompt_fk FOREIGN KEY (prompt_id) REFERENCES prompts (id)
);

CREATE TABLE mlflow_sync (
  mlflow_experiment_id text NOT NULL CONSTRAINT mlflow_sync_pk PRIMARY KEY,
  synced_until timestamptz NOT NULL,
  last_run_at timestamptz NOT NULL,
  last_error text
);
`;

const BUILT_IN_METRICS = `
INSERT INTO metrics (name, description, kind, direction, minimum, maximum, unit, scale, margin, missing_value, source, created_by, created_at) VALUES
('confidence', 'How sure the agent was of an insight, by its own word.', 'bounded', 'increase', 0, 1, '', 'linear', 0.05, NULL, 'outcome', 'system', '2026-01-01T00:00:00Z'),
('user_actioned', 'Whether the user acted on the insight: 1 = yes, 0 = no. A conversation nobody said anything about counts as 0.', 'binary', 'increase', 0, 1, '', 'linear', 0.02, 0, 'outcome', 'system', '2026-01-01T00:00:00Z'),
('architect_satisfaction', 'How well the architect agent rated what it was handed.', 'bounded', 'increase', 0, 1, '', 'linear', 0.05, NULL, 'outcome', 'system', '2026-01-01T00:00:00Z'),
('insight_quality', 'Weighted mean of confidence, user_actioned and architect_satisfaction; an experiment''s plan has the weights.', 'bounded', 'increase', 0, 1, '', 'linear', 0.03, NULL, 'composite', 'system', '2026-01-01T00:00:00Z'),
('latency', 'How long an invocation took, from its trace.', 'continuous', 'decrease', 0, NULL, 'ms', 'log', 250, NULL, 'trace', 'system', '2026-01-01T00:00:00Z'),
('cost', 'What an invocation cost, from its trace.', 'continuous', 'decrease', 0, NULL, 'currency', 'log', 0.005, NULL, 'trace', 'system', '2026-01-01T00:00:00Z'),
('error', 'Share of invocations that ended in an error, from their traces.', 'bounded', 'decrease', 0, 1, '', 'linear', 0.02, NULL, 'trace', 'system', '2026-01-01T00:00:00Z')
`;

/** What was recorded is never changed; only the retention job removes it. `refuse_change` comes with the initial schema. */
const WRITTEN_ONCE = ['traces', 'outcomes'];

const DROP_ORDER = [
  'mlflow_sync',
  'mlflow_labels',
  'mlflow_versions',
  'mlflow_traces',
  'mlflow_runs',
  'outbox',
  'exposures',
  'outcomes',
  'traces',
  'metrics',
];

export class Tracing1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES.split(';\n').filter((text) => text.trim())) await runner.query(statement);
    await runner.query(BUILT_IN_METRICS);
    for (const table of WRITTEN_ONCE)
      await runner.query(
        `CREATE TRIGGER ${table}_written_once BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of DROP_ORDER) await runner.query(`DROP TABLE ${table}`);
  }
}
