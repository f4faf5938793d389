import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { firstValueFrom } from 'rxjs';
import { fileName, saveFile } from '../charts/save-file';
import { CopyButton } from '../copy/copy-button';
import { Submission } from '../form/submission';
import { formatCount } from '../numbers/format';
import { ProblemBanner } from '../problem/problem-banner';
import { type Experiment, experimentUrl } from './experiments-api';
import type { Verification } from './results-api';

/** What was decided on which figures, as it is kept; and whether it follows from the conversations when counted again. */
@Component({
  selector: 'pr-decision-record',
  imports: [CopyButton, MatButton, MatIcon, ProblemBanner],
  templateUrl: './decision-record.html',
  styleUrl: './decision-record.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DecisionRecord {
  readonly experiment = input.required<Experiment>();

  private readonly http = inject(HttpClient);
  protected readonly submission = new Submission();
  protected readonly json = computed(() => {
    const { decision } = this.experiment();
    return decision === null ? null : JSON.stringify(decision, null, 2);
  });
  protected readonly none = computed(() =>
    this.experiment().endAt === null
      ? 'There is no record yet: it is written with the decision.'
      : 'There is no record: a person ended this experiment, and one is written only when the figures decide.',
  );
  /** Of this experiment as it is now; a newer state has to be checked anew. */
  protected readonly verification = linkedSignal<string, Verification | null>({
    source: () => `${this.experiment().id} ${this.experiment().updatedAt}`,
    computation: () => null,
  });
  protected readonly answer = computed(() => {
    const found = this.verification();
    if (!found) return null;
    const counted = `${formatCount(found.events)} events counted again`;
    if (!found.verified) return { good: false, text: `Something is wrong. ${found.problems.join(' ')}` };
    if (found.stateIdentical === null)
      return { good: true, text: 'Nothing to check: it was never evaluated.' };
    return {
      good: true,
      text: `${counted}: the statistics are the same to the last bit${found.decisionIdentical ? ', and the decision follows from them' : ''}.`,
    };
  });

  protected async verify(): Promise<void> {
    await this.submission.run(async () => {
      this.verification.set(
        await firstValueFrom(this.http.get<Verification>(`${experimentUrl(this.experiment().id)}/verify`)),
      );
    });
  }

  protected save(): void {
    const { name } = this.experiment();
    saveFile(
      `${fileName(name, 'decision')}.json`,
      new Blob([this.json() ?? ''], { type: 'application/json' }),
    );
  }
}
