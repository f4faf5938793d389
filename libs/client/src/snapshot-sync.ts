import type { ChangeEvent, HelloEvent } from './contract';
import type { Freshness } from './freshness';
import type { Notifier } from './notifier';
import type { RegistryApi } from './registry-api';
import { PromptRegistryError, ServerError } from './registry-errors';
import type { SnapshotStore } from './snapshot-store';
import { verifyManyPrompts, verifyPrompts, type VerifiedPrompts } from './verified-prompts';

/** Larger changes are fetched as a snapshot: checking them at once would keep an agent waiting. */
const MOST_PROMPTS_AT_ONCE = 100;

/**
 * Brings memory to where the server is: by the changes it announces when they fit on what is held, by its snapshot otherwise.
 *
 * One request at a time, whoever asks. A change fits when it follows directly on the revision held; a gap, a step back (a server
 * restored from a backup), a repetition or an unreadable event leads to a conditional request, whose answer is the truth.
 * @example const sync = new SnapshotSync(store, api, freshness, notifier, () => keeper.keep()); await sync.fetch();
 */
export class SnapshotSync {
  private flight: Promise<ServerError | null> | null = null;
  private again = false;
  /** What is held is known not to be what the server had: nothing can be put on top of it. */
  private apart = false;
  /** What the last event said about the server, by which an answer "unchanged" gets its revision. */
  private announced: HelloEvent | null = null;

  constructor(
    private readonly store: SnapshotStore,
    private readonly api: Pick<RegistryApi, 'snapshot'>,
    private readonly freshness: Freshness,
    private readonly notifier: Notifier,
    private readonly onKept: () => void,
  ) {}

  /** Asks for the snapshot; joins a request that is under way. Null = in step, otherwise why not. Never rejects. */
  fetch(): Promise<ServerError | null> {
    this.flight ??= this.run().finally(() => (this.flight = null));
    return this.flight;
  }

  /** The stream begins: true when what is held is what the server has. */
  hello(event: HelloEvent): boolean {
    this.announced = event;
    if (this.store.etag === null || !sameTag(this.store.etag, event.etag)) return false;
    this.store.confirm(this.store.etag, event.revision);
    this.forget(event);
    this.freshness.current();
    return true;
  }

  /** Something changed: true when memory is in step now, false when the snapshot must be fetched. */
  change(event: ChangeEvent): boolean {
    this.announced = event;
    const { revision, etag } = { revision: this.store.index.revision, etag: this.store.etag };
    if (event.revision === revision && etag !== null && sameTag(etag, event.etag)) return true; // a repetition
    const { prompts } = event;
    const fits =
      !this.apart &&
      event.previous === revision &&
      event.revision > revision &&
      this.store.origin === 'memory';
    if (!fits || !Array.isArray(prompts) || prompts.length > MOST_PROMPTS_AT_ONCE) return false;
    const verified = verifyPrompts(prompts, (id, name) => this.store.prompt(id, name));
    this.take(verified, () =>
      this.store.apply(
        verified.prompts,
        tagOf(verified, event.etag),
        event.revision,
        new Date().toISOString(),
      ),
    );
    this.forget(event);
    this.freshness.current();
    this.notifier.change({ revision: event.revision, names: verified.prompts.map(({ name }) => name) });
    return true;
  }

  /** Like `fetch`, but an answer under way may be older than what the caller just learnt: asks once more then. */
  refetch(): Promise<ServerError | null> {
    if (this.flight) this.again = true;
    this.apart = true;
    this.freshness.fellBehind();
    return this.fetch();
  }

  private async run(): Promise<ServerError | null> {
    for (;;) {
      this.again = false;
      try {
        await this.once();
      } catch (error) {
        return error instanceof ServerError
          ? error
          : new ServerError('INVALID_ANSWER', `The snapshot cannot be used: ${String(error)}`, {
              cause: error,
            });
      }
      if (this.again) continue;
      this.apart = false;
      this.freshness.current();
      return null;
    }
  }

  private async once(): Promise<void> {
    const revisionBefore = this.store.index.revision;
    const { announced } = this;
    const answer = await this.api.snapshot(this.store.etag);
    if (answer.kind === 'unchanged') {
      const { revision } = this.store.index;
      this.store.confirm(
        this.store.etag,
        revision === revisionBefore && announced ? announced.revision : revision,
      );
      this.forget(announced);
      return;
    }
    const { snapshot, etag } = answer;
    const held = this.store.byId();
    const verified = await verifyManyPrompts(snapshot.prompts, (id) => held.get(id));
    const { revision } = this.store.index;
    // Changes were applied while this answer was under way, and it is older than they are.
    if (revision !== revisionBefore && snapshot.revision < revision) {
      this.again = true;
      return;
    }
    this.take(verified, () =>
      this.store.replace({ ...snapshot, prompts: verified.prompts }, tagOf(verified, etag)),
    );
    this.forget(announced);
    this.notifier.change({ revision: snapshot.revision, names: null });
  }

  private forget(event: HelloEvent | null): void {
    if (this.announced === event) this.announced = null;
  }

  private take({ rejected }: VerifiedPrompts, store: () => void): void {
    store();
    this.onKept();
    if (rejected.length === 0) return;
    const names = rejected.slice(0, 5).join(', ');
    this.notifier.error(
      new PromptRegistryError(
        'SNAPSHOT_REJECTED',
        `${rejected.length} entries fail their checksum, the previous ones are kept: ${names}`,
      ),
    );
  }
}

/** With entries refused, the next request asks for everything again. */
function tagOf({ rejected }: VerifiedPrompts, etag: string | null): string | null {
  return rejected.length === 0 ? etag : null;
}

/** Intermediaries may weaken a tag, and an event may write it without quotes. */
function sameTag(a: string, b: string): boolean {
  return a === b || bare(a) === bare(b);
}

function bare(tag: string): string {
  return tag.replace(/^W\//, '').replace(/^"(.*)"$/, '$1');
}
