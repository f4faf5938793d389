import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, input, output, signal } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { dayOf, narrowedBy, type TraceFilters } from './trace-filters';
import { FLAG_WORDS, SOURCE_WORDS, STATUS_WORDS } from './trace-words';
import { FLAGS, SOURCES, STATUSES } from './traces-api';

const MOST_OFFERED = 100;

/** What is typed, not chosen. */
const WORDS = [
  { name: 'variant', label: 'Variant', placeholder: 'any' },
  { name: 'agent', label: 'Agent', placeholder: 'any' },
  { name: 'model', label: 'Model', placeholder: 'any' },
  { name: 'conversation', label: 'Conversation', placeholder: 'exact id' },
] as const;

/** What narrows the list of traces; each field reports when it is left or chosen. */
@Component({
  selector: 'pr-trace-filter-bar',
  imports: [MatIcon, RouterLink],
  templateUrl: './trace-filter-bar.html',
  styleUrl: './trace-filter-bar.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '[class.folded]': 'folded()' },
})
export class TraceFilterBar {
  readonly filters = input.required<TraceFilters>();
  /** The fields are asked for; on a narrow screen they always are. */
  readonly folded = input(false);
  readonly changed = output<Partial<TraceFilters>>();

  protected readonly opened = signal(false);
  protected readonly narrowed = computed(() => narrowedBy(this.filters()));
  protected readonly words = WORDS;
  protected readonly sources = SOURCES.map((value) => ({ value, word: SOURCE_WORDS[value].word }));
  protected readonly statuses = STATUSES.map((value) => ({ value, word: STATUS_WORDS[value].word }));
  protected readonly flags = FLAGS.map((value) => ({ value, word: FLAG_WORDS[value].word }));
  protected readonly dayOf = dayOf;

  // What is offered is a help: without an answer the fields take what is typed.
  private readonly promptsFound = httpResource<{ readonly items: readonly { readonly name: string }[] }>(
    () => ({ url: '/api/v1/prompts', params: { pageSize: MOST_OFFERED } }),
  );
  private readonly experimentsFound = httpResource<{
    readonly items: readonly { readonly id: string; readonly name: string; readonly promptName: string }[];
  }>(() => ({ url: '/api/v1/experiments', params: { pageSize: MOST_OFFERED } }));
  protected readonly prompts = computed(() =>
    this.promptsFound.hasValue() ? this.promptsFound.value().items : [],
  );
  /** The chosen one is offered also when it is not among the latest. */
  protected readonly experiments = computed(() => {
    const chosen = this.filters().experiment;
    const found = this.experimentsFound.hasValue() ? this.experimentsFound.value().items : [];
    const known = found.map(({ id, name, promptName }) => ({ id, name: `${name} · ${promptName}` }));
    return chosen === '' || known.some(({ id }) => id === chosen)
      ? known
      : [{ id: chosen, name: chosen }, ...known];
  });

  protected typed(name: (typeof WORDS)[number]['name'], text: string): void {
    this.narrow({ [name]: text.trim() });
  }

  protected narrow(change: Partial<TraceFilters>): void {
    const filters = this.filters();
    const isOther = Object.entries(change).some(
      ([name, value]) => filters[name as keyof TraceFilters] !== value,
    );
    if (isOther) this.changed.emit(change);
  }
}
