import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, input, linkedSignal, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatTabLink, MatTabNav, MatTabNavPanel } from '@angular/material/tabs';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import { isPlaceholder } from '@prompt-registry/resolver';
import { CopyButton } from '../copy/copy-button';
import { TextView } from '../monaco/text-view';
import { ProblemBanner } from '../problem/problem-banner';
import { problemOf } from '../problem/problem-of';
import { reloadOnRecovery } from '../shell/reload-on-recovery';
import { Moment } from '../time/moment';
import { ChatMessages } from './chat-messages';
import { promptUrl, type Version } from './prompts-api';
import { UsePanel } from './use-panel';
import { variableMarks } from './variable-marks';

export const TABS = ['prompt', 'config', 'use'] as const;
export type Tab = (typeof TABS)[number];

/** One version: its words, its configuration, and how to call it. */
@Component({
  selector: 'pr-version-pane',
  imports: [
    ChatMessages,
    CopyButton,
    MatIcon,
    MatIconButton,
    MatTabLink,
    MatTabNav,
    MatTabNavPanel,
    MatTooltip,
    Moment,
    ProblemBanner,
    RouterLink,
    TextView,
    UsePanel,
  ],
  templateUrl: './version-pane.html',
  styleUrl: './version-pane.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class VersionPane {
  readonly name = input.required<string>();
  readonly version = input.required<number>();
  /** As in the URL; anything unknown is the first tab. */
  readonly tab = input.required<string>();

  protected readonly tabs = [
    { id: 'prompt', word: 'Prompt' },
    { id: 'config', word: 'Config' },
    { id: 'use', word: 'Use' },
  ] as const satisfies readonly { id: Tab; word: string }[];
  protected readonly currentTab = computed<Tab>(() => TABS.find((known) => known === this.tab()) ?? 'prompt');
  protected readonly lineNumbers = signal(false);

  protected readonly found = httpResource<Version>(() => `${promptUrl(this.name())}/versions/${this.version()}`);
  protected readonly problem = problemOf(this.found);
  /** The version shown stays until the next one is there; versions of another prompt do not. */
  private readonly kept = linkedSignal<{ name: string; found?: Version }, { name: string; version?: Version }>({
    source: () => ({ name: this.name(), ...(this.found.hasValue() ? { found: this.found.value() } : {}) }),
    computation: ({ name, found }, previous) => {
      const version = found ?? (previous?.value.name === name ? previous.value.version : undefined);
      return { name, ...(version ? { version } : {}) };
    },
  });
  protected readonly shown = computed(() => this.kept().version);

  protected readonly text = computed(() => {
    const content = this.shown()?.content;
    return typeof content === 'string' ? content : null;
  });
  protected readonly messages = computed(() => {
    const content = this.shown()?.content;
    return content === undefined || typeof content === 'string' ? null : content;
  });
  protected readonly marks = computed(() => variableMarks(this.text() ?? '', this.shown()?.templateFormat ?? 'none'));
  protected readonly placeholders = computed(() => (this.messages() ?? []).filter(isPlaceholder).map(({ name }) => name));
  protected readonly copyText = computed(() => this.text() ?? JSON.stringify(this.messages(), null, 2));
  protected readonly config = computed(() => {
    const config = this.shown()?.config ?? {};
    return Object.keys(config).length > 0 ? JSON.stringify(config, null, 2) : null;
  });

  constructor() {
    reloadOnRecovery(this.found);
  }

  protected variableWord(name: string, format: Version['templateFormat']): string {
    return format === 'mustache' ? `{{${name}}}` : `{${name}}`;
  }
}
