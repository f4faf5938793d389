import { Breaker } from './breaker';

const at = (seconds: number) => new Date(seconds * 1_000);

describe('breaker', () => {
  const opened = () => {
    const breaker = new Breaker();
    for (let i = 0; i < 5; i += 1) breaker.failed(at(0));
    return breaker;
  };

  it('opens after five failures in a row', () => {
    const breaker = new Breaker();
    for (let i = 0; i < 4; i += 1) breaker.failed(at(0));
    expect(breaker.state(at(0))).toBe('closed');
    breaker.failed(at(0));
    expect(breaker.state(at(0))).toBe('open');
  });

  it('starts to count anew with every success', () => {
    const breaker = new Breaker();
    for (let i = 0; i < 20; i += 1) {
      breaker.failed(at(0));
      if (i % 4 === 3) expect(breaker.succeeded()).toBe(false);
    }
    expect(breaker.state(at(0))).toBe('closed');
  });

  it('lets a call through after half a minute, and closes when it succeeds', () => {
    const breaker = opened();
    expect(breaker.state(at(29))).toBe('open');
    expect(breaker.state(at(30))).toBe('half_open');
    expect(breaker.succeeded()).toBe(true);
    expect(breaker.state(at(30))).toBe('closed');
  });

  it('stays open for another half minute when that call fails', () => {
    const breaker = opened();
    breaker.failed(at(40));
    expect(breaker.state(at(69))).toBe('open');
    expect(breaker.state(at(70))).toBe('half_open');
  });
});
