import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { CONFIGURATION, type Configuration } from '../configuration';
import { Experiment } from '../experiments/experiment.entity';
import { EvaluationService, type EvaluationOutcome } from './evaluation.service';
import { scheduledSlot } from './scheduled-slot';

/** One run of the schedule on this server. */
export interface EvaluationRun {
  /** The moment of the schedule that it stands for. */
  readonly slot: Date;
  readonly at: Date;
  readonly durationMs: number;
  /** Experiments that were evaluated, and those that another server did or had ended. */
  readonly evaluated: number;
  readonly skipped: number;
  readonly failures: ReadonlyArray<{ readonly experimentId: string; readonly error: string }>;
  /** Conversations settled. */
  readonly units: number;
}

/** Evaluates every experiment on trial for the latest moment of the schedule. */
@Injectable()
export class EvaluationRunService {
  private readonly logger = new Logger('Evaluation');
  private latest: EvaluationRun | null = null;

  constructor(
    private readonly evaluations: EvaluationService,
    @InjectRepository(Experiment) private readonly experiments: Repository<Experiment>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  get schedule(): string {
    return this.configuration.evaluationCron;
  }

  /** The latest run of this server; `null` before the first. */
  last(): EvaluationRun | null {
    return this.latest;
  }

  /**
   * Looks at one experiment after the other, each on its own: what fails with one is logged and stops no other.
   * `null` when the schedule has no moment yet.
   */
  async run(signal?: AbortSignal): Promise<EvaluationRun | null> {
    const at = this.clock.now();
    const slot = scheduledSlot(this.schedule, at);
    if (!slot) return null;
    const beganAt = performance.now();
    const run = { evaluated: 0, skipped: 0, units: 0, failures: [] as EvaluationRun['failures'][number][] };
    const onTrial = await this.experiments.find({
      select: { id: true, name: true },
      where: { status: In(['running', 'paused']) },
      order: { startAt: 'ASC', id: 'ASC' },
    });
    for (const { id, name } of onTrial) {
      if (signal?.aborted) break;
      try {
        const outcome = await this.evaluations.evaluate(id, {
          trigger: 'schedule',
          slot,
          ...(signal ? { signal } : {}),
        });
        if (outcome.kind === 'skipped') run.skipped += 1;
        else {
          run.evaluated += 1;
          run.units += outcome.evaluation.newUnits;
          this.logger.log(lineOf(name, outcome));
        }
      } catch (error) {
        run.failures.push({ experimentId: id, error: (error as Error).message });
        this.logger.error(`"${name}" (${id}) could not be evaluated`, (error as Error).stack);
      }
    }
    return (this.latest = { slot, at, durationMs: performance.now() - beganAt, ...run });
  }
}

function lineOf(
  name: string,
  { evaluation, ended }: Extract<EvaluationOutcome, { kind: 'evaluated' }>,
): string {
  const { verdict, newUnits, units, durationMs } = evaluation;
  return `"${name}": ${verdict}${ended ? ', ended' : ''}, ${newUnits} new of ${units} units, ${Math.round(durationMs)} ms`;
}
