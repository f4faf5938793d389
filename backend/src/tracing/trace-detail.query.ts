import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '../problems/domain-error';
import { PromptVersion } from '../versions/prompt-version.entity';
import { verifiedContent } from '../versions/stored-content';
import { MlflowLinksService } from './mlflow/mlflow-links.service';
import { toTraceSummary, TRACE_COLUMNS, WITH_EXPERIMENT, type TraceSummaryRow } from './trace-list.query';
import type { TraceDetailDto, RecordedOutcomeDto, TraceWords } from './trace-detail.dto';
import type { TracePreviews } from './trace.entity';

const TRACE_ID = /^[0-9a-f]{32}$/i;
const MOST_OUTCOMES = 1_000;

type Row = TraceSummaryRow & { readonly previews: TracePreviews | null };

/** Two looks, each by its own index. */
const OUTCOMES = `
SELECT o.id, o.of, o.metric, o.value, o.occurred_at AS "occurredAt", o.received_at AS "receivedAt", o.source FROM (
  SELECT *, 'trace' AS of FROM outcomes WHERE trace_id = $1::uuid
  UNION ALL
  SELECT *, 'conversation' AS of FROM outcomes WHERE experiment_id = $2::uuid AND conversation_id = $3
) o ORDER BY o.occurred_at, o.id LIMIT ${MOST_OUTCOMES}`;

/** Everything that is known about one trace. */
@Injectable()
export class TraceDetailQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly mlflow: MlflowLinksService,
  ) {}

  /**
   * A trace with the words that were served and what came of it.
   * @param id 32 hex digits, of either case.
   * @throws DomainError TRACE_NOT_FOUND; VERSION_CORRUPT when the words are not those that were published.
   */
  async get(id: string): Promise<TraceDetailDto> {
    const [row] = TRACE_ID.test(id)
      ? ((await this.dataSource.query(
          `SELECT ${TRACE_COLUMNS}, t.previews FROM traces t ${WITH_EXPERIMENT} WHERE t.id = $1::uuid`,
          [id],
        )) as Row[])
      : [];
    if (!row) throw new DomainError('TRACE_NOT_FOUND', `There is no trace "${id.slice(0, 200)}"`);
    const { previews, ...trace } = row;
    return {
      ...toTraceSummary(trace),
      ...(await this.wordsOf(trace)),
      previews,
      outcomes: await this.outcomesOf(trace),
      mlflow: await this.mlflow.ofTrace(trace),
    };
  }

  /** The reported version's when they have the reported hash, otherwise those of any version that has it. */
  private async wordsOf({
    promptId,
    promptVersion,
    contentHash,
  }: TraceSummaryRow): Promise<Pick<TraceDetailDto, 'words' | 'versionHash'>> {
    if (promptId === null) return { words: null, versionHash: null };
    const found = await this.dataSource.manager
      .createQueryBuilder(PromptVersion, 'v')
      .where('v.promptId = :promptId AND (v.version = :promptVersion OR v.contentHash = :contentHash)', {
        promptId,
        promptVersion,
        contentHash,
      })
      .orderBy('v.version', 'DESC')
      .getMany();
    const reported = found.find(({ version }) => version === promptVersion);
    const served = [reported, ...found].find((version) => version?.contentHash === contentHash);
    return { words: served ? toWords(served) : null, versionHash: reported?.contentHash ?? null };
  }

  private outcomesOf({ id, experimentId, conversationId }: TraceSummaryRow): Promise<RecordedOutcomeDto[]> {
    return this.dataSource.query(OUTCOMES, [id, experimentId, conversationId]);
  }
}

function toWords(row: PromptVersion): TraceWords {
  return { version: row.version, ...verifiedContent(row) };
}
