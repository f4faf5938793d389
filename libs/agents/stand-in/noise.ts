import { createHash } from 'node:crypto';

/** Uniform numbers in [0, 1), one a call. @example const next = noiseOf('7', messages); next() */
export type Noise = () => number;

/**
 * Noise that depends on a seed and on what was said, and on nothing else: the same request has the same answer, in any order and
 * in any process.
 */
export function noiseOf(seed: string, messages: ReadonlyArray<{ role: string; content: string }>): Noise {
  const said = messages.map(({ role, content }) => `${role}\0${content}`).join('\0');
  let state = createHash('sha256').update(`${seed}\0${said}`).digest().readUInt32LE(0);
  // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
