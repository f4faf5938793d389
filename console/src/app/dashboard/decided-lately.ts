import { NgTemplateOutlet } from '@angular/common';
import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { Confirm } from '../confirm/confirm';
import { Session } from '../session/session';
import { Moment } from '../time/moment';
import type { Decided, MetricKind } from './dashboard-api';
import { decidedLook, decidedSentence, effectWords, undoConsequences } from './decided-words';

/** What ended in the last 30 days: a sentence, the effect, and a way back. */
@Component({
  selector: 'pr-decided-lately',
  imports: [MatButton, MatIcon, Moment, NgTemplateOutlet, RouterLink],
  templateUrl: './decided-lately.html',
  styleUrl: './decided-lately.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DecidedLately {
  readonly decisions = input.required<readonly Decided[]>();
  readonly metrics = input.required<readonly MetricKind[]>();
  /** How many are in sight; the earlier ones are folded. */
  readonly most = input(6);
  /** A promotion was undone. */
  readonly changed = output();

  private readonly http = inject(HttpClient);
  private readonly confirm = inject(Confirm);
  private readonly session = inject(Session);
  protected readonly mayWrite = computed(() => this.session.person()?.scopes.includes('write') ?? false);
  protected readonly shown = computed(() =>
    this.decisions().map((decision) => ({
      ...decision,
      look: decidedLook(decision),
      sentence: decidedSentence(decision, this.metrics()),
      words: decision.effect && effectWords(decision.effect, this.metrics()),
    })),
  );

  protected readonly first = computed(() => this.shown().slice(0, this.most()));
  protected readonly earlier = computed(() => this.shown().slice(this.most()));
  /** Templates do not know what they are given. */
  protected readonly asDecision = (given: ReturnType<typeof this.shown>[number]) => given;

  protected async undo(decided: Decided): Promise<void> {
    const { id, winner } = decided;
    const undone = await this.confirm.ask({
      title: `Undo the promotion of “${winner}”?`,
      consequences: undoConsequences(decided),
      action: 'Undo the promotion',
      act: async () => {
        await firstValueFrom(
          this.http.post(
            `/api/v1/experiments/${id}/undo-promotion`,
            { reason: 'Undone from Home' },
            { headers: { 'if-match': '*' } },
          ),
        );
      },
    });
    if (undone) this.changed.emit();
  }
}
