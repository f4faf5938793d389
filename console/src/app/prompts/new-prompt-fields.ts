import type { FieldProblem } from '../problem/problem';

/** Everything about a new prompt that is not words, as it was typed. */
export interface About {
  readonly name: string;
  readonly description: string;
  readonly agentRole: string;
  readonly depth: string;
  readonly strategy: string;
  readonly domain: string;
  /** Separated by commas. */
  readonly tags: string;
}

export const NO_ABOUT: About = {
  name: '',
  description: '',
  agentRole: '',
  depth: '',
  strategy: '',
  domain: '',
  tags: '',
};

// As the API takes them.
const SEGMENT = '[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?';
const NAME = new RegExp(`^${SEGMENT}(/${SEGMENT}){0,9}$`);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SLUG = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
const MOST_NAME = 200;
const MOST_TAGS = 30;
const MOST_TAG = 64;
export const SLUGS = ['agentRole', 'depth', 'strategy', 'domain'] as const;

/** What is wrong with a name, in words that fit after "Name"; null when nothing is. */
export function problemOfName(name: string): string | null {
  if (name === '') return 'is needed: agents ask by it';
  if (name.length > MOST_NAME) return `must have at most ${MOST_NAME} characters`;
  if (UUID.test(name)) return 'must not be a UUID: those are ids';
  if (NAME.test(name)) return null;
  return 'must be 1 to 10 segments between slashes, each of letters, digits, “_”, “.” and “-”, not starting with “.” or “-” and not ending with “.”';
}

/** The tags that were typed, each once. */
export function tagsIn(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
    ),
  ];
}

/** Everything that the API would refuse in these fields. */
export function problemsOfAbout(about: About): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const name = problemOfName(about.name);
  if (name !== null) problems.push({ field: 'name', message: name });
  for (const field of SLUGS) {
    if (about[field] !== '' && !SLUG.test(about[field]))
      problems.push({
        field,
        message: 'must be 1 to 64 of letters, digits, “_”, “.” and “-”, starting with a letter or digit',
      });
  }
  const tags = tagsIn(about.tags);
  if (tags.length > MOST_TAGS) problems.push({ field: 'tags', message: `must be at most ${MOST_TAGS}` });
  if (tags.some((tag) => tag.length > MOST_TAG))
    problems.push({ field: 'tags', message: `must have at most ${MOST_TAG} characters each` });
  return problems;
}

/** The fields as the API takes them; empty ones are left out. */
export function bodyOf(about: About): Record<string, unknown> {
  const filled = Object.entries(about).filter(([field, value]) => field !== 'tags' && value !== '');
  return { ...Object.fromEntries(filled), tags: tagsIn(about.tags) };
}

/** Fields that another release or this one kept. */
export function aboutFrom(kept: Readonly<Record<string, unknown>> | undefined): About {
  const read = (field: keyof About) => {
    const value = kept?.[field];
    return typeof value === 'string' ? value : '';
  };
  return {
    name: read('name'),
    description: read('description'),
    agentRole: read('agentRole'),
    depth: read('depth'),
    strategy: read('strategy'),
    domain: read('domain'),
    tags: read('tags'),
  };
}
