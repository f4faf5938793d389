import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { Now } from '../time/now';
import { compareParams, sidesFrom } from './diff-sides';
import { folderOf, leafOf } from './folders';
import { LabelChips } from './label-chips';
import { type TrialOfPrompt, trialProgress } from './prompt-page-trial';
import { type Prompt, promptUrl } from './prompts-api';

/** What a prompt is, what it serves, what is on trial, and what can be done with it. */
@Component({
  selector: 'pr-prompt-page-header',
  imports: [LabelChips, MatButton, MatIcon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, RouterLink],
  templateUrl: './prompt-page-header.html',
  styleUrl: './prompt-page-header.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PromptPageHeader {
  readonly name = input.required<string>();
  /** Null while it is on its way. */
  readonly prompt = input.required<Prompt | null>();
  readonly selected = input.required<number | null>();
  readonly running = input.required<TrialOfPrompt | null>();
  readonly daysLeft = input.required<number | null>();
  readonly mayWrite = input.required<boolean>();
  readonly archive = output();
  readonly restore = output();

  private readonly now = inject(Now);
  protected readonly folder = computed(() => folderOf(this.name()));
  protected readonly leaf = computed(() => leafOf(this.name()));
  protected readonly facts = computed(() => {
    const prompt = this.prompt();
    if (!prompt) return [];
    const { agentRole, depth, strategy, domain } = prompt;
    return Object.entries({ agentRole, depth, strategy, domain }).flatMap(([facet, value]) =>
      value === null
        ? []
        : [{ word: facet === 'agentRole' ? 'role' : facet, value, queryParams: { [facet]: value } }],
    );
  });
  protected readonly progress = computed(() => {
    const running = this.running();
    return running && trialProgress(running.startAt, this.daysLeft(), this.now.value());
  });
  protected readonly compare = computed(() => {
    const [prompt, selected] = [this.prompt(), this.selected()];
    return prompt && selected !== null ? compareParams(sidesFrom(prompt, null, null, selected)) : {};
  });
  protected readonly exportUrl = computed(() => {
    const selected = this.selected();
    return `${promptUrl(this.name())}/export${selected === null ? '' : `?version=${selected}`}`;
  });
}
