import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { formatValue } from '../numbers/format';
import { quantityOf } from '../numbers/quantity';
import { type GuardrailInput, type QualityPart, QUALITY_PARTS } from './experiment-form';
import { guardWords, metricWords } from './guardrail-words';
import { inputScale, sizeWords, typed, usualEffect } from './metric-scale';
import { Planning } from './planning';

const PART_WORDS: Readonly<Record<QualityPart, string>> = {
  confidence: 'Confidence',
  user_actioned: 'User actioned',
  architect_satisfaction: 'Architect satisfaction',
};

/** Why: what is expected, which metric decides, which must not get worse, and by how much. */
@Component({
  selector: 'pr-why-section',
  imports: [Control, Field, MatIcon, MatIconButton],
  templateUrl: './why-section.html',
  styleUrls: ['./plan-section.css', './why-section.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WhySection {
  protected readonly planning = inject(Planning);
  protected readonly form = this.planning.form;
  protected readonly parts = QUALITY_PARTS.map((part) => ({ part, word: PART_WORDS[part] }));

  private readonly used = computed(() => {
    const { primaryMetric, secondaryMetrics, guardrails } = this.form();
    return new Set([primaryMetric, ...secondaryMetrics, ...guardrails.map(({ metric }) => metric)]);
  });
  protected readonly free = computed(() =>
    this.planning.metricList().filter(({ name }) => !this.used().has(name)),
  );
  /** Good words for the primary metric: those that say an experiment's worth come first. */
  protected readonly choices = computed(() => this.planning.metricList());
  protected readonly usesQuality = computed(() => this.used().has('insight_quality'));
  protected readonly primaryWords = computed(() => {
    const metric = this.planning.primary();
    return metric ? metricWords(metric) : '';
  });
  /** What the chosen effect means from where the prompt is now. */
  protected readonly effectWords = computed(() => {
    const [metric, effect] = [this.planning.primary(), this.planning.effect()];
    if (!metric || effect === null) return '';
    const size = `Smaller than ${sizeWords(effect, metric)} does not matter to you.`;
    const now = this.planning
      .lastPreview()
      .answer?.baselines.find((baseline) => baseline.metric === metric.name)?.mean;
    if (now === undefined) return size;
    const better = metric.direction === 'increase' ? now + effect : now - effect;
    const write = (value: number) => formatValue(value, quantityOf(metric));
    const [lowest, highest] = [metric.minimum ?? -Infinity, metric.maximum ?? Infinity];
    if (better < lowest || better > highest)
      return `${size} Lately it is ${write(now)}: there is no room for that.`;
    return `${size} Lately it is ${write(now)}; the experiment is made to find ${write(better)}.`;
  });
  protected readonly guards = computed(() =>
    this.form().guardrails.map((guardrail, index) => {
      const metric = this.planning.metrics().get(guardrail.metric);
      const scale = inputScale(metric);
      return {
        ...guardrail,
        index,
        unit: scale.unit,
        own: metric?.margin ? typed(metric.margin, scale) : '',
        words: metric ? guardWords(metric, guardrail) : '',
        choices: this.planning
          .metricList()
          .filter(({ name }) => name === guardrail.metric || !this.used().has(name)),
      };
    }),
  );

  protected readonly qualityOpen = computed(() =>
    this.planning.isRefused(['plan.insightQualityWeights', 'plan.missingComponent']),
  );

  protected choosePrimary(name: string): void {
    const { secondaryMetrics, guardrails } = this.form();
    const metric = this.planning.metrics().get(name);
    const usual = metric && usualEffect(metric);
    this.planning.tell({
      primaryMetric: name,
      effect: metric && usual ? typed(usual, inputScale(metric)) : '',
      expectedMean: '',
      expectedStandardDeviation: '',
      secondaryMetrics: secondaryMetrics.filter((other) => other !== name),
      guardrails: guardrails.filter(({ metric: other }) => other !== name),
    });
  }

  protected addGuardrail(metric: string): void {
    if (metric !== '')
      this.planning.tell({ guardrails: [...this.form().guardrails, { metric, margin: '' }] });
  }

  protected changeGuardrail(index: number, change: Partial<GuardrailInput>): void {
    const guardrails = this.form().guardrails.map((of, i) => (i === index ? { ...of, ...change } : of));
    this.planning.tell({ guardrails });
  }

  protected removeGuardrail(index: number): void {
    this.planning.tell({ guardrails: this.form().guardrails.filter((_, i) => i !== index) });
  }

  protected addSecondary(metric: string): void {
    if (metric !== '') this.planning.tell({ secondaryMetrics: [...this.form().secondaryMetrics, metric] });
  }

  protected removeSecondary(metric: string): void {
    this.planning.tell({
      secondaryMetrics: this.form().secondaryMetrics.filter((other) => other !== metric),
    });
  }

  protected weigh(part: QualityPart, weight: string): void {
    this.planning.tell({ weights: { ...this.form().weights, [part]: weight } });
  }
}
