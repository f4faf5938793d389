import type { MovedServer } from './moved-server';
import { type Staged, sendStep, stage, type Staging } from './staged-experiments';

const WORDS = [
  'Answer in full sentences.\nName every figure with its unit.',
  'Answer in short steps.\nName every figure with its unit.',
];
const HOURS_A_STEP = 1;

const even = (draw: () => number, of: number) => Math.min(of - 1, Math.floor(draw() * of));

/** Two variants, acted on with these chances. */
function acted(
  name: string,
  chances: readonly number[],
  perStep: number,
  more: Partial<Staging> = {},
): Staging {
  return {
    name,
    words: chances.map((_, index) => (index === 0 ? WORDS[0]! : `${WORDS[1]!}\nVariant ${index + 1}.`)),
    perStep,
    conversation: (draw) => {
      const variant = even(draw, chances.length);
      return { variant, actioned: draw() < chances[variant]!, latencyMs: 600 + 600 * draw() };
    },
    ...more,
  };
}

/** What experiments can come to. */
export const SCENES = {
  winner: acted('shorter steps', [0.3, 0.52], 60),
  approval: acted('warmer tone', [0.3, 0.65], 60, { plan: { approval: true } }),
  running: acted('fewer figures', [0.3, 0.33], 40, {
    plan: { minimumDetectableEffect: 0.05 },
    more: { trafficShare: 0.4 },
  }),
  unhealthy: {
    ...acted('lost traces', [0.3, 0.3], 60),
    // The agent of the second variant fails to report one in two.
    conversation: (draw) => ({ variant: draw() < 0.67 ? 0 : 1, actioned: draw() < 0.3 }),
  },
  harmful: {
    ...acted('more context', [0.3, 0.35], 60),
    conversation: (draw) => {
      const variant = even(draw, 2);
      return {
        variant,
        actioned: draw() < 0.3,
        latencyMs: (variant === 1 ? 4_000 : 900) * (0.8 + 0.4 * draw()),
      };
    },
  },
  inconclusive: acted('new greeting', [0.3, 0.33], 20, { plan: { maximumRuntimeMinutes: 300 } }),
  missing: {
    ...acted('rare prompt', [0.3, 0.3], 3),
    steps: 2,
    conversation: (draw) => ({ variant: 0, actioned: draw() < 0.3 }),
  },
  ten: acted('ten openings', [0.3, 0.32, 0.34, 0.28, 0.3, 0.36, 0.31, 0.29, 0.33, 0.3], 60, {
    plan: { minimumDetectableEffect: 0.15 },
  }),
} satisfies Record<string, Staging>;

export type Scene = keyof typeof SCENES;

/**
 * Lets the scenes play for so many hours up to now, all at once, on a server that is as many hours behind; the one to
 * `leave` starts and waits for its traffic.
 */
export async function play(
  server: MovedServer,
  names: readonly Scene[],
  hours: number,
  { leave }: { readonly leave?: Scene } = {},
): Promise<Record<string, Staged>> {
  const staged: Record<string, Staged> = {};
  for (const name of names) staged[name] = await stage(server, SCENES[name]);
  for (let ago = hours - HOURS_A_STEP, step = 0; ago >= HOURS_A_STEP; ago -= HOURS_A_STEP, step++) {
    await server.moveTo(ago);
    for (const name of names) {
      const one = staged[name];
      if (one && name !== leave && step < (one.staging.steps ?? Infinity)) await sendStep(server, one, ago);
    }
  }
  await server.moveTo(0);
  return staged;
}
