import type { Resolved, ResolveReason, ResolveSource } from '@prompt-registry/resolver';
import { servedWords, type ServedWords } from './served-words';

/** Why a prompt file is answered: the registry has no such prompt, or what it has cannot be known now. */
export type AnswerReason = ResolveReason | 'not_in_registry' | 'registry_unknown';

interface Provenance {
  readonly promptId: string | null;
  readonly name: string;
  readonly source: ResolveSource;
  readonly reason: AnswerReason;
  readonly experiment: Resolved['experiment'];
}

/** What differs between two answers with the same words. */
export interface Moment {
  readonly stale: boolean;
  readonly revision: number;
  readonly traceId: string;
}

/** An answer whose JSON is written but for what belongs to the moment; shared by all requests that resolve to the same. */
export class PreparedAnswer {
  /** What chose it; shared by all answers of the variant. */
  readonly experiment: Resolved['experiment'];
  private readonly head: string;
  private readonly tag: string;

  constructor(
    provenance: Provenance,
    readonly words: ServedWords,
  ) {
    const { experiment, ...rest } = provenance;
    this.experiment = experiment;
    this.head = `${JSON.stringify(experiment ? { ...rest, experiment } : rest).slice(0, -1)},`;
    // Everything of the answer that can differ for one URL, except the trace id and the revision.
    this.tag = [
      words.contentHash,
      words.version ?? 'file',
      rest.source,
      rest.reason,
      experiment?.id,
      experiment?.variant,
    ]
      .filter((part) => part !== undefined)
      .map((part) => encodeURIComponent(part))
      .join(':');
  }

  /** `more`: further members as JSON text, each with a comma before it. */
  json({ stale, revision, traceId }: Moment, more = ''): string {
    return `${this.head}${this.words.json},"stale":${stale},"revision":${revision},"traceId":"${traceId}"${more}}`;
  }

  /**
   * The validator of a GET. Weak, because two answers that it calls equal still differ in their trace id and perhaps in
   * the revision; for If-None-Match that is what counts (RFC 9110, 8.8.1).
   */
  etag(stale: boolean): string {
    return `W/"${this.tag}${stale ? ':stale' : ''}"`;
  }
}

const known = new WeakMap<Resolved, PreparedAnswer>();

/** The answer of a resolution. `resolve()` hands out the same object for the same outcome, so it is prepared once a change. */
export function preparedAnswer(resolved: Resolved): PreparedAnswer {
  let answer = known.get(resolved);
  if (!answer) {
    const { content, version, contentHash } = resolved;
    answer = new PreparedAnswer(resolvedProvenance(resolved), servedWords(content, { version, contentHash }));
    known.set(resolved, answer);
  }
  return answer;
}

function resolvedProvenance({ promptId, name, source, reason, experiment }: Resolved): Provenance {
  return { promptId, name, source, reason, experiment };
}
