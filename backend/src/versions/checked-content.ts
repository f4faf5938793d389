import { validateContent, type VersionContent } from '@prompt-registry/resolver';
import { DomainError } from '../problems/domain-error';

export interface CheckedContent {
  readonly content: VersionContent;
  readonly variables: string[];
}

/**
 * What someone sent as a version's content, checked and normalised.
 * @throws DomainError TEMPLATE_INVALID with every problem and its place.
 */
export function checkedContent(input: {
  readonly type: unknown;
  readonly templateFormat: unknown;
  readonly content: unknown;
  readonly config: unknown;
}): CheckedContent {
  const result = validateContent(input);
  if (result.ok) return { content: result.content, variables: [...result.variables] };
  const errors = result.problems.map(({ field, message, line, column }) => ({
    field: field || 'content',
    message,
    ...(line === undefined ? {} : { line, column }),
  }));
  const first = errors[0];
  throw new DomainError('TEMPLATE_INVALID', `${first?.field}: ${first?.message}`, { errors });
}

/** What a content is, by its shape. */
export function typeOfContent(content: unknown): 'text' | 'chat' {
  return Array.isArray(content) ? 'chat' : 'text';
}
