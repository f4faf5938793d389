import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialogActions, MatDialogContent, MatDialogRef, MatDialogTitle } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { Form } from '../form/form';
import { Submission } from '../form/submission';
import { textOf } from '../form/text-of';
import { ProblemBanner } from '../problem/problem-banner';
import { metricBody, type MetricEntry, metricProblems } from './metric-form';
import type { Metric } from './settings-api';

const KINDS: readonly { readonly kind: Metric['kind']; readonly means: string }[] = [
  { kind: 'binary', means: 'Yes or no, as 1 or 0.' },
  { kind: 'bounded', means: 'Any value between two limits, such as a rating.' },
  { kind: 'continuous', means: 'Any value, such as a time or a cost; limits are optional.' },
];

/** Registers a metric. Closes with its name. */
@Component({
  selector: 'pr-metric-dialog',
  imports: [
    Control,
    Field,
    Form,
    MatButton,
    MatDialogActions,
    MatDialogContent,
    MatDialogTitle,
    ProblemBanner,
  ],
  templateUrl: './metric-dialog.html',
  styleUrls: ['../confirm/dialog.css', './dialog-form.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(keydown.escape)': 'close()' },
})
export class MetricDialog {
  protected readonly kinds = KINDS;
  protected readonly kind = signal<Metric['kind']>('bounded');
  protected readonly kindMeans = computed(() => KINDS.find(({ kind }) => kind === this.kind())?.means ?? '');
  protected readonly submission = new Submission({ METRIC_EXISTS: 'name' });
  private readonly http = inject(HttpClient);
  private readonly opened = inject<MatDialogRef<MetricDialog, string>>(MatDialogRef);

  protected choose(value: string): void {
    this.kind.set(KINDS.find(({ kind }) => kind === value)?.kind ?? 'bounded');
  }

  protected async add(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const text = (field: string) => textOf(form, field).trim();
    const entry: MetricEntry = {
      name: text('name'),
      description: text('description'),
      kind: this.kind(),
      direction: text('direction') === 'decrease' ? 'decrease' : 'increase',
      unit: text('unit'),
      scale: text('scale') === 'log' ? 'log' : 'linear',
      minimum: text('minimum'),
      maximum: text('maximum'),
      margin: text('margin'),
      missingValue: text('missingValue'),
    };
    if (!this.submission.check(metricProblems(entry))) return;
    const done = await this.submission.run(async () => {
      await firstValueFrom(this.http.post('/api/v1/metrics', metricBody(entry)));
    });
    if (done) this.opened.close(entry.name);
  }

  protected close(): void {
    this.opened.close();
  }
}
