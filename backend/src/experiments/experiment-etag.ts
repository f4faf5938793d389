import { DomainError } from '../problems/domain-error';
import type { Precondition } from '../versions/etag';
import type { Experiment } from './experiment.entity';

/** The tag of an experiment: it changes with everything its answer shows. */
export function experimentEtag({ editCount }: Pick<Experiment, 'editCount'>): string {
  return `"${editCount}"`;
}

/**
 * Holds when nothing about the experiment changed since the sender read it.
 * @throws DomainError EXPERIMENT_CONFLICT with the current tag.
 */
export function requireSameEdit(precondition: Precondition, experiment: Experiment): void {
  const etag = experimentEtag(experiment);
  if (precondition.kind !== 'tags' || precondition.tags.includes(etag)) return;
  throw new DomainError('EXPERIMENT_CONFLICT', `The experiment has changed since; its ETag is ${etag}`, {
    members: { currentEtag: etag },
    headers: { etag },
  });
}
