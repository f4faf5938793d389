import type { EvaluationReason } from '../src/evaluation/evaluation-verdict';
import type { Json, TestServer } from './harness';
import { outcome, promptWithHashes, sendOutcomes, sendTraces, trace } from './records';
import { STEP, type Behaviour, type Scenario } from './replay-scenarios';
import { MINUTE, random, START, Traffic } from './traffic';
import { Trials } from './trials';

/** How an experiment with replayed traffic ended. */
export interface Replayed {
  readonly experiment: Json;
  /** Every look, and the last one's verdict and reasons. */
  readonly conclusions: ReadonlyArray<{
    readonly verdict: string;
    readonly reasons: readonly EvaluationReason[];
  }>;
  readonly verdict: string;
  readonly reasons: readonly EvaluationReason[];
  /** What somebody new gets. */
  readonly servedVersion: number;
  readonly servedWords: string;
  /** The words of a conversation that had b: just after it began, and after the end. */
  readonly pinned: { readonly before: string; readonly after: string } | null;
  /** What does not fit together in what was written at the looks. */
  readonly inconsistencies: readonly string[];
}

export interface ReplayOptions {
  readonly seed: number;
  /** Instead of the scenario's. */
  readonly behaviour?: Behaviour;
  /** Whether it is evaluated after a step. */
  readonly looksAfter?: (step: number) => boolean;
}

interface Item {
  readonly at: number;
  readonly kind: 'trace' | 'outcome';
  readonly body: Json;
}

interface Under {
  readonly experiment: Json;
  readonly name: string;
  readonly hashes: readonly string[];
}

/** A conversation that was given the words of b. */
interface Witness {
  readonly conversationId: string;
  readonly conversationStartedAt: string;
}

/** Enough that everything that began is settled. */
const STEPS_TO_SETTLE = 5;

/** Drives a scenario's traffic through the API in simulated time: resolves, traces, outcomes, evaluations. */
export class Replay {
  private readonly traffic: Traffic;
  private readonly trials: Trials;
  private played = 0;

  constructor(private readonly server: () => TestServer) {
    this.traffic = new Traffic(server);
    this.trials = new Trials(server);
  }

  /** From the first conversation until the experiment ended, or its maximum runtime has. */
  async play(scenario: Scenario, options: ReplayOptions): Promise<Replayed> {
    const { seed, behaviour = scenario.behaviour, looksAfter = (step) => step % 2 === 0 } = options;
    const under = await this.start(scenario, seed);
    const { experiment, name } = under;
    const items: Item[] = [];
    const looks: Json[] = [];
    let witness: Witness | null = null;
    let before = '';
    for (let step = 0; step < scenario.steps + STEPS_TO_SETTLE; step++) {
      this.traffic.clock(step * STEP);
      await this.report(items, step * STEP);
      await this.grow(scenario, under, step);
      if (looksAfter(step)) looks.push(...(await this.look(under)));
      if (step >= scenario.steps) continue;
      const begun = await this.begin(scenario, under, { step, seed, behaviour, items });
      witness ??= begun;
      if (begun && begun === witness) before = (await this.trials.resolve(name, witness)).content;
    }
    looks.push(...(await this.look(under)));
    this.traffic.clock(610);
    looks.push(...(await this.look(under)));
    const ended = await this.trials.get(experiment.id);
    const after = witness && (await this.trials.resolve(name, witness)).content;
    const { version, content } = await this.trials.resolve(name);
    const last = looks.at(-1);
    return {
      experiment: ended,
      conclusions: looks,
      verdict: last.verdict,
      reasons: last.reasons,
      servedVersion: version,
      servedWords: content,
      pinned: after === null ? null : { before, after },
      inconsistencies: await this.inconsistencies(ended, looks),
    };
  }

  /** The hash space is the test's, so that a seed always gives the same variants. */
  private async start({ name, plan, growth }: Scenario, seed: number): Promise<Under> {
    const unique = `replay/${++this.played}`;
    this.traffic.clock(-1);
    const { hashes } = await promptWithHashes(this.server(), unique, ['words of b', 'words of control']);
    await this.server().sql(
      `INSERT INTO experiment_layers (name, mode, salt, created_at) VALUES ($1, 'exclusive', $2, $3)`,
      [`replay-${this.played}`, `${name} ${seed}`, new Date(START)],
    );
    const variants = [
      { name: 'control', version: 2, share: 0.5 },
      { name: 'b', version: 1, share: 0.5 },
    ];
    const layer = { name: `replay-${this.played}`, mode: 'exclusive', share: 1 };
    const trafficShare = growth?.[0]?.share ?? 1;
    const made = await this.trials.draft(unique, { variants, plan, layer, trafficShare });
    this.traffic.clock(0);
    const started = await this.trials.act(made.body.id, 'start');
    if (started.status !== 200) throw new Error(JSON.stringify([made.body, started.body]));
    return { experiment: started.body, name: unique, hashes };
  }

  private async grow(
    { growth = [], steps }: Scenario,
    { experiment, name }: Under,
    step: number,
  ): Promise<void> {
    const due = growth.slice(1).find(({ from }) => Math.round(from * steps) === step);
    if (!due) return;
    const grown = await this.trials.update(
      name,
      experiment.id,
      { trafficShare: due.share },
      { 'if-match': '*' },
    );
    // One that ended has no traffic to grow.
    if (grown.status !== 200 && grown.status !== 409) throw new Error(JSON.stringify(grown.body));
  }

  /** New conversations get their words; what will be reported of them is added to `items`. */
  private async begin(
    { steps, rate }: Scenario,
    { name, experiment, hashes }: Under,
    { step, seed, behaviour, items }: { step: number; seed: number; behaviour: Behaviour; items: Item[] },
  ): Promise<Witness | null> {
    const ids = Array.from({ length: rate }, (_, i) => `conversation-${step * rate + i}`);
    const answers: Json[] = await this.trials.resolveAll(name, ids);
    let witness: Witness | null = null;
    answers.forEach((answer, i) => {
      const conversationId = ids[i] as string;
      const variant = answer.experiment?.variant ?? null;
      if (variant === 'b') witness ??= { conversationId, conversationStartedAt: iso(step * STEP) };
      const draw = random(seed * 1_000_003 + step * rate + i);
      const turns = behaviour({ variant: variant ?? 'control', progress: step / steps, draw });
      turns.forEach(({ after, latencyMs, outcome: said, split = '' }, turn) => {
        const at = step * STEP + after;
        const used = trace({
          promptName: name,
          promptVersion: answer.version,
          contentHash: hashes[answer.version - 1] ?? answer.contentHash,
          source: answer.source,
          conversationId: conversationId + split,
          startedAt: iso(at),
          latencyMs,
          ...(turn === 0 ? { id: answer.traceId } : {}),
          ...(answer.experiment ? { experimentId: experiment.id, variant } : {}),
        });
        const { metric, value } = said;
        const saidAt = at + said.after;
        items.push({ at, kind: 'trace', body: used });
        const body = outcome({ traceId: used.id, metric, value, occurredAt: iso(saidAt) });
        items.push({ at: saidAt, kind: 'outcome', body });
      });
    });
    return witness;
  }

  /** Everything that happened until now arrives. */
  private async report(items: Item[], now: number): Promise<void> {
    const due = items.filter(({ at }) => at <= now);
    items.splice(0, items.length, ...items.filter(({ at }) => at > now));
    const bodies = (kind: Item['kind']) => due.filter((item) => item.kind === kind).map(({ body }) => body);
    const { admin } = this.server();
    for (const [kind, send] of [
      ['trace', sendTraces],
      ['outcome', sendOutcomes],
    ] as const) {
      const sent = bodies(kind);
      if (sent.length === 0) continue;
      const { status, body } = await send(admin, ...sent);
      if (status !== 200 || body.rejected.length > 0) throw new Error(JSON.stringify(body).slice(0, 500));
    }
  }

  /** One look, unless the experiment is over. */
  private async look({ experiment }: Under): Promise<Json[]> {
    const { status, body } = await this.trials.act(experiment.id, 'evaluate');
    if (status === 200) return [body];
    if (body.code !== 'TRANSITION_REFUSED') throw new Error(JSON.stringify(body));
    return [];
  }

  /** The rows of the looks against each other, the experiment, and everything counted again. */
  private async inconsistencies(experiment: Json, looks: readonly Json[]): Promise<string[]> {
    const { admin } = this.server();
    const { items } = (await admin.get(`/api/v1/experiments/${experiment.id}/evaluations?points=2000`)).body;
    const verified = (await admin.get(`/api/v1/experiments/${experiment.id}/verify`)).body;
    const results = (await admin.get(`/api/v1/experiments/${experiment.id}/results`)).body;
    const found: string[] = [...verified.problems];
    const expect = (holds: boolean, what: string) => void (holds || found.push(what));
    expect(items.map(({ id }: Json) => id).join() === looks.map(({ id }) => id).join(), 'a look has no row');
    expect(
      items.every(({ units }: Json, i: number) => i === 0 || units >= items[i - 1].units),
      'units were lost between two looks',
    );
    const taken = items.reduce((sum: number, { newUnits }: Json) => sum + newUnits, 0);
    expect(taken === results.funnel.settled, 'a unit was settled at no look, or at two');
    expect(items.at(-1).units === results.funnel.counted, 'the last look does not see all units');
    expect(
      items.slice(0, -1).every(({ decisive }: Json) => !decisive),
      'a look after the decisive one',
    );
    const last = items.at(-1);
    const over = experiment.status !== 'running';
    expect(last.decisive === over, 'a decisive look did not end it, or it ended without one');
    if (over) expect(experiment.decision.verdict === last.verdict, 'it ended with another verdict');
    expect(results.verdict === last.verdict, 'the results have another verdict');
    return found;
  }
}

function iso(minute: number): string {
  return new Date(START + minute * MINUTE).toISOString();
}
