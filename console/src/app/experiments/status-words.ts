import { DRAFT, type Look, type Tone } from './standing-words';

const ICONS: Readonly<Record<Tone, string>> = {
  good: 'check',
  wait: 'clock',
  bad: 'warning',
  info: 'experiment',
  quiet: 'archive',
};

/** The icon that goes with a look, so that colour never speaks alone. */
export function lookIcon({ tone, word }: Look): string {
  return word === DRAFT.word ? 'edit' : ICONS[tone];
}

const DAY_MS = 86_400_000;

/** How far an experiment is, in days: "day 3", "~6 days left". */
export function ageWords(startAt: string | null, now: Date): string {
  if (startAt === null) return '';
  return `day ${Math.max(1, Math.ceil((now.getTime() - new Date(startAt).getTime()) / DAY_MS))}`;
}

/** How long it may still take. */
export function leftWords(daysLeft: number | null | undefined): string {
  if (daysLeft === null || daysLeft === undefined) return '';
  if (daysLeft < 1 / 24) return 'less than an hour left';
  if (daysLeft < 1) return `~${Math.ceil(daysLeft * 24)} h left`;
  return `~${Math.ceil(daysLeft)} ${Math.ceil(daysLeft) === 1 ? 'day' : 'days'} left`;
}
