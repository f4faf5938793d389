import { Inject, Injectable } from '@nestjs/common';
import type { ServedInterval } from '@prompt-registry/resolver';
import { CLOCK, type Clock } from '../clock';
import { CONFIGURATION, type Configuration } from '../configuration';
import { DatabaseService } from '../database/database.service';
import { EXPERIMENTS_OF_PROMPT, type ExperimentRow } from './snapshot-experiment';
import type { PromptRow } from './snapshot-row';
import type { VersionRow } from './verified-version';

const MS_PER_HOUR = 3_600_000;

/** One statement sees one moment of the database: a prompt, its labels and its intervals always fit together. */
const CHANGED_PROMPTS = `
SELECT p.id, p.name, p.serves,
  p.archived_at IS NOT NULL AS archived,
  p.latest_version AS "latestVersion",
  p.changed_revision::float8 AS "changedRevision",
  (SELECT jsonb_object_agg(l.label, l.version) FROM prompt_labels l WHERE l.prompt_id = p.id) AS labels,
  (SELECT jsonb_agg(jsonb_build_object(
      'from', extract(epoch FROM s.served_from) * 1000,
      'to', extract(epoch FROM s.served_to) * 1000,
      'version', s.version, 'label', s.label) ORDER BY s.served_from, s.id)
    FROM served_intervals s WHERE s.prompt_id = p.id AND s.served_to > $2) AS served,
  ${EXPERIMENTS_OF_PROMPT} AS experiments
FROM prompts p WHERE p.changed_revision > $1 ORDER BY p.name`;

const VERSIONS = `
SELECT v.prompt_id AS "promptId", v.version, v.type, v.template_format AS "templateFormat", v.content, v.config,
  v.content_hash AS "contentHash"
FROM unnest($1::uuid[], $2::integer[]) AS wanted (prompt_id, version)
JOIN prompt_versions v ON v.prompt_id = wanted.prompt_id AND v.version = wanted.version`;

/** Bounds how much one answer of the database holds, and how long reading it keeps the event loop. */
const VERSIONS_A_READ = 500;

type Row = Omit<PromptRow, 'labels' | 'served' | 'experiments'> & {
  readonly labels: PromptRow['labels'] | null;
  readonly served: readonly ServedInterval[] | null;
  readonly experiments: readonly ExperimentRow[] | null;
};

/** Which words can be asked for now: reads what the snapshot is made of, by sets, never prompt by prompt. */
@Injectable()
export class SnapshotQuery {
  constructor(
    private readonly database: DatabaseService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** How long a conversation keeps what was served when it began. */
  get pinHours(): number {
    return this.configuration.pinHours;
  }

  /** The prompts that changed after `revision`, archived ones too. */
  async promptsChangedAfter(revision: number): Promise<PromptRow[]> {
    const pinnedSince = new Date(this.clock.now().getTime() - this.pinHours * MS_PER_HOUR);
    const rows = (await this.database.query(CHANGED_PROMPTS, [revision, pinnedSince])) as Row[];
    return rows.map((row) => ({
      ...row,
      labels: row.labels ?? {},
      served: row.served ?? [],
      experiments: row.experiments ?? [],
    }));
  }

  /** Hands the wanted versions to `receive`, some hundreds at a time; those that do not exist are not among them. */
  async readVersions(
    wanted: ReadonlyArray<{ readonly promptId: string; readonly version: number }>,
    receive: (rows: readonly VersionRow[]) => void,
  ): Promise<void> {
    for (let start = 0; start < wanted.length; start += VERSIONS_A_READ) {
      const some = wanted.slice(start, start + VERSIONS_A_READ);
      const keys = [some.map(({ promptId }) => promptId), some.map(({ version }) => version)];
      receive((await this.database.query(VERSIONS, keys)) as VersionRow[]);
    }
  }
}
