import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { attentionOf } from './attention';
import { missedSince } from './dashboard.query';
import type { DashboardExperimentDto } from './dashboard.dto';
import { EvaluationRunService } from './evaluation-run.service';
import type {
  ExperimentOnTrialDto,
  ExperimentTargetDto,
  JumpTargetsDto,
  PromptActivityDto,
  PromptActivityListDto,
  PromptTargetDto,
} from './overview.dto';

const DAY_MS = 86_400_000;
const ACTIVITY_DAYS = 7;
const MOST_PROMPTS = 10_000;
const MOST_EXPERIMENTS = 1_000;

/** Each prompt by itself, so that the indexes of traces, experiments and evaluations are used however many there are. */
const ACTIVITY = `
SELECT p.id AS "promptId", u.uses, CASE WHEN e.id IS NULL THEN NULL ELSE jsonb_build_object('id', e.id, 'name', e.name,
  'status', e.status, 'progress', v.progress, 'variants', (SELECT jsonb_agg(jsonb_build_object('name', a.variant -> 'name',
  'version', a.variant -> 'version') ORDER BY a.place) FROM jsonb_array_elements(e.variants) WITH ORDINALITY AS a (variant, place)))
  END AS experiment, v.verdict, v.decisive, coalesce(v.reasons, '[]'::jsonb) AS reasons, v.at AS "evaluatedAt",
  e.start_at AS "startAt"
FROM prompts p
CROSS JOIN LATERAL (
  SELECT count(*)::integer AS uses FROM traces t
  WHERE t.prompt_id = p.id AND t.started_at >= $2 AND t.started_at < $3
) u
LEFT JOIN prompt_experiments e ON e.prompt_id = p.id AND e.status IN ('running', 'paused')
LEFT JOIN LATERAL (
  SELECT v.read_out -> 'progress' AS progress, v.verdict, v.decisive, v.reasons, v.at FROM evaluations v WHERE v.experiment_id = e.id ORDER BY v.id DESC LIMIT 1
) v ON true
WHERE p.id = ANY ($1::uuid[]) ORDER BY p.id`;

const PROMPTS = `SELECT name, latest_version AS "latestVersion" FROM prompts WHERE archived_at IS NULL
ORDER BY lower(name) COLLATE "C" LIMIT ${MOST_PROMPTS}`;

const EXPERIMENTS = `SELECT e.id, e.name, p.name AS "promptName", e.status
FROM prompt_experiments e JOIN prompts p ON p.id = e.prompt_id
ORDER BY coalesce(e.start_at, e.created_at) DESC, e.id LIMIT ${MOST_EXPERIMENTS}`;

type Seen = Pick<DashboardExperimentDto, 'verdict' | 'reasons' | 'evaluatedAt' | 'startAt'> & {
  readonly decisive: boolean | null;
};
/** The experiment's moment of start is there when the experiment is. */
type ActivityRow = Seen & {
  readonly promptId: string;
  readonly uses: number;
  readonly experiment: Omit<ExperimentOnTrialDto, 'unhealthy'> | null;
};

/** What a list of prompts shows beside the prompts themselves, and what there is to go to. */
@Injectable()
export class OverviewQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly runs: EvaluationRunService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Uses in the last seven days and the experiment on trial, of many prompts by one statement. */
  async activity(promptIds: readonly string[]): Promise<PromptActivityListDto> {
    const to = this.clock.now();
    const from = new Date(to.getTime() - ACTIVITY_DAYS * DAY_MS);
    const rows = (await this.dataSource.query(ACTIVITY, [promptIds, from, to])) as ActivityRow[];
    const forgottenBefore = missedSince(this.runs.schedule, to);
    return { from, to, items: rows.map((row) => activityOf(row, forgottenBefore)) };
  }

  /** The names of prompts and experiments. */
  async targets(): Promise<JumpTargetsDto> {
    return {
      prompts: (await this.dataSource.query(PROMPTS)) as PromptTargetDto[],
      experiments: (await this.dataSource.query(EXPERIMENTS)) as ExperimentTargetDto[],
    };
  }
}

function activityOf(
  { promptId, uses, experiment, ...seen }: ActivityRow,
  forgottenBefore: Date | null,
): PromptActivityDto {
  const unhealthy = experiment !== null && attentionOf(seen, forgottenBefore) === 'unhealthy';
  return { promptId, uses, experiment: experiment && { ...experiment, unhealthy } };
}
