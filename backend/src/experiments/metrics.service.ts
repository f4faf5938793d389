import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import { MutationsService } from '../identity/mutations.service';
import type { Actor } from '../identity/principal';
import type { PageQueryDto } from '../page.dto';
import { offsetOf } from '../page.dto';
import { violatedConstraint } from '../problems/database-errors';
import { DomainError } from '../problems/domain-error';
import { completeMetric, metricProblems } from './metric-definition';
import { toMetricDto, type CreateMetricDto, type MetricDto, type MetricListDto } from './metric.dto';
import { Metric } from './metric.entity';

/** Names come from outside: more than this many at once are not metrics that somebody registered. */
const MOST_NAMES_A_LOOK = 1_000;

/** What can be measured. A metric never changes, so that one which was seen once is known for good. */
@Injectable()
export class MetricsService {
  /** Only those that exist: one that is missing may be registered the next moment, also by another server. */
  private readonly seen = new Map<string, Metric>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly mutations: MutationsService,
  ) {}

  /**
   * The metrics of these names that are registered, by name; without a database when all were seen before.
   * Inside a transaction give its manager.
   */
  async known(
    names: readonly string[],
    manager: EntityManager = this.dataSource.manager,
  ): Promise<ReadonlyMap<string, Metric>> {
    const wanted = [...new Set(names)];
    const unseen = wanted.filter((name) => !this.seen.has(name));
    for (let i = 0; i < unseen.length; i += MOST_NAMES_A_LOOK)
      this.remember(await manager.findBy(Metric, { name: In(unseen.slice(i, i + MOST_NAMES_A_LOOK)) }));
    const found = new Map<string, Metric>();
    for (const name of wanted) {
      const metric = this.seen.get(name);
      if (metric) found.set(name, metric);
    }
    return found;
  }

  /** Every metric, by name. Inside a transaction give its manager. */
  async all(manager: EntityManager = this.dataSource.manager): Promise<Metric[]> {
    return this.remember(await manager.find(Metric, { order: { name: 'ASC' } }));
  }

  /** One page of the metrics, by name. */
  async list(query: PageQueryDto): Promise<MetricListDto> {
    const { page, pageSize } = query;
    const [found, total] = await this.dataSource.manager.findAndCount(Metric, {
      order: { name: 'ASC' },
      skip: offsetOf(query),
      take: pageSize,
    });
    return { items: found.map(toMetricDto), total, page, pageSize };
  }

  /**
   * One metric.
   * @throws DomainError METRIC_NOT_FOUND.
   */
  async get(name: string): Promise<MetricDto> {
    const metric = (await this.known([name])).get(name);
    if (!metric) throw new DomainError('METRIC_NOT_FOUND', `There is no metric "${name.slice(0, 200)}"`);
    return toMetricDto(metric);
  }

  /**
   * Registers a metric whose values will be sent as outcomes.
   * @throws DomainError INVALID_INPUT naming each field, METRIC_EXISTS.
   */
  async create(actor: Actor, dto: CreateMetricDto): Promise<MetricDto> {
    const definition = completeMetric(dto);
    const errors = metricProblems(definition);
    if (errors.length > 0)
      throw new DomainError(
        'INVALID_INPUT',
        errors.map(({ field, message }) => `${field} ${message}`).join('; '),
        { errors },
      );
    const metric = await this.mutations.run(actor, async (mutation) => {
      const row: Metric = { ...definition, createdBy: actor.name, createdAt: mutation.at };
      try {
        await mutation.manager.insert(Metric, row);
      } catch (error) {
        if (violatedConstraint(error) !== 'metrics_pk') throw error;
        throw new DomainError('METRIC_EXISTS', `There is a metric "${row.name}" already`);
      }
      const { name: subjectId, ...after } = definition;
      await mutation.audit({
        action: 'metric.created',
        subjectType: 'metric',
        subjectId,
        subjectName: subjectId,
        after,
      });
      return row;
    });
    this.remember([metric]);
    return toMetricDto(metric);
  }

  private remember(metrics: Metric[]): Metric[] {
    for (const metric of metrics) this.seen.set(metric.name, metric);
    return metrics;
  }
}
