import { assignedAt, flagOf, type KnownExperiment, type KnownPrompt } from './trace-flag';

const prompt: KnownPrompt = {
  id: 'p',
  name: 'architect',
  hashes: new Map([
    [1, 'one'],
    [2, 'two'],
    [3, 'three'],
  ]),
};
const experiment: KnownExperiment = {
  promptId: 'p',
  startedAt: 0,
  variants: new Map([
    ['control', { version: 1, contentHash: 'one' }],
    ['b', { version: 2, contentHash: 'two' }],
  ]),
};
const plain = {
  promptVersion: 1,
  contentHash: 'one',
  source: 'latest',
  experimentId: null,
  variant: null,
} as const;
const onTrial = { ...plain, source: 'experiment', experimentId: 'e', variant: 'control' } as const;

type Flagged = [ReturnType<typeof flagOf>, Parameters<typeof flagOf>[0]];

describe('flagOf', () => {
  it.each<Flagged>([
    [null, plain],
    [null, { ...plain, contentHash: null }],
    [null, { ...plain, promptVersion: null, contentHash: 'whatever a file has' }],
    [null, onTrial],
    [null, { ...onTrial, promptVersion: null }],
    ['unknown_version', { ...plain, promptVersion: 4 }],
    ['hash_mismatch', { ...plain, contentHash: 'two' }],
    ['hash_mismatch', { ...onTrial, contentHash: null }],
    ['hash_mismatch', { ...onTrial, promptVersion: null, contentHash: 'two' }],
    ['hash_mismatch', { ...onTrial, variant: 'b' }],
    ['hash_mismatch', { ...onTrial, promptVersion: 3, contentHash: 'three' }],
    ['not_assigned', { ...plain, variant: 'control' }],
    ['not_assigned', { ...plain, experimentId: 'e' }],
    ['not_assigned', { ...onTrial, source: 'version' }],
    ['not_assigned', { ...onTrial, source: 'label' }],
    ['not_assigned', { ...onTrial, source: 'latest' }],
    ['not_assigned', { ...onTrial, source: 'file' }],
    ['not_assigned', { ...onTrial, variant: null }],
    ['not_assigned', { ...onTrial, experimentId: null }],
    ['not_assigned', { ...onTrial, experimentId: null, variant: null }],
    ['hash_mismatch', { ...onTrial, source: 'version', contentHash: 'two' }],
    ['unknown_variant', { ...onTrial, variant: 'c' }],
  ])('is %s for %j', (flag, trace) => {
    expect(flagOf(trace, prompt, experiment)).toBe(flag);
  });

  it('is about the prompt first', () => {
    expect(flagOf(onTrial, undefined, experiment)).toBe('unknown_prompt');
  });

  it('does not know an experiment that is not there, or of another prompt', () => {
    expect(flagOf(onTrial, prompt, undefined)).toBe('unknown_experiment');
    expect(flagOf(onTrial, { ...prompt, id: 'other' }, experiment)).toBe('unknown_experiment');
  });

  it('does not look at the variants of a draft', () => {
    expect(flagOf({ ...onTrial, variant: 'c' }, prompt, { ...experiment, startedAt: null })).toBe(
      'not_started',
    );
  });
});

describe('assignedAt', () => {
  const HOUR = 3_600_000;
  const now = 100 * HOUR;

  it.each([
    ['what the client says', now - HOUR, 0, now - HOUR],
    ["the server's time when the client is ahead", now + HOUR, 0, now],
    ['a day ago at the earliest', now - 25 * HOUR, 0, now - 24 * HOUR],
    ['the start at the earliest', now - 10 * HOUR, now - 2 * HOUR, now - 2 * HOUR],
  ])('is %s', (_what, startedAt, start, expected) => {
    expect(assignedAt(startedAt, now, start)).toBe(expected);
  });
});
