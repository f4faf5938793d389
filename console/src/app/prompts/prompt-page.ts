import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { MatTabLink, MatTabNav, MatTabNavPanel } from '@angular/material/tabs';
import { Router, RouterLink } from '@angular/router';
import { isPlainKey } from '../keyboard/is-plain-key';
import { ProblemBanner } from '../problem/problem-banner';
import { Session } from '../session/session';
import { Breadcrumbs } from '../shell/breadcrumbs';
import { DiffPanel } from './diff-panel';
import { compareParams, sidesFrom, timelineParams } from './diff-sides';
import { foldersOnTheWay, leafOf } from './folders';
import { HistoryPanel } from './history-panel';
import { MetricsPanel } from './metrics-panel';
import { promptPageActions } from './prompt-page-actions';
import { PromptPageHeader } from './prompt-page-header';
import { PromptPageSettings } from './prompt-page-settings';
import { promptPageSource } from './prompt-page-source';
import { TABS, tabFrom } from './prompt-page-tabs';
import { usesByVersion } from './prompt-page-trial';
import { UsePanel } from './use-panel';
import { versionFromParam } from './version-from-param';
import { VersionPane } from './version-pane';
import { VersionTimeline } from './version-timeline';
import { timelineItems } from './version-timeline-items';

/** One prompt: its versions, their words and differences, how they did, how to call it, and what happened to it. */
@Component({
  selector: 'pr-prompt-page',
  imports: [
    DiffPanel,
    HistoryPanel,
    MatIcon,
    MatTabLink,
    MatTabNav,
    MatTabNavPanel,
    MetricsPanel,
    ProblemBanner,
    PromptPageHeader,
    PromptPageSettings,
    RouterLink,
    UsePanel,
    VersionPane,
    VersionTimeline,
  ],
  templateUrl: './prompt-page.html',
  styleUrl: './prompt-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(document:keydown)': 'onKey($event)', '(window:focus)': 'source.reload()' },
})
export class PromptPage {
  /** From the path and the query. */
  readonly name = input.required<string>();
  readonly version = input<string>();
  readonly tab = input<string>();
  readonly left = input<string>();
  readonly right = input<string>();
  readonly layout = input<string>();
  readonly show = input<string>();
  readonly call = input<string>();
  readonly days = input<string>();
  readonly versions = input<string>();
  readonly metrics = input<string>();

  private readonly router = inject(Router);
  private readonly session = inject(Session);
  protected readonly source = promptPageSource(this.name);
  protected readonly prompt = this.source.prompt;
  protected readonly tabs = TABS;
  // The address of the configuration used to be a tab of its own.
  protected readonly currentTab = computed(() => tabFrom(this.tab()));
  protected readonly part = computed(() => (this.tab() === 'config' ? 'config' : (this.show() ?? '')));

  protected readonly selected = computed(
    () =>
      versionFromParam(this.right()) ??
      versionFromParam(this.version()) ??
      this.prompt()?.latestVersion ??
      null,
  );
  /** What is compared, while something is. */
  protected readonly sides = computed(() => {
    const [prompt, selected] = [this.prompt(), this.selected()];
    if (this.currentTab() !== 'diff' || !prompt || selected === null) return null;
    return sidesFrom(prompt, versionFromParam(this.left()), versionFromParam(this.right()), selected);
  });
  protected readonly items = computed(() => {
    const prompt = this.prompt();
    return prompt
      ? timelineItems(this.source.entries(), prompt, usesByVersion(this.source.experiments()))
      : [];
  });

  private readonly scopes = computed(() => this.session.person()?.scopes ?? []);
  protected readonly isAdmin = computed(() => this.scopes().includes('admin'));
  protected readonly mayWrite = computed(() => this.scopes().includes('write') || this.isAdmin());
  /** An archived prompt stays as it is. */
  protected readonly mayChange = computed(() => this.mayWrite() && this.prompt()?.archivedAt === null);
  private readonly locks = httpResource<{ readonly items: readonly { readonly label: string }[] }>(() => ({
    url: '/api/v1/protected-labels',
    params: { pageSize: 200 },
  }));
  protected readonly protectedLabels = computed(() =>
    this.locks.hasValue() ? this.locks.value().items.map(({ label }) => label) : [],
  );
  protected readonly actions = promptPageActions({
    source: this.source,
    isAdmin: this.isAdmin,
    protectedLabels: this.protectedLabels,
  });
  protected readonly timelineOpen = signal(false);

  constructor() {
    const breadcrumbs = inject(Breadcrumbs);
    effect(() =>
      breadcrumbs.show([
        { label: 'Prompts', link: ['/prompts'] },
        ...foldersOnTheWay(this.name()).map((folder) => ({
          label: leafOf(folder),
          link: ['/prompts'],
          queryParams: { folder },
        })),
        { label: leafOf(this.name()) },
      ]),
    );
    // The page for a new prompt was here before; a prompt may have this name.
    effect(() => {
      if (this.name() === 'new' && this.source.problem()?.code === 'PROMPT_NOT_FOUND')
        void this.router.navigate(['/prompts/-/new'], { queryParamsHandling: 'preserve', replaceUrl: true });
    });
  }

  /** `j` to the next older version, `k` to the next newer one, `c` compares. */
  protected onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.timelineOpen()) return this.timelineOpen.set(false);
    if (!['j', 'k', 'c'].includes(event.key) || !isPlainKey(event)) return;
    const [prompt, selected] = [this.prompt(), this.selected()];
    if (!prompt || selected === null) return;
    if (event.key === 'c') {
      event.preventDefault();
      return void this.go(compareParams(this.sides() ?? sidesFrom(prompt, null, null, selected)), false);
    }
    const items = this.items();
    const at = items.findIndex(({ version }) => version === selected);
    const target = items[at + (event.key === 'j' ? 1 : -1)];
    if (at === -1 || !target) return;
    event.preventDefault();
    // One step back leaves the prompt, however many versions were looked at by key.
    void this.go(timelineParams(target.version, this.sides()), true);
  }

  private go(queryParams: Record<string, unknown>, replaceUrl: boolean): Promise<boolean> {
    return this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl });
  }
}
