import { DomainError } from '../problems/domain-error';
import type { Precondition } from '../versions/etag';
import type { Experiment } from './experiment.entity';

const TAG = /^"(\d{1,10})(?:\.approve)?"$/;

/**
 * The tag of an experiment: it changes with everything its answer shows. That it waits for a person to agree comes and goes
 * with the figures, without an edit.
 */
export function experimentEtag({
  editCount,
  awaitsApproval = false,
}: Pick<Experiment, 'editCount'> & { readonly awaitsApproval?: boolean }): string {
  return `"${editCount}${awaitsApproval ? '.approve' : ''}"`;
}

/**
 * Holds when nothing about the experiment changed since the sender read it.
 * @throws DomainError EXPERIMENT_CONFLICT with the current tag.
 */
export function requireSameEdit(precondition: Precondition, experiment: Experiment): void {
  const etag = experimentEtag(experiment);
  const isSame = (tag: string) => Number(TAG.exec(tag)?.[1]) === experiment.editCount;
  if (precondition.kind !== 'tags' || precondition.tags.some(isSame)) return;
  throw new DomainError('EXPERIMENT_CONFLICT', `The experiment has changed since; its ETag is ${etag}`, {
    members: { currentEtag: etag },
    headers: { etag },
  });
}
