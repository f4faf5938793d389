import { DEFAULT_SETTINGS, initialState, type ExperimentSettings } from '@prompt-registry/statistics';
import { evaluationVerdict } from './evaluation-verdict';
import { passTime, takeEvents, type DecisionRules, type ExperimentEvent, type Standing } from './standing';

const MINUTE = 60_000;
const SETTINGS: ExperimentSettings = {
  ...DEFAULT_SETTINGS,
  variants: [
    { name: 'control', share: 0.5 },
    { name: 'b', share: 0.5 },
  ],
  metrics: [
    {
      name: 'acted',
      role: 'success',
      weight: 1,
      kind: 'binary',
      direction: 'increase',
      range: null,
      scale: 'linear',
      floor: null,
      cap: null,
      minimumDetectableEffect: 0.1,
      margin: null,
      missing: 0,
      plannedUnits: null,
    },
  ],
  horizonUnits: 600,
  plannedUnits: 500,
  startedAt: 0,
  minimumUnits: 20,
  minimumRuntimeMs: 0,
  maximumRuntimeMs: 10_000 * MINUTE,
};
const RULES: DecisionRules = { settings: SETTINGS, holdMs: 0, approval: false, approvedAt: null };
const rules = (
  more: Partial<DecisionRules> = {},
  settings: Partial<ExperimentSettings> = {},
): DecisionRules => ({
  ...RULES,
  ...more,
  settings: { ...SETTINGS, ...settings },
});
const fresh = ({ settings }: DecisionRules = RULES): Standing => ({
  state: initialState(settings),
  lastEvent: 0,
  lastDueAt: null,
  heldSince: null,
  decided: null,
});

/** One conversation a minute, in turn; the control acts never, the other always. */
const clear = (count: number, from = 0): ExperimentEvent[] =>
  Array.from({ length: count }, (_, i): ExperimentEvent[] => {
    const variant = i % 2;
    const dueAt = (from + i) * MINUTE;
    return [
      { kind: 'assignment', variant, dueAt },
      { kind: 'settlement', variant, dueAt, values: [variant], excluded: null },
    ];
  }).flat();
const at = (minute: number) => minute * MINUTE;

describe('taking events', () => {
  it('stops at the event that decides, and takes nothing after it', () => {
    const standing = fresh();
    const taken = takeEvents(standing, RULES, clear(300));
    expect(taken).toBeLessThan(200);
    expect(standing.decided).toEqual({ event: taken, at: standing.lastDueAt });
    const before = JSON.stringify(standing);
    expect(takeEvents(standing, RULES, clear(10, 400))).toBe(0);
    passTime(standing, RULES, at(20_000));
    expect(JSON.stringify(standing)).toBe(before);
  });

  it('comes to the same however many are taken at a time and however often time is let pass', () => {
    const events = clear(300);
    const holding = rules({ holdMs: 30 * MINUTE }, { minimumRuntimeMs: 50.5 * MINUTE });
    const whole = fresh(holding);
    takeEvents(whole, holding, events);
    expect(whole.decided).not.toBeNull();
    for (const size of [1, 2, 3, 7, 50, 101]) {
      const parts = fresh(holding);
      for (let i = 0; i < events.length; i += size) {
        takeEvents(parts, holding, events.slice(i, i + size));
        const next = events[i + size]?.dueAt ?? 0;
        passTime(parts, holding, Math.max(parts.lastDueAt ?? 0, next - 17_000));
      }
      expect(JSON.stringify(parts)).toBe(JSON.stringify(whole));
    }
  });

  it('takes what shows up late in its place at the end', () => {
    const standing = fresh();
    takeEvents(standing, RULES, clear(4, 100));
    takeEvents(standing, RULES, [{ kind: 'assignment', variant: 0, dueAt: at(3) }]);
    expect(standing).toMatchObject({ lastEvent: 9, lastDueAt: at(103) });
  });

  it('leaves conversations out that saw more than one variant, and counts them', () => {
    const standing = fresh();
    takeEvents(standing, RULES, [
      { kind: 'settlement', variant: 0, dueAt: at(1), values: [1], excluded: 'mixed' },
      { kind: 'settlement', variant: 0, dueAt: at(2), values: [1], excluded: null },
    ]);
    expect(standing.state).toMatchObject({ units: 1, excluded: { mixed: 1 } });
  });
});

describe('a success', () => {
  /** Where it stands after everything that 300 clear conversations say. */
  const after = (given: DecisionRules) => {
    const standing = fresh(given);
    takeEvents(standing, given, clear(300));
    return standing;
  };

  it('waits for the minimum runtime, and ends at its end without any event', () => {
    const waiting = rules({}, { minimumRuntimeMs: at(1_000) });
    const standing = after(waiting);
    expect(standing).toMatchObject({ decided: null, heldSince: null, lastEvent: 600 });
    passTime(standing, waiting, at(1_000) - 1);
    expect(standing.decided).toBeNull();
    passTime(standing, waiting, at(5_000));
    expect(standing.decided).toEqual({ event: 600, at: at(1_000) });
  });

  it('must stand for the hold time, while events go on being taken', () => {
    const plain = after(RULES).decided;
    const standing = after(rules({ holdMs: at(20) }));
    expect(standing.heldSince).toBe(plain?.at);
    expect(standing.decided?.at).toBe((plain?.at ?? 0) + at(20));
    expect(standing.decided?.event).toBe((plain?.event ?? 0) + 40 - 2);
  });

  it('waits for a person, and ends when the person agreed', () => {
    const asking = rules({ approval: true });
    const standing = after(asking);
    expect(standing.decided).toBeNull();
    passTime(standing, asking, at(900));
    const words = evaluationVerdict(standing, asking, 'running', at(900));
    expect(words).toMatchObject({ verdict: 'waiting', decisive: false });
    expect(words.reasons.filter(({ blocks }) => blocks)).toMatchObject([{ code: 'approval' }]);
    const agreed = rules({ approval: true, approvedAt: at(950) });
    passTime(standing, agreed, at(2_000));
    expect(standing.decided).toEqual({ event: 600, at: at(950) });
    expect(evaluationVerdict(standing, agreed, 'running', at(2_000))).toMatchObject({
      verdict: 'success',
      decisive: true,
    });
  });

  it('needs agreement of after it came', () => {
    const { heldSince } = after(rules({ approval: true }));
    const early = rules({ approval: true, approvedAt: (heldSince ?? 0) - 1 });
    const standing = after(early);
    passTime(standing, early, at(5_000));
    expect(standing.decided).toBeNull();
  });

  it('does not end an experiment that is paused, but harm does', () => {
    const standing = after(RULES);
    const words = evaluationVerdict(standing, RULES, 'paused', at(400));
    expect(words).toMatchObject({ verdict: 'waiting', decisive: false });
    expect(words.reasons.at(-1)).toMatchObject({ code: 'paused', blocks: true });
    const harmful = fresh();
    const worse = clear(300).map((event) =>
      event.kind === 'settlement' ? { ...event, values: [1 - event.variant] } : event,
    );
    takeEvents(harmful, RULES, worse);
    expect(evaluationVerdict(harmful, RULES, 'paused', at(400))).toMatchObject({
      verdict: 'harmful',
      decisive: true,
    });
  });
});

describe('the maximum runtime', () => {
  it('ends an experiment at its end', () => {
    const short = rules({}, { maximumRuntimeMs: at(100) });
    const standing = fresh(short);
    passTime(standing, short, at(99));
    expect(standing.decided).toBeNull();
    passTime(standing, short, at(5_000));
    expect(standing.decided).toEqual({ event: 0, at: at(100) });
    expect(evaluationVerdict(standing, short, 'running', at(5_000))).toMatchObject({
      verdict: 'inconclusive',
    });
  });
});
