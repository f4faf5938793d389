import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, effect, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { isPlainKey } from '../keyboard/is-plain-key';
import { reloadOnChange } from '../live/reload-on-change';
import { ProblemBanner } from '../problem/problem-banner';
import { problemOf } from '../problem/problem-of';
import { Session } from '../session/session';
import { Breadcrumbs } from '../shell/breadcrumbs';
import { reloadOnRecovery } from '../shell/reload-on-recovery';
import { folderOf, foldersOnTheWay, leafOf } from './folders';
import { LabelChips } from './label-chips';
import { type Prompt, promptUrl, type VersionEntry, type VersionList } from './prompts-api';
import { versionFromParam } from './version-from-param';
import { VersionPane } from './version-pane';
import { VersionTimeline } from './version-timeline';

const VERSIONS_A_PAGE = 50;

/** One prompt: what it is, its versions, and the words of the version that the URL names. */
@Component({
  selector: 'pr-prompt-page',
  imports: [LabelChips, MatButton, MatIcon, ProblemBanner, RouterLink, VersionPane, VersionTimeline],
  templateUrl: './prompt-page.html',
  styleUrl: './prompt-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(document:keydown)': 'onKey($event)' },
})
export class PromptPage {
  /** From the path and the query. */
  readonly name = input.required<string>();
  readonly version = input<string>();
  readonly tab = input<string>();

  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly session = inject(Session);
  private readonly versionPage = linkedSignal({ source: this.name, computation: () => 1 });

  protected readonly found = httpResource<Prompt>(() => promptUrl(this.name()));
  protected readonly prompt = computed(() => (this.found.hasValue() ? this.found.value() : null));
  protected readonly problem = problemOf(this.found);

  protected readonly versions = httpResource<VersionList>(() => ({
    url: `${promptUrl(this.name())}/versions`,
    params: { page: this.versionPage(), pageSize: VERSIONS_A_PAGE },
  }));
  protected readonly versionsProblem = problemOf(this.versions);
  /** All pages of versions asked for so far, newest first. */
  protected readonly entries = linkedSignal<{ name: string; list?: VersionList }, { name: string; items: readonly VersionEntry[] }>({
    source: () => ({ name: this.name(), ...(this.versions.hasValue() ? { list: this.versions.value() } : {}) }),
    computation: ({ name, list }, previous) => {
      const known = previous?.value.name === name ? previous.value.items : [];
      const added = list?.items ?? [];
      const others = known.filter(({ version }) => !added.some((entry) => entry.version === version));
      return { name, items: [...others, ...added].sort((a, b) => b.version - a.version) };
    },
  });

  protected readonly selected = computed(() => versionFromParam(this.version()) ?? this.prompt()?.latestVersion ?? null);
  protected readonly hasOlder = computed(() => {
    const last = this.entries().items.at(-1);
    return last !== undefined && last.version > 1;
  });
  protected readonly mayWrite = computed(() => this.session.person()?.scopes.includes('write') ?? false);
  protected readonly timelineOpen = signal(false);

  protected readonly folder = computed(() => folderOf(this.name()));
  protected readonly leaf = computed(() => leafOf(this.name()));
  protected readonly facts = computed(() => {
    const prompt = this.prompt();
    if (!prompt) return [];
    const { agentRole, depth, strategy, domain } = prompt;
    return Object.entries({ agentRole, depth, strategy, domain }).flatMap(([facet, value]) =>
      value === null ? [] : [{ word: facet === 'agentRole' ? 'role' : facet, value, queryParams: { [facet]: value } }],
    );
  });

  constructor() {
    reloadOnRecovery(this.found);
    reloadOnRecovery(this.versions);
    reloadOnChange(this.found, this.name);
    reloadOnChange(this.versions, this.name);
    const breadcrumbs = inject(Breadcrumbs);
    effect(() =>
      breadcrumbs.show([
        { label: 'Prompts', link: ['/prompts'] },
        ...foldersOnTheWay(this.name()).map((folder) => ({
          label: leafOf(folder),
          link: ['/prompts'],
          queryParams: { folder },
        })),
        { label: this.leaf() },
      ]),
    );
  }

  protected reload(): void {
    this.found.reload();
    this.versions.reload();
  }

  protected loadOlder(): void {
    this.versionPage.update((page) => page + 1);
  }

  /** `j` to the next older version, `k` to the next newer one: the timeline's down and up. */
  protected onKey(event: KeyboardEvent): void {
    if ((event.key !== 'j' && event.key !== 'k') || !isPlainKey(event)) return;
    const { items } = this.entries();
    const at = items.findIndex(({ version }) => version === this.selected());
    const target = items[at + (event.key === 'j' ? 1 : -1)];
    if (at === -1 || !target) return;
    event.preventDefault();
    void this.router.navigate([], {
      relativeTo: this.route,
      queryParams: { version: target.version },
      queryParamsHandling: 'merge',
      replaceUrl: true, // one step back leaves the prompt, however many versions were looked at by key
    });
  }
}
