import { DomainError } from '../problems/domain-error';
import { readBatchBody, readResolveBody, readResolveQuery } from './resolve-input';

const NOW = Date.parse('2026-01-31T12:00:00Z');

function refusedField(read: () => unknown): string | undefined {
  try {
    read();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'INVALID_INPUT')
      return error.options.errors?.[0]?.field;
    throw error;
  }
  return undefined;
}

describe('readResolveBody', () => {
  it('reads every member', () => {
    const body = {
      name: 'a/b',
      conversationId: 'c',
      conversationStartedAt: '2026-01-31T11:00:00Z',
      label: 'production',
      variables: { x: 1 },
    };
    expect(readResolveBody(body, NOW)).toEqual({
      ...body,
      conversationStartedAt: Date.parse(body.conversationStartedAt),
      now: NOW,
      version: undefined,
    });
  });

  it('takes a conversation of the future as beginning now', () => {
    expect(
      readResolveBody({ name: 'a', conversationStartedAt: '2030-01-01T00:00:00Z' }, NOW)
        .conversationStartedAt,
    ).toBe(NOW);
  });

  it('counts characters, not UTF-16 units', () => {
    expect(
      refusedField(() => readResolveBody({ name: 'a', conversationId: '🚀'.repeat(200) }, NOW)),
    ).toBeUndefined();
    expect(refusedField(() => readResolveBody({ name: 'a', conversationId: '🚀'.repeat(201) }, NOW))).toBe(
      'conversationId',
    );
  });

  it.each<[string, unknown, string]>([
    ['no body', undefined, 'body'],
    ['null', null, 'body'],
    ['a list', [], 'body'],
    ['a text', 'name', 'body'],
    ['no name', {}, 'name'],
    ['an empty name', { name: '' }, 'name'],
    ['a name that is too long', { name: 'a'.repeat(201) }, 'name'],
    ['a name that is a number', { name: 1 }, 'name'],
    ['an unknown member', { name: 'a', prompt: 'b' }, 'prompt'],
    ['a member of Object', { name: 'a', constructor: {} }, 'constructor'],
    ['an empty conversation', { name: 'a', conversationId: '' }, 'conversationId'],
    ['null for a conversation', { name: 'a', conversationId: null }, 'conversationId'],
    [
      'a moment without offset',
      { name: 'a', conversationStartedAt: '2026-01-31T11:00:00' },
      'conversationStartedAt',
    ],
    ['a moment as a number', { name: 'a', conversationStartedAt: NOW }, 'conversationStartedAt'],
    ['version 0', { name: 'a', version: 0 }, 'version'],
    ['version 1.5', { name: 'a', version: 1.5 }, 'version'],
    ['version as text', { name: 'a', version: '1' }, 'version'],
    ['version beyond int32', { name: 'a', version: 2_147_483_648 }, 'version'],
    ['variables as a list', { name: 'a', variables: [] }, 'variables'],
    [
      'too many variables',
      { name: 'a', variables: Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`v${i}`, 1])) },
      'variables',
    ],
    ['null for a variable', { name: 'a', variables: { x: null } }, 'variables.x'],
    ['an object for a variable', { name: 'a', variables: { x: {} } }, 'variables.x'],
  ])('refuses %s', (_what, body, field) => {
    expect(refusedField(() => readResolveBody(body, NOW))).toBe(field);
  });
});

describe('readBatchBody', () => {
  it('names the request that is wrong', () => {
    expect(
      refusedField(() => readBatchBody({ requests: [{ name: 'a' }, { name: 'b', label: '' }] }, NOW)),
    ).toBe('requests[1].label');
  });

  it.each([[[]], [Array.from({ length: 101 }, () => ({ name: 'a' }))], ['a'], [undefined]])(
    'takes 1 to 100 requests',
    (requests) => {
      expect(refusedField(() => readBatchBody({ requests }, NOW))).toBe('requests');
    },
  );
});

describe('readResolveQuery', () => {
  it('reads a version written in digits', () => {
    expect(readResolveQuery({ name: 'a' }, { version: '12' }, NOW).version).toBe(12);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a version with a sign', { version: '+1' }, 'version'],
    ['a version beyond int32', { version: '2147483648' }, 'version'],
    ['two labels', { label: ['a', 'b'] }, 'label'],
    ['variables', { variables: '{}' }, 'variables'],
    ['an empty label', { label: '' }, 'label'],
  ])('refuses %s', (_what, query, field) => {
    expect(refusedField(() => readResolveQuery({ name: 'a' }, query, NOW))).toBe(field);
  });
});
