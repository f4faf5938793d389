import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock';
import { MetricsService } from '../experiments/metrics.service';
import { PromptsService } from '../prompts/prompts.service';
import { lastDays, UsageQuery } from '../tracing/usage.query';
import { dailyMean } from './daily-mean';
import type { QualityDto, QualityQueryDto } from './quality.dto';

/** What was said of a prompt's versions over time. */
@Injectable()
export class QualityQuery {
  constructor(
    private readonly usage: UsageQuery,
    private readonly prompts: PromptsService,
    private readonly metrics: MetricsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Day by day.
   * @throws DomainError PROMPT_NOT_FOUND.
   */
  async ofPrompt({ prompt, days }: QualityQueryDto): Promise<QualityDto> {
    const { id: promptId, name: promptName } = await this.prompts.find(prompt);
    const to = this.clock.now();
    const span = lastDays(days, to);
    const said = await this.usage.ofVersions(promptId, { ...span, before: span.from });
    const metrics = await this.metrics.known(said.map(({ metric }) => metric));
    const points = said.map(({ day, version, metric, ...sums }) => ({
      day,
      version: version === 0 ? null : version,
      metric,
      ...dailyMean(sums, metrics.get(metric)),
    }));
    return { promptId, promptName, from: span.from, to, points };
  }
}
