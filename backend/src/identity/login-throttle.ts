import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../problems/domain-error';
import { networkOf } from './network-of';

const WINDOW_SECONDS = 15 * 60;
const FAILURES_PER_PERSON = 10;
const FAILURES_PER_ADDRESS = 100;

/** One attempt to prove a password; counted as failed until it succeeds. */
export interface Attempt {
  succeeded(): Promise<void>;
}

/**
 * Slows the guessing of passwords: failures count per person and address, and per address alone. An attempt is counted
 * before the password is looked at, so that attempts made at once cannot pass together; a success takes its count back.
 */
@Injectable()
export class LoginThrottle {
  private readonly byPerson = new RateLimiterMemory({
    points: FAILURES_PER_PERSON,
    duration: WINDOW_SECONDS,
  });
  // Counted first: it bounds how many entries one address can make in the other.
  private readonly byAddress = new RateLimiterMemory({
    points: FAILURES_PER_ADDRESS,
    duration: WINDOW_SECONDS,
  });

  /** @throws DomainError TOO_MANY_REQUESTS with Retry-After when the limit is reached. */
  async attempt(person: string, address: string): Promise<Attempt> {
    const network = networkOf(address);
    const pair = `${network} ${person}`;
    await consume(this.byAddress, network);
    await consume(this.byPerson, pair);
    return {
      succeeded: async () => {
        await this.byPerson.delete(pair);
        await this.byAddress.reward(network);
      },
    };
  }
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    // The limiter's way to say no; anything else is a bug.
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
    throw new DomainError('TOO_MANY_REQUESTS', `Too many failed attempts; try again in ${seconds} seconds`, {
      headers: { 'retry-after': String(seconds) },
    });
  }
}
