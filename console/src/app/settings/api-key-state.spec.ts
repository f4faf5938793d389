import { isWorking, lastUse, whoStopsWorking } from './api-key-state';
import { keySnippets } from './key-snippets';
import { generatePassword, passwordProblems } from './password';
import type { ApiKey, Consumer } from './settings-api';

const now = new Date('2026-03-10T12:00:00Z');
const key: ApiKey = {
  id: '1',
  name: 'agents',
  prefix: 'pr_abc',
  scopes: ['resolve', 'record'],
  createdBy: 'ada',
  createdAt: '2026-01-01T00:00:00Z',
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
};
const agent = (service: string): Consumer => ({
  service,
  instanceId: service,
  sdkVersion: '0.1.0',
  revision: 1,
  behind: 0,
  stale: false,
  source: 'memory',
  since: '',
  lastSeenAt: '',
  keyName: 'agents',
});

describe('an API key', () => {
  it('works until it is revoked or its time has come', () => {
    expect(isWorking(key, now)).toBe(true);
    expect(isWorking({ ...key, revokedAt: '2026-03-01T00:00:00Z' }, now)).toBe(false);
    expect(isWorking({ ...key, expiresAt: '2026-03-10T12:00:00Z' }, now)).toBe(false);
    expect(isWorking({ ...key, expiresAt: '2026-03-10T12:00:01Z' }, now)).toBe(true);
  });

  it('names the live agents that stop with it', () => {
    expect(whoStopsWorking(key, [agent('energy'), agent('energy'), agent('architect')])).toContain(
      '3 live instances of energy, architect',
    );
    expect(whoStopsWorking(key, [])).toMatch(
      /^Whoever uses pr_abc… \(resolve, record\) is refused at once\./,
    );
  });

  it('is not called unused while an agent reports with it', () => {
    expect(lastUse(key, [agent('energy')], now)).toBe('It is in use now.');
    expect(lastUse(key, null, now)).toBe('It was never used.');
    expect(lastUse({ ...key, lastUsedAt: '2026-03-10T11:55:00Z' }, null, now, 'en')).toBe(
      'It was last used 5 min. ago.',
    );
  });
});

describe('what is shown with a new key', () => {
  it('offers the SDK to keys that may resolve, and traces to those that may record', () => {
    const text = (scopes: ApiKey['scopes']) =>
      keySnippets('https://r.example', 'pr_x', scopes)
        .map((snippet) => snippet.text)
        .join('\n');
    expect(text(['read'])).not.toContain('PromptRegistry');
    expect(text(['resolve'])).toContain(`url: 'https://r.example'`);
    expect(text(['resolve'])).not.toContain('.trace(');
    expect(text(['admin'])).toContain('.trace(');
    expect(text(['read'])).toContain(`export PROMPT_REGISTRY_API_KEY='pr_x'`);
  });
});

describe('a password', () => {
  it('is generated anew, long enough and readable', () => {
    const passwords = Array.from({ length: 50 }, generatePassword);
    expect(new Set(passwords).size).toBe(50);
    for (const password of passwords) expect(password).toMatch(/^([a-zA-Z2-9]{5}-){3}[a-zA-Z2-9]{5}$/);
    expect(passwords.flatMap((password) => passwordProblems('password', password))).toEqual([]);
  });

  it('needs twelve characters', () => {
    expect(passwordProblems('password', 'elevenchars')).toHaveLength(1);
    expect(passwordProblems('password', 'twelve chars')).toEqual([]);
  });
});
