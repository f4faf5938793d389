import { decideFailure } from './delivery-verdict';
import { MlflowError, type MlflowFailure } from './mlflow-error';

const NOW = new Date('2026-03-01T12:00:00Z');
const HOUR = 3_600_000;
const half = () => 0.5;
const error = (kind: MlflowFailure, status: number | null = null, retryAfterMs: number | null = null) =>
  new MlflowError(kind, kind, { status, errorCode: null, retryAfterMs });
const entry = (attempts: number, ageMs = 0) => ({
  attempts,
  createdAt: new Date(NOW.getTime() - ageMs),
});

describe('a failed delivery', () => {
  it.each([
    ['no answer', error('unreachable')],
    ['an answer that says later', error('temporary', 503)],
  ])('is the server’s fault and tried again however often: %s', (_, failure) => {
    const verdict = decideFailure(failure, entry(50, 23 * HOUR), NOW, half);
    expect(verdict).toEqual({ kind: 'retry', systemic: true, dueAt: new Date(NOW.getTime() + 300_000) });
  });

  it.each([
    ['a refusal', error('refused', 400)],
    ['a bug of ours', new TypeError('x is undefined')],
  ])('is the entry’s own and tried five times: %s', (_, failure) => {
    expect(decideFailure(failure, entry(4), NOW, half)).toMatchObject({ kind: 'retry', systemic: false });
    expect(decideFailure(failure, entry(5), NOW, half)).toMatchObject({ kind: 'dead', systemic: false });
  });

  it('is the last one after a day', () => {
    const failure = error('unreachable');
    expect(decideFailure(failure, entry(1, 24 * HOUR - 1), NOW, half).kind).toBe('retry');
    expect(decideFailure(failure, entry(1, 24 * HOUR), NOW, half).kind).toBe('dead');
  });

  it('waits as long as MLflow asks for', () => {
    const { dueAt } = decideFailure(error('temporary', 429, 20_000), entry(1), NOW, half);
    expect(dueAt.getTime() - NOW.getTime()).toBe(20_000);
  });
});
