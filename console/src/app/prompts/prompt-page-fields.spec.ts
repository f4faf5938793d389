import { changedSettings, servesWords } from './prompt-page-fields';
import type { Prompt } from './prompts-api';

const prompt: Prompt = {
  id: 'id',
  name: 'a/b',
  description: 'Greets.',
  agentRole: 'synthesizer',
  depth: null,
  strategy: null,
  domain: 'energy',
  tags: ['one', 'two'],
  type: 'text',
  serves: 'latest',
  latestVersion: 3,
  servedVersion: 3,
  labels: [{ label: 'production', version: 2, updatedAt: '', updatedBy: '' }],
  updatedBy: 'ada',
  updatedAt: '',
  archivedAt: null,
};
const same: Record<string, string> = {
  description: 'Greets.',
  agentRole: 'synthesizer',
  depth: '',
  strategy: '',
  domain: 'energy',
  tags: 'one, two',
  serves: 'latest',
};
const changed = (change: Record<string, string>) =>
  changedSettings(prompt, (field) => ({ ...same, ...change })[field] ?? '');

describe('changedSettings', () => {
  it('sends what differs, and nothing else', () => {
    expect(changed({})).toEqual({});
    expect(
      changed({ description: ' Greets people. ', depth: 'deep', domain: '', tags: 'two,, one , two' }),
    ).toEqual({
      description: 'Greets people.',
      depth: 'deep',
      domain: null,
      tags: ['two', 'one'],
    });
    expect(changed({ serves: 'production' })).toEqual({ serves: 'production' });
  });
});

describe('servesWords', () => {
  it('says what agents get at once, and what saving means', () => {
    expect(servesWords(prompt, 'latest')).toBe('Every saved version is served at once.');
    expect(servesWords(prompt, 'production')).toBe(
      'Served changes from version 3 to version 2, at once. Saving does not ship: agents get what production points to.',
    );
  });
});
