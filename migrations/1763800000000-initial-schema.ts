import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
CREATE TABLE registry_state (
  id integer NOT NULL CONSTRAINT registry_state_pk PRIMARY KEY,
  revision bigint NOT NULL,
  keys_revision bigint NOT NULL
);
INSERT INTO registry_state (id, revision, keys_revision) VALUES (1, 1, 1);

CREATE TABLE users (
  id uuid NOT NULL CONSTRAINT users_pk PRIMARY KEY,
  email text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  disabled_at timestamptz,
  CONSTRAINT user_role_known CHECK (role IN ('viewer', 'editor', 'admin'))
);
CREATE UNIQUE INDEX user_email_unique ON users (email);

CREATE TABLE sessions (
  id uuid NOT NULL CONSTRAINT sessions_pk PRIMARY KEY,
  token_hash text NOT NULL,
  user_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  CONSTRAINT session_user_fk FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE UNIQUE INDEX session_token_unique ON sessions (token_hash);

CREATE TABLE api_keys (
  id uuid NOT NULL CONSTRAINT api_keys_pk PRIMARY KEY,
  name text NOT NULL,
  prefix text NOT NULL,
  key_hash text NOT NULL,
  scopes jsonb NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
CREATE UNIQUE INDEX api_key_hash_unique ON api_keys (key_hash);

CREATE TABLE audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT audit_log_pk PRIMARY KEY,
  at timestamptz NOT NULL,
  actor_type text NOT NULL,
  actor_id text,
  actor_name text NOT NULL,
  action text NOT NULL,
  subject_type text NOT NULL,
  subject_id text NOT NULL,
  subject_name text NOT NULL,
  before jsonb,
  after jsonb,
  request_id text
);
CREATE INDEX audit_by_subject ON audit_log (subject_type, subject_id, id);

CREATE TABLE prompts (
  id uuid NOT NULL CONSTRAINT prompts_pk PRIMARY KEY,
  name text NOT NULL,
  description text NOT NULL,
  agent_role text,
  depth text,
  strategy text,
  domain text,
  tags jsonb NOT NULL,
  type text NOT NULL,
  serves text NOT NULL,
  latest_version integer NOT NULL,
  edit_count integer NOT NULL,
  changed_revision bigint NOT NULL,
  search tsvector NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_by text NOT NULL,
  updated_at timestamptz NOT NULL,
  archived_at timestamptz,
  CONSTRAINT prompt_type_known CHECK (type IN ('text', 'chat'))
);
CREATE UNIQUE INDEX prompt_name_unique ON prompts (lower(name));
CREATE INDEX prompt_by_revision ON prompts (changed_revision);
CREATE INDEX prompt_search ON prompts USING gin (search) WITH (gin_pending_list_limit = 256);
CREATE INDEX prompt_tags ON prompts USING gin (tags);

CREATE TABLE prompt_versions (
  id uuid NOT NULL CONSTRAINT prompt_versions_pk PRIMARY KEY,
  prompt_id uuid NOT NULL,
  version integer NOT NULL,
  template_format text NOT NULL,
  type text NOT NULL,
  content text NOT NULL,
  config jsonb NOT NULL,
  variables jsonb NOT NULL,
  content_hash text NOT NULL,
  author text NOT NULL,
  message text NOT NULL,
  parent_version integer,
  restored_from integer,
  created_at timestamptz NOT NULL,
  CONSTRAINT version_prompt_fk FOREIGN KEY (prompt_id) REFERENCES prompts (id),
  CONSTRAINT version_format_known CHECK (template_format IN ('f-string', 'mustache', 'none')),
  CONSTRAINT version_type_known CHECK (type IN ('text', 'chat')),
  CONSTRAINT version_positive CHECK (version >= 1)
);
CREATE UNIQUE INDEX version_number_unique ON prompt_versions (prompt_id, version);

CREATE TABLE prompt_labels (
  prompt_id uuid NOT NULL,
  label text NOT NULL,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL,
  CONSTRAINT prompt_labels_pk PRIMARY KEY (prompt_id, label),
  CONSTRAINT label_version_fk FOREIGN KEY (prompt_id, version) REFERENCES prompt_versions (prompt_id, version)
);

CREATE TABLE label_moves (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT label_moves_pk PRIMARY KEY,
  prompt_id uuid NOT NULL,
  label text NOT NULL,
  from_version integer,
  to_version integer,
  reason text NOT NULL,
  moved_by text NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT label_move_prompt_fk FOREIGN KEY (prompt_id) REFERENCES prompts (id)
);
CREATE INDEX label_moves_by_prompt ON label_moves (prompt_id, label, id);

CREATE TABLE protected_labels (
  label text NOT NULL CONSTRAINT protected_labels_pk PRIMARY KEY,
  protected_by text NOT NULL,
  protected_at timestamptz NOT NULL
);

CREATE TABLE served_intervals (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT served_intervals_pk PRIMARY KEY,
  prompt_id uuid NOT NULL,
  version integer NOT NULL,
  label text,
  served_from timestamptz NOT NULL,
  served_to timestamptz,
  CONSTRAINT served_version_fk FOREIGN KEY (prompt_id, version) REFERENCES prompt_versions (prompt_id, version)
);
CREATE UNIQUE INDEX served_one_open ON served_intervals (prompt_id) WHERE served_to IS NULL;
CREATE INDEX served_by_prompt ON served_intervals (prompt_id, served_from);

CREATE TABLE prompt_imports (
  prompt_id uuid NOT NULL,
  content_hash text NOT NULL,
  path text NOT NULL,
  version integer NOT NULL,
  imported_at timestamptz NOT NULL,
  CONSTRAINT prompt_imports_pk PRIMARY KEY (prompt_id, content_hash),
  CONSTRAINT import_version_fk FOREIGN KEY (prompt_id, version) REFERENCES prompt_versions (prompt_id, version)
);
`;

/** History is written once: the database itself refuses to change it, whoever asks. 23001 is restrict_violation. */
const APPEND_ONLY = ['prompt_versions', 'audit_log', 'label_moves', 'prompt_imports'];

const REFUSAL = `
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = '23001';
END $$;
`;

const refusalOn = (table: string): string => `
CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

/** Children first, so that every foreign key is gone before what it points to. */
const DROP_ORDER = [
  'prompt_imports',
  'served_intervals',
  'protected_labels',
  'label_moves',
  'prompt_labels',
  'prompt_versions',
  'prompts',
  'audit_log',
  'api_keys',
  'sessions',
  'users',
  'registry_state',
];

export class InitialSchema1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES.split(';\n').filter((text) => text.trim())) await runner.query(statement);
    await runner.query(REFUSAL);
    for (const table of APPEND_ONLY)
      for (const statement of refusalOn(table).trim().split('\n')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of DROP_ORDER) await runner.query(`DROP TABLE ${table}`);
    await runner.query('DROP FUNCTION refuse_change()');
  }
}
