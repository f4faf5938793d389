import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import { Variant } from '../variants/variant';
import type { Experiment, MetricDefinition } from './experiments-api';
import type { ExperimentResults } from './results-api';
import { furtherVariants, resultGroups } from './result-rows';

/** What the variants did on each metric, against the control; guardrails apart. */
@Component({
  selector: 'pr-results-table',
  imports: [MatButton, MatIcon, MatTooltip, RouterLink, Variant],
  templateUrl: './results-table.html',
  styleUrl: './results-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ResultsTable {
  readonly experiment = input.required<Experiment>();
  readonly results = input.required<ExperimentResults>();
  readonly metrics = input.required<readonly MetricDefinition[]>();
  /** The metric whose course is drawn. */
  readonly drawn = input.required<string>();
  /** The one that is drawn when the address names none. */
  readonly standard = input.required<string>();

  private readonly groups = computed(() => resultGroups(this.experiment(), this.results(), this.metrics()));
  /** Whether a narrow screen shows every variant. */
  protected readonly all = signal(false);
  /** Those that a narrow screen leaves out until a person asks for them. */
  protected readonly further = computed(() => furtherVariants(this.experiment(), this.groups()));
  protected readonly shownFirst = computed(() => this.experiment().variants.length - this.further().size);
  protected readonly blocks = computed(() =>
    [
      { title: 'Metrics that decide', role: 'success' as const },
      { title: 'Guardrails', role: 'guardrail' as const },
    ]
      .map((block) => ({ ...block, groups: this.groups().filter(({ role }) => role === block.role) }))
      .filter(({ groups }) => groups.length > 0),
  );
}
