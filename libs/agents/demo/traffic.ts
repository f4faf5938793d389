import type { AnalysisRequest } from '../src/analyst';
import type { AgentTeam } from '../src/agent-team';
import { behavioralAnalyst } from '../src/behavioral-analyst';
import { diagnosticAnalyst } from '../src/diagnostic-analyst';
import { energyAnalyst } from '../src/energy-analyst';
import type { DemoTime } from './demo-time';
import type { HttpAnalyst } from './http-analyst';
import { conversationsWanted } from './pace';
import { pick } from './random';
import { makeSite } from './sites';
import { userActs } from './user-acts';

const TICK_MS = 40;
/** More would only wait for each other; on a slow machine there are fewer conversations instead. */
const MOST_IN_FLIGHT = 48;
/** Which part of the diagnoses the agents make; the other comes over HTTP. */
const BY_AGENTS = 0.1;

const QUESTIONS = [
  'Why did consumption rise?',
  'What could be switched off at night?',
  'Is anything broken?',
  'Which automation gets in the way?',
] as const;

export interface TrafficOptions {
  readonly time: DemoTime;
  readonly team: AgentTeam;
  readonly httpAnalyst: HttpAnalyst;
  readonly random: () => number;
  /** On a working day. */
  readonly conversationsPerDay: number;
  /** Conversations of different demonstrations have different ids. */
  readonly run: string;
}

/** Conversations of made-up people, as many as the demonstration's clock asks for. @example traffic.start(); …; await traffic.stop() */
export class Traffic {
  /** Conversations that ended, that failed, and that were left out because too many were under way. */
  readonly counts = { ended: 0, failed: 0, leftOut: 0 };
  /** The first thing that went wrong, for whoever looks for it. */
  firstProblem: unknown = null;
  private readonly inFlight = new Set<Promise<void>>();
  private readonly decisions = new Set<NodeJS.Timeout>();
  private timer: NodeJS.Timeout | null = null;
  private owed = 0;
  private lastAt = 0;
  private begun = 0;

  constructor(private readonly options: TrafficOptions) {}

  start(): void {
    this.lastAt = this.options.time.now();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  /** Begins no more, and waits for those under way. */
  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await Promise.allSettled(this.inFlight);
    for (const decision of this.decisions) clearTimeout(decision);
  }

  private tick(): void {
    const { time, conversationsPerDay } = this.options;
    const now = time.now();
    this.owed += conversationsWanted(conversationsPerDay, this.lastAt, now, time.caughtUp);
    this.lastAt = now;
    for (; this.owed >= 1; this.owed -= 1) this.begin(now);
  }

  private begin(now: number): void {
    if (this.inFlight.size >= MOST_IN_FLIGHT) return void (this.counts.leftOut += 1);
    const conversation = this.converse(`${this.options.run}-${(this.begun += 1)}`, now)
      .then(() => void (this.counts.ended += 1))
      .catch((error: unknown) => {
        this.counts.failed += 1;
        this.firstProblem ??= error;
      })
      .finally(() => this.inFlight.delete(conversation));
    this.inFlight.add(conversation);
  }

  private async converse(id: string, now: number): Promise<void> {
    const { random, httpAnalyst } = this.options;
    const request: AnalysisRequest = {
      site: makeSite(random, now),
      question: pick(QUESTIONS, random),
      depth: pick(['quick', 'standard', 'standard', 'deep'], random),
      strategy: pick(['parallel', 'parallel', 'teamwork'], random),
    };
    const kind = random();
    if (kind < 0.4) return this.byAgents(id, energyAnalyst, request);
    if (kind < 0.7) return this.byAgents(id, behavioralAnalyst, request);
    if (random() < BY_AGENTS) return this.byAgents(id, diagnosticAnalyst, request);
    return httpAnalyst.analyse(id, request, now);
  }

  private async byAgents(
    id: string,
    specialist: typeof energyAnalyst,
    request: AnalysisRequest,
  ): Promise<void> {
    const { team, time, random } = this.options;
    const { analysis, userActed } = await team.work(id, specialist, request);
    const [insight] = analysis.ok ? analysis.value.insights : [];
    if (!insight) return;
    const acts = random() < userActs(insight);
    const decision = setTimeout(
      () => {
        this.decisions.delete(decision);
        userActed(acts);
      },
      time.realMs(1 + 7 * random()),
    );
    this.decisions.add(decision);
  }
}
