import { lockOf } from './rollback-plan';
import type { LabelPlace } from './prompts-api';

/** As the API takes them. */
export const LABEL = /^(?!latest$)(?![0-9]+$)[a-z0-9][a-z0-9._-]{0,63}$/;
export const LABEL_RULE = 'A label is 1 to 64 of a-z, 0-9, “.”, “_” and “-”, not only digits, not “latest”.';

/** A label that a version may get, lose or not. */
export interface LabelChoice {
  readonly label: string;
  /** Where it is; null: nowhere on this prompt. */
  readonly from: number | null;
  readonly isHere: boolean;
  readonly served: boolean;
  /** Nobody has used it yet. */
  readonly isNew: boolean;
  /** Why it stays where it is; null when it may be moved. */
  readonly locked: string | null;
  /** What choosing it does: "Move production 7 → 8". */
  readonly word: string;
}

/** What the choices are made from. */
export interface LabelContext {
  readonly version: number;
  readonly places: readonly LabelPlace[];
  readonly serves: string;
  /** Labels that other prompts have. */
  readonly known: readonly string[];
  readonly protectedLabels: readonly string[];
  readonly isAdmin: boolean;
}

/**
 * The labels that fit a search: what is on this version, then where the others of this prompt are, then those of other prompts; last the
 * search itself as a new label.
 */
export function labelChoices(context: LabelContext, search: string): readonly LabelChoice[] {
  const { places, known, protectedLabels, version } = context;
  const wanted = search.trim().toLowerCase();
  const here = places.filter((place) => place.version === version).map(({ label }) => label);
  const others = places.map(({ label }) => label);
  const all = [...new Set([...here, ...others, 'production', ...protectedLabels, ...known])];
  const fitting = all.filter((label) => label.includes(wanted));
  const isNew = !all.includes(wanted) && LABEL.test(wanted);
  return [
    ...fitting.map((label) => choice(context, label, false)),
    ...(isNew ? [choice(context, wanted, true)] : []),
  ];
}

function choice(
  { version, places, serves, protectedLabels, isAdmin }: LabelContext,
  label: string,
  isNew: boolean,
): LabelChoice {
  const from = places.find((place) => place.label === label)?.version ?? null;
  const isHere = from === version;
  const served = serves === label;
  const locked =
    lockOf(label, protectedLabels, isAdmin) ??
    (isHere && served ? 'the prompt serves it: move it to another version, or serve something else' : null);
  return { label, from, isHere, served, isNew, locked, word: wordOf(label, from, version, isNew) };
}

function wordOf(label: string, from: number | null, version: number, isNew: boolean): string {
  if (from === version) return `Remove ${label} from ${version}`;
  if (isNew) return `Create ${label} at ${version}`;
  return from === null ? `Set ${label} to ${version}` : `Move ${label} ${from} → ${version}`;
}
