import { AnswerObject } from './answer-object';
import type { Insight } from './insight';
import { readInsight } from './read-insight';

/** A computed quantity with its interval. @example { quantity: 'change of daily energy', estimate: 2.9, unit: 'kWh per day', low: 1.4, high: 4.5, units: 81 } */
export interface ComputedResult {
  readonly quantity: string;
  readonly estimate: number;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  /** How many days (or other units) it rests on. */
  readonly units: number;
}

/** The data scientist's answer to one question. @example computation.status // 'answered' */
export interface Computation {
  readonly status: 'answered' | 'insufficient_data' | 'not_computable' | 'failed';
  readonly answer: string;
  readonly results: readonly ComputedResult[];
  readonly insights: readonly Insight[];
}

const STATUSES = ['answered', 'insufficient_data', 'not_computable', 'failed'] as const;

/** @throws BadAnswerError naming what is wrong. @example readComputation(parseAnswer(text)).results[0]?.estimate */
export function readComputation(value: unknown): Computation {
  const computation = new AnswerObject(value, '');
  return {
    status: computation.oneOf('status', STATUSES),
    answer: computation.text('answer'),
    results: computation.list('results', readResult),
    insights: computation.list('insights', readInsight),
  };
}

function readResult(value: unknown, path: string): ComputedResult {
  const result = new AnswerObject(value, path);
  const part = <T>(name: string, read: (of: AnswerObject) => T): T => {
    const found = result.optional(name, (of, at) => read(new AnswerObject(of, at)));
    return found ?? read(new AnswerObject(undefined, `${path}.${name}`));
  };
  const { low, high } = part('interval', (of) => ({ low: of.number('low'), high: of.number('high') }));
  return {
    quantity: result.text('quantity'),
    estimate: result.number('estimate'),
    unit: result.text('unit'),
    low,
    high,
    units: part('n', (of) => of.number('used', 0, Number.MAX_SAFE_INTEGER)),
  };
}
