import { renderCompiled, type Rendered, type RenderValues } from '@prompt-registry/resolver';
import { DomainError } from '../problems/domain-error';
import type { ServedWords } from './served-words';

/**
 * The members `rendered` and `extraVariables` of an answer, as JSON text with a comma before each.
 * @throws DomainError MISSING_VARIABLES with `missing`; INVALID_INPUT naming each value that cannot be used.
 */
export function renderedMembers(words: ServedWords, values: RenderValues): string {
  const template = words.compiled();
  if (!template.ok) {
    const errors = template.problems.map(({ field, message, line, column }) => ({
      field,
      message,
      line,
      column,
    }));
    throw new DomainError(
      'TEMPLATE_INVALID',
      'The stored words are not a template that can be rendered; publish them again',
      { errors },
    );
  }
  const result = renderCompiled(template.compiled, values);
  if (!result.ok) throw refusal(result);
  const rendered = result.type === 'text' ? result.text : result.messages;
  return `,"rendered":${JSON.stringify(rendered)},"extraVariables":${JSON.stringify(result.extra)}`;
}

function refusal({ code, missing, invalid }: Extract<Rendered, { ok: false }>): DomainError {
  const errors = [
    ...missing.map((name) => ({ field: `variables.${name}`, message: 'is missing' })),
    ...invalid.map(({ name, message }) => ({ field: `variables.${name}`, message })),
  ];
  if (code === 'MISSING_VARIABLES')
    return new DomainError('MISSING_VARIABLES', `The template needs a value for ${missing.join(', ')}`, {
      errors,
      members: { missing },
    });
  if (code === 'TOO_LONG') {
    const message = 'make a text that is too long; give shorter values';
    return new DomainError('INVALID_INPUT', `variables: ${message}`, {
      errors: [{ field: 'variables', message }],
    });
  }
  return new DomainError(
    'INVALID_INPUT',
    errors
      .map(({ field, message }) => `${field}: ${message}`)
      .join('; ')
      .slice(0, 1_000),
    { errors },
  );
}
