import { consumerWords } from './review-consumers';
import { draftOf, type Words } from './draft';
import { changesOf } from './review-changes';
import { experimentWords, saveWord, servedAfter } from './review-effects';

const place = (label: string, version: number) => ({ label, version, updatedAt: '', updatedBy: '' });
const prompt = {
  serves: 'production',
  servedVersion: 7,
  labels: [place('production', 7), place('staging', 6)],
};
const choice = (labels: string[] = [], identical = false) => ({ latest: 7, identical, labels });

describe('the button', () => {
  it.each([
    [choice(), 'Save version 8'],
    [choice(['production']), 'Save version 8 and move production 7 → 8'],
    [choice(['canary']), 'Save version 8 and set canary to 8'],
    [choice(['production', 'staging']), 'Save version 8 and move 2 labels'],
    [choice([], true), null],
    [choice(['staging'], true), 'Move staging 6 → 7'],
  ])('says what it does', (chosen, word) => expect(saveWord(prompt, chosen)).toBe(word));
});

describe('what is served', () => {
  it('stays when a label is served that does not move', () => {
    expect(servedAfter(prompt, choice(['staging']))).toEqual({
      changes: false,
      words: 'Served stays version 7 (serves production): saving does not ship.',
    });
  });

  it('changes with the label that is served, and with latest', () => {
    expect(servedAfter(prompt, choice(['production'])).changes).toBe(true);
    expect(servedAfter({ ...prompt, serves: 'latest' }, choice()).changes).toBe(true);
    expect(servedAfter({ ...prompt, serves: 'latest' }, choice([], true)).changes).toBe(false);
    expect(servedAfter({ ...prompt, serves: 'new', servedVersion: null }, choice(['new'])).words).toContain(
      'nothing',
    );
  });
});

describe('what others notice', () => {
  it('names the versions on trial, and an approval that becomes necessary', () => {
    const experiment = { name: 'shorter', trafficShare: 0.5, variants: [{ version: 3 }, { version: 4 }] };
    expect(experimentWords(experiment, false)).toBe('“shorter” goes on with versions 3 and 4: not affected.');
    expect(experimentWords(experiment, true)).toMatch(/outside of it.*approval/);
  });

  it('counts agents, and those that will be late', () => {
    const agent = (service: string, stale = false) => ({
      service,
      instanceId: '1',
      stale,
      source: 'memory' as const,
    });
    expect(consumerWords([], false)).toBe('No agent has reported within five minutes.');
    expect(consumerWords([agent('a'), agent('b', true)], true)).toBe(
      '2 agents of a, b (1 live, 1 on an older snapshot until the server reaches it) get it within seconds.',
    );
  });
});

describe('what a draft changes', () => {
  it('is told part by part', () => {
    const base: Words = { type: 'text', templateFormat: 'f-string', content: 'a {x}\nb', config: { t: 0 } };
    const changes = changesOf(base, { ...draftOf(base), text: 'a {y}\nb\nc' });
    expect(changes.text.lines).toEqual({ added: 2, removed: 1 });
    expect(changes.variables).toEqual({ added: ['y'], removed: ['x'] });
    expect(changes.config.before).toBe(changes.config.after);
  });
});
