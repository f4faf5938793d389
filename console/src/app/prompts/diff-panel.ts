import { BreakpointObserver } from '@angular/cdk/layout';
import { httpResource } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  viewChild,
} from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatTooltip } from '@angular/material/tooltip';
import { Router, RouterLink } from '@angular/router';
import { map } from 'rxjs';
import { isPlainKey } from '../keyboard/is-plain-key';
import { ProblemBanner } from '../problem/problem-banner';
import { problemOf } from '../problem/problem-of';
import { reloadOnRecovery } from '../shell/reload-on-recovery';
import { Moment } from '../time/moment';
import { Author } from './author';
import { DiffSections } from './diff-sections';
import { compareParams, previousOf, runningVersion, type Sides } from './diff-sides';
import { placeOf, stepped } from './diff-walk';
import { type Prompt, promptUrl, type Version } from './prompts-api';
import type { TimelineItem } from './version-timeline-items';

/** Narrower than this, two texts beside each other cannot be read. */
const ROOM_FOR_TWO = '(min-width: 1100px)';
const LONGEST_MESSAGE = 48;

/** Any two versions of a prompt, compared. */
@Component({
  selector: 'pr-diff-panel',
  imports: [
    Author,
    DiffSections,
    MatButton,
    MatIcon,
    MatIconButton,
    MatTooltip,
    Moment,
    ProblemBanner,
    RouterLink,
  ],
  templateUrl: './diff-panel.html',
  styleUrl: './diff-panel.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(document:keydown)': 'onKey($event)' },
})
export class DiffPanel {
  readonly prompt = input.required<Prompt>();
  readonly items = input.required<readonly TimelineItem[]>();
  readonly sides = input.required<Sides>();
  /** From the URL: `split` or `inline`; anything else is what fits. */
  readonly layout = input.required<string>();
  readonly mayWrite = input.required<boolean>();
  readonly rollback = output<number>();

  private readonly router = inject(Router);
  private readonly hasRoom = toSignal(
    inject(BreakpointObserver)
      .observe(ROOM_FOR_TWO)
      .pipe(map(({ matches }) => matches)),
    { initialValue: false },
  );
  private readonly sections = viewChild(DiffSections);

  protected readonly sideBySide = computed(() =>
    ['split', 'inline'].includes(this.layout()) ? this.layout() === 'split' : this.hasRoom(),
  );
  protected readonly left = this.version(() => this.sides().left);
  protected readonly right = this.version(() => this.sides().right);
  protected readonly both = computed(() => {
    const [left, right] = [this.left.shown(), this.right.shown()];
    return left && right ? { left, right } : null;
  });
  protected readonly problem = computed(() => this.left.problem() ?? this.right.problem());
  protected readonly options = computed(() =>
    this.items().map(({ version, labels, message }) => ({
      version,
      words: [version, ...labels, ...(message ? [`“${shortened(message)}”`] : [])].join(' · '),
    })),
  );
  protected readonly running = computed(() => runningVersion(this.prompt()));
  protected readonly against = computed(() => {
    const { right } = this.sides();
    const { version, word } = this.running();
    const previous = previousOf(this.prompt(), right);
    return [
      ...(version !== null && version !== right ? [{ word: `against ${word}`, left: version }] : []),
      ...(previous < right ? [{ word: 'against previous', left: previous }] : []),
    ].map((choice) => ({ ...choice, params: compareParams({ left: choice.left, right }) }));
  });
  protected readonly switched = computed(() => {
    const { left, right } = this.sides();
    return compareParams({ left: right, right: left });
  });

  private readonly counts = computed(() => (this.sections()?.blocks() ?? []).map(({ stops }) => stops()));
  protected readonly total = computed(() => this.counts().reduce((sum, count) => sum + count, 0));
  /** The change that the reader is at; another comparison begins anew. */
  protected readonly at = linkedSignal<unknown, number | null>({
    source: () => this.both(),
    computation: () => null,
  });

  constructor() {
    effect(() => {
      const at = this.at();
      const place = at === null ? null : placeOf(this.counts(), at);
      (this.sections()?.blocks() ?? []).forEach((block, index) =>
        block.show(place?.block === index ? place.stop : null),
      );
    });
  }

  protected step(step: 1 | -1): void {
    this.at.set(stepped(this.at(), this.total(), step));
  }

  protected choose(side: keyof Sides, version: string): void {
    void this.router.navigate([], {
      queryParams: compareParams({ ...this.sides(), [side]: Number(version) }),
      queryParamsHandling: 'merge',
    });
  }

  /** `n` and `p` step through the changes, `s` switches the sides. */
  protected onKey(event: KeyboardEvent): void {
    if (!['n', 'p', 's'].includes(event.key) || !isPlainKey(event)) return;
    event.preventDefault();
    if (event.key === 's')
      void this.router.navigate([], {
        queryParams: this.switched(),
        queryParamsHandling: 'merge',
        replaceUrl: true,
      });
    else this.step(event.key === 'n' ? 1 : -1);
  }

  private version(number: () => number) {
    const found = httpResource<Version>(() => `${promptUrl(this.prompt().name)}/versions/${number()}`);
    reloadOnRecovery(found);
    return {
      shown: computed(() => (found.hasValue() ? found.value() : null)),
      problem: problemOf(found),
      reload: () => found.reload(),
    };
  }
}

function shortened(message: string): string {
  const [line = ''] = message.split('\n', 1);
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line;
}
