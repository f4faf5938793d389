import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isUuid } from '../identity/uuid';
import { isPromptId } from '../prompts/prompts.service';
import { containing } from '../versions/like-pattern';
import type { Tagged } from '../versions/prompt-detail.query';
import type { ExperimentDto, ExperimentStepDto, ExperimentSummaryDto } from './experiment-answer.dto';
import { experimentNotFound } from './experiment-change.service';
import { experimentEtag } from './experiment-etag';
import type { ExperimentListDto, ExperimentListQueryDto } from './experiment-list.dto';
import { allowedActions } from './experiment-transition';

/** Whether the winner is promoted, and that not undone; for a statement that has the experiment as `e`. */
export const PROMOTED = `
coalesce((SELECT t.kind = 'promoted' FROM experiment_steps t
  WHERE t.experiment_id = e.id AND t.kind IN ('promoted', 'promotion_undone') ORDER BY t.at DESC LIMIT 1), false) AS promoted`;

/**
 * Whether a winner stands that waits for a person; for a statement that has the experiment as `e`. Evaluation keeps it, and
 * answers the approval itself.
 */
export const AWAITS_APPROVAL = `
(e.end_at IS NULL AND (e.plan ->> 'approval')::boolean AND EXISTS (SELECT 1 FROM experiment_statistics w
  WHERE w.experiment_id = e.id AND w.held_since IS NOT NULL AND w.decided_event IS NULL
    AND (w.approved_at IS NULL OR w.approved_at < w.held_since))) AS "awaitsApproval"`;

const SUMMARY = `
e.id, e.prompt_id AS "promptId", p.name AS "promptName", e.name, e.hypothesis, e.status, e.variants,
e.traffic_share AS "trafficShare", e.layer, e.start_at AS "startAt", e.end_at AS "endAt", e.plan, e.metrics, e.decision,
e.parity_override AS "parityOverride", e.winner, e.conclusion, ${PROMOTED},
e.created_by AS "createdBy", e.created_at AS "createdAt", e.updated_by AS "updatedBy", e.updated_at AS "updatedAt"`;

const STEPS = `(SELECT jsonb_agg(jsonb_build_object('at', t.at, 'kind', t.kind, 'trafficShare', t.traffic_share,
  'reason', t.reason, 'actor', t.actor, 'details', t.details) ORDER BY t.at)
  FROM experiment_steps t WHERE t.experiment_id = e.id) AS steps`;

const FROM = 'FROM prompt_experiments e JOIN prompts p ON p.id = e.prompt_id';

type Step = Omit<ExperimentStepDto, 'at'> & { readonly at: string };
type DetailRow = Omit<ExperimentDto, 'steps' | 'allowedActions'> & {
  readonly editCount: number;
  readonly awaitsApproval: boolean;
  readonly steps: readonly Step[] | null;
};

/** Which experiments there are, and everything about one; each by one statement, so that what it says fits together. */
@Injectable()
export class ExperimentQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** One page of the experiments that match, newest first. */
  async list(query: ExperimentListQueryDto): Promise<ExperimentListDto> {
    const { page, pageSize } = query;
    const { where, parameters } = filter(query);
    const [counted] = (await this.dataSource.query(
      `SELECT count(*)::integer AS total ${FROM} WHERE ${where}`,
      [...parameters],
    )) as Array<{ total: number }>;
    const items = (await this.dataSource.query(
      `SELECT ${SUMMARY} ${FROM} WHERE ${where} ORDER BY coalesce(e.start_at, e.created_at) DESC, e.id
       LIMIT $${parameters.length + 1} OFFSET $${parameters.length + 2}`,
      [...parameters, pageSize, (page - 1) * pageSize],
    )) as ExperimentSummaryDto[];
    return { items, total: counted?.total ?? 0, page, pageSize };
  }

  /**
   * An experiment with its history and what can be done now.
   * @throws DomainError EXPERIMENT_NOT_FOUND.
   */
  async get(id: string): Promise<Tagged<ExperimentDto>> {
    const rows = isUuid(id)
      ? ((await this.dataSource.query(
          `SELECT ${SUMMARY}, e.salt, e.hash_version AS "hashVersion", e.edit_count AS "editCount", ${AWAITS_APPROVAL}, ${STEPS} ${FROM} WHERE e.id = $1`,
          [id],
        )) as DetailRow[])
      : [];
    const [row] = rows;
    if (!row) throw experimentNotFound(id);
    const { editCount, awaitsApproval, steps, ...fields } = row;
    return {
      etag: experimentEtag({ editCount, awaitsApproval }),
      body: {
        ...fields,
        steps: (steps ?? []).map((step) => ({ ...step, at: new Date(step.at) })),
        allowedActions: allowedActions({ ...fields, awaitsApproval }),
      },
    };
  }
}

function filter({ status, prompt, q, layer }: ExperimentListQueryDto): {
  where: string;
  parameters: unknown[];
} {
  const parameters: unknown[] = [];
  const bind = (value: unknown): string => `$${parameters.push(value)}`;
  const conditions = ['true'];
  if (status?.length) conditions.push(`e.status = ANY (${bind(status)}::text[])`);
  if (prompt !== undefined)
    conditions.push(isPromptId(prompt) ? `p.id = ${bind(prompt)}` : `p.name = ${bind(prompt)}`);
  if (q?.trim()) {
    const pattern = bind(containing(q.trim()));
    conditions.push(`(e.name ILIKE ${pattern} OR e.hypothesis ILIKE ${pattern} OR p.name ILIKE ${pattern})`);
  }
  if (layer !== undefined) conditions.push(`e.layer ->> 'name' = ${bind(layer)}`);
  return { where: conditions.join(' AND '), parameters };
}
