import { createHash } from 'node:crypto';
import { verifiedVersion, type VersionRow } from './verified-version';

// Written out by hand, so that the expectation does not come from the code that it checks.
const CANONICAL = '{"config":{},"content":"Hi {name}","templateFormat":"f-string","type":"text"}';
const row: VersionRow = {
  promptId: 'p',
  version: 3,
  type: 'text',
  templateFormat: 'f-string',
  content: 'Hi {name}',
  config: {},
  contentHash: createHash('sha256').update(CANONICAL).digest('hex'),
};

describe('verifiedVersion', () => {
  it('gives the version when its words are those of its hash', () => {
    expect(verifiedVersion(row)).toEqual({
      version: 3,
      type: 'text',
      templateFormat: 'f-string',
      content: 'Hi {name}',
      config: {},
      contentHash: row.contentHash,
    });
  });

  it.each<[string, Partial<VersionRow>]>([
    ['words', { content: 'Hi {name}!' }],
    ['config', { config: { temperature: 1 } }],
    ['format', { templateFormat: 'none' }],
    ['type', { type: 'chat' }],
    ['hash', { contentHash: '0'.repeat(64) }],
  ])('refuses a version whose %s were changed', (_what, change) => {
    expect(verifiedVersion({ ...row, ...change })).toBeNull();
  });

  it('refuses chat content that is not a list', () => {
    expect(verifiedVersion({ ...row, type: 'chat', content: '{}' })).toBeNull();
  });
});
