import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../../clock';
import { OutboxService } from '../../database/outbox.service';
import { labelNotice, versionNotice } from '../../versions/prompt-notice';

const BATCH = 500;

/** Versions that MLflow has not got, and nobody was told to bring there; oldest first, as MLflow numbers them. */
const MISSING_VERSIONS = `
SELECT v.prompt_id AS "promptId", v.version FROM prompt_versions v
WHERE (v.prompt_id, v.version) > ($1::uuid, $2::integer)
  AND NOT EXISTS (SELECT 1 FROM mlflow_versions m WHERE m.prompt_id = v.prompt_id AND m.version = v.version)
  AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.topic = 'version' AND o.key = 'prompt:' || v.prompt_id
    AND o.reference = v.prompt_id || ':' || v.version)
ORDER BY v.prompt_id, v.version LIMIT ${BATCH}`;

/** Labels that were moved or removed since MLflow was last told of them. */
const MOVED_LABELS = `
SELECT l.prompt_id AS "promptId", l.label FROM (
  SELECT prompt_id, label, max(id) AS id FROM label_moves WHERE (prompt_id, label) > ($1::uuid, $2::text) GROUP BY 1, 2) l
WHERE NOT EXISTS (
    SELECT 1 FROM mlflow_labels m WHERE m.prompt_id = l.prompt_id AND m.label = l.label AND m.move_id >= l.id)
  AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.topic = 'label' AND o.key = 'prompt:' || l.prompt_id
    AND o.reference = l.prompt_id || ':' || l.label)
ORDER BY l.prompt_id, l.label LIMIT ${BATCH}`;

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

interface VersionKey {
  readonly promptId: string;
  readonly version: number;
}

interface LabelKey {
  readonly promptId: string;
  readonly label: string;
}

/** What changed while there was no MLflow to tell. */
@Injectable()
export class MirrorBacklogService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: OutboxService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Puts everything that is missing in MLflow's registry into the outbox; answers how many entries that made. */
  async enqueueMissing(): Promise<number> {
    let made = 0;
    for (let after: VersionKey | undefined = { promptId: BEFORE_ALL, version: 0 }; after;) {
      const rows: VersionKey[] = await this.dataSource.query(MISSING_VERSIONS, [
        after.promptId,
        after.version,
      ]);
      await this.append(rows.map(({ promptId, version }) => versionNotice(promptId, version)));
      made += rows.length;
      after = rows.at(-1);
    }
    for (let after: LabelKey | undefined = { promptId: BEFORE_ALL, label: '' }; after;) {
      const rows: LabelKey[] = await this.dataSource.query(MOVED_LABELS, [after.promptId, after.label]);
      await this.append(rows.map(({ promptId, label }) => labelNotice(promptId, label)));
      made += rows.length;
      after = rows.at(-1);
    }
    return made;
  }

  /** Has one version mirrored. */
  enqueue(promptId: string, version: number): Promise<void> {
    return this.append([versionNotice(promptId, version)]);
  }

  private append(notices: ReturnType<typeof versionNotice>[]): Promise<void> {
    return this.outbox.append(this.dataSource.manager, this.clock.now(), notices);
  }
}
