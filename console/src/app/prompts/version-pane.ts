import { httpResource } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  input,
  linkedSignal,
  output,
  signal,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import { CopyButton } from '../copy/copy-button';
import { TextView } from '../monaco/text-view';
import { ProblemBanner } from '../problem/problem-banner';
import { problemOf } from '../problem/problem-of';
import { reloadOnRecovery } from '../shell/reload-on-recovery';
import { Moment } from '../time/moment';
import { ChatMessages } from './chat-messages';
import type { LabelChoice } from './label-choices';
import { LabelPopover } from './label-popover';
import { type Prompt, promptUrl, type Version } from './prompts-api';
import { variableMarks } from './variable-marks';

/** One version: its words, raw or as they are read, and its configuration. */
@Component({
  selector: 'pr-version-pane',
  imports: [
    ChatMessages,
    CopyButton,
    LabelPopover,
    MatButton,
    MatIcon,
    MatIconButton,
    MatTooltip,
    Moment,
    ProblemBanner,
    RouterLink,
    TextView,
  ],
  templateUrl: './version-pane.html',
  styleUrl: './version-pane.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class VersionPane {
  readonly prompt = input.required<Prompt>();
  readonly version = input.required<number>();
  /** From the URL: `raw` or `config`; anything else is the words. */
  readonly part = input.required<string>();
  readonly mayWrite = input.required<boolean>();
  readonly isAdmin = input.required<boolean>();
  readonly protectedLabels = input.required<readonly string[]>();
  readonly label = output<LabelChoice>();
  readonly rollback = output();

  private readonly name = computed(() => this.prompt().name);
  protected readonly parts = computed(() => [
    { id: null, word: this.prompt().type === 'chat' ? 'Messages' : 'Text' },
    { id: 'raw', word: 'Raw' },
    { id: 'config', word: 'Config' },
  ]);
  protected readonly currentPart = computed(() =>
    ['raw', 'config'].includes(this.part()) ? this.part() : null,
  );
  protected readonly lineNumbers = signal(false);

  protected readonly found = httpResource<Version>(
    () => `${promptUrl(this.name())}/versions/${this.version()}`,
  );
  protected readonly problem = problemOf(this.found);
  /** The version shown stays until the next one is there; versions of another prompt do not. */
  private readonly kept = linkedSignal<
    { name: string; found?: Version },
    { name: string; version?: Version }
  >({
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
  protected readonly marks = computed(() =>
    variableMarks(this.text() ?? '', this.shown()?.templateFormat ?? 'none'),
  );
  /** As the API has it, without any decoration. */
  protected readonly raw = computed(() => this.text() ?? JSON.stringify(this.messages(), null, 2));
  protected readonly config = computed(() => {
    const config = this.shown()?.config ?? {};
    return Object.keys(config).length > 0 ? JSON.stringify(config, null, 2) : null;
  });

  constructor() {
    reloadOnRecovery(this.found);
  }

  /** Labels of this version, by the prompt, so that every part of the page says the same. */
  protected readonly labels = computed(() => {
    const { labels, latestVersion } = this.prompt();
    return [...labels, { label: 'latest', version: latestVersion }]
      .filter(({ version }) => version === this.version())
      .map(({ label }) => label);
  });

  protected variableWord(name: string, format: Version['templateFormat']): string {
    return format === 'mustache' ? `{{${name}}}` : `{${name}}`;
  }
}
