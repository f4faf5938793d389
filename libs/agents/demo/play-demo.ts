import { PromptRegistry } from '@prompt-registry/client';
import { AgentTeam } from '../src/agent-team';
import { OpenAiModel } from '../src/openai-model';
import { STAND_IN_MODEL, StandInServer } from '../stand-in/stand-in-server';
import { Api } from './api';
import { DemoTime } from './demo-time';
import { readEnds, type TrialEnd } from './ends';
import { HttpAnalyst } from './http-analyst';
import { randomOf } from './random';
import { scriptOf, type Cast, type StartedTrials, type Step } from './script';
import { Traffic } from './traffic';

/** How a demonstration is played. */
export interface DemoOptions {
  /** Of a server with a demonstration's clock. */
  readonly url: string;
  readonly adminKey: string;
  readonly promptsDir: string;
  /** Another seed has other noise. */
  readonly seed: string;
  readonly conversationsPerDay: number;
  /** Told what happens, with the day of the demonstration. */
  readonly onStep: (day: number, title: string) => void;
}

/** How it is going. */
export interface DemoProgress {
  readonly day: number;
  readonly caughtUp: boolean;
  readonly conversations: Readonly<Traffic['counts']>;
  readonly firstProblem: unknown;
  readonly ends: readonly TrialEnd[];
  /** Every experiment is where it was meant to be. */
  readonly asMeant: boolean;
}

/** A demonstration under way. */
export interface Demo {
  progress(): Promise<DemoProgress>;
  /** Ends the traffic and sends what waits; the server is not touched. */
  stop(): Promise<void>;
}

const STEP_EVERY_MS = 100;
const PASSWORD = 'prompt registry demo';
/** A million tokens of the stand-in cost so much. */
const PRICES = { input: 0.4, output: 1.6 };

/**
 * Plays two weeks of a team at work: people publish and try wordings, agents analyse made-up sites with a stand-in for a language
 * model, and users act on what they find. Everything goes through the API and the SDK, as it would in earnest.
 *
 * @throws Error when the server is not one of a demonstration.
 */
export async function playDemo(options: DemoOptions): Promise<Demo> {
  const { url, adminKey, promptsDir, seed, conversationsPerDay, onStep } = options;
  const time = await DemoTime.of(url);
  const admin = new Api(url, { authorization: `Bearer ${adminKey}` });
  const cast: Cast = { admin, editor: await hire(admin) };
  const keyOf = async (name: string): Promise<string> => {
    const body = { name, scopes: ['resolve', 'record'] };
    return (await admin.call<{ key: string }>('POST', '/api-keys', body)).key;
  };
  const standIn = new StandInServer({ seed, firstTokenMs: 20, tokenMs: 0.25 });
  const baseUrl = await standIn.listen();
  const model = new OpenAiModel({ baseUrl, apiKey: 'none', model: STAND_IN_MODEL, prices: PRICES });
  const registry = new PromptRegistry({
    url,
    apiKey: await keyOf('analyst agents'),
    promptsDir,
    service: 'analyst-agents',
    clock: time,
    // Of the demonstration's time, which passes fast.
    staleAfterMs: 60_000 * time.speed,
    sendEveryMs: 100,
    reportEveryMs: 1_000,
    closeDeadlineMs: 5_000,
  });
  await registry.start();
  const httpKey = { authorization: `Bearer ${await keyOf('nightly diagnosis')}` };
  const traffic = new Traffic({
    time,
    team: new AgentTeam({ registry, model, previews: true }),
    httpAnalyst: new HttpAnalyst(new Api(url, httpKey), model, randomOf(`${seed}:http`)),
    random: randomOf(`${seed}:traffic`),
    conversationsPerDay,
    run: `demo-${seed}`,
  });
  const started: StartedTrials = new Map();
  const script = perform(scriptOf(started), { time, cast, onStep });
  traffic.start();
  return {
    async progress() {
      const ends = await readEnds(admin, started);
      return {
        day: time.day,
        caughtUp: time.caughtUp,
        conversations: { ...traffic.counts },
        firstProblem: script.problem() ?? traffic.firstProblem,
        ends,
        asMeant: ends.every(({ end, trial }) => end === trial.meant),
      };
    },
    async stop() {
      await script.stop();
      await traffic.stop();
      await registry.close();
      await standIn.close();
    },
  };
}

/** People with accounts of their own, so that history says who did what. */
async function hire(admin: Api): Promise<Api> {
  const people = [
    { email: 'mara@example.com', name: 'Mara Lindqvist', role: 'editor' },
    { email: 'jon@example.com', name: 'Jon Okafor', role: 'viewer' },
  ] as const;
  for (const person of people) await admin.call('POST', '/users', { ...person, password: PASSWORD });
  return Api.signIn(admin.url, people[0].email, PASSWORD);
}

interface Stage {
  readonly time: DemoTime;
  readonly cast: Cast;
  readonly onStep: DemoOptions['onStep'];
}

/** Does each step when its day has come, one after the other. */
function perform(steps: readonly Step[], { time, cast, onStep }: Stage) {
  const waiting = [...steps];
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  let problem: unknown = null;
  const next = async (): Promise<void> => {
    for (let [step] = waiting; step && step.day <= time.day && problem === null; [step] = waiting) {
      waiting.shift();
      onStep(step.day, step.title);
      await step.run(cast).catch((error: unknown) => (problem = error));
    }
  };
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = next().finally(() => (busy = false));
  }, STEP_EVERY_MS);
  return {
    problem: () => problem,
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
