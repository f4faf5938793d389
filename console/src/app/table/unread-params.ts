import { inject, type Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute } from '@angular/router';
import { map } from 'rxjs';

/** A value in the address that a list cannot be narrowed or ordered by. */
export interface UnreadParam {
  /** What it would be: "status". */
  readonly word: string;
  readonly value: string;
}

/** Reads the filters of a list from its query parameters. */
type Read<Filters> = (params: { get(name: string): string | null }) => Filters;

/** What people call the filters that not every value is a value of. */
export type FilterWords<Filters> = Readonly<Partial<Record<keyof Filters & string, string>>>;

const MOST_SHOWN = 60;

/** What is in the address and makes no difference, because the reader of the filters knows no such value. */
export function unreadParams<Filters extends object>(
  params: { get(name: string): string | null },
  read: Read<Filters>,
  words: FilterWords<Filters>,
): readonly UnreadParam[] {
  const none = read({ get: () => null });
  return Object.entries<string | undefined>(words).flatMap(([name, word]) => {
    const value = params.get(name) ?? '';
    if (word === undefined || value === '') return [];
    const key = name as keyof Filters;
    const found = read({ get: (asked) => (asked === name ? value : null) })[key];
    // What is usual may be said, too.
    if (found !== none[key] || String(found) === value) return [];
    return [{ word, value: value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}…` : value }];
  });
}

/** {@link unreadParams} of the page's address. Call it in an injection context. */
export function unreadParamsOfPage<Filters extends object>(
  read: Read<Filters>,
  words: FilterWords<Filters>,
): Signal<readonly UnreadParam[]> {
  const params = inject(ActivatedRoute).queryParamMap;
  return toSignal(params.pipe(map((given) => unreadParams(given, read, words))), { initialValue: [] });
}
