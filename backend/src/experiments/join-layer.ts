import { randomBytes } from 'node:crypto';
import type { Mutation } from '../identity/mutations.service';
import { DomainError } from '../problems/domain-error';
import { ExperimentLayer } from './experiment-layer.entity';
import { Experiment, type LayerPlace, type Variant } from './experiment.entity';
import { freeRange } from './layer-range';

/** What decides an experiment's assignments from its start on. */
export interface Place {
  readonly salt: string;
  readonly layer: LayerPlace | null;
}

/** 128 random bits, so that no two experiments ever divide conversations alike. */
const newSalt = (): string => randomBytes(16).toString('hex');

/**
 * Finds a starting experiment's place: a salt of its own, or the layer's with a free range of it. The layer's row is
 * locked until the mutation ends, so that ranges never overlap.
 * @throws DomainError LAYER_FULL, LAYER_MISMATCH.
 */
export async function joinLayer(mutation: Mutation, experiment: Experiment): Promise<Place> {
  const { manager, at } = mutation;
  const { layer: wanted } = experiment;
  if (!wanted) return { salt: newSalt(), layer: null };
  const { name, mode } = wanted;
  await manager
    .createQueryBuilder()
    .insert()
    .into(ExperimentLayer)
    .values({ name, mode, salt: newSalt(), createdAt: at })
    .orIgnore()
    .execute();
  const layer = await manager.findOneOrFail(ExperimentLayer, {
    where: { name },
    lock: { mode: 'pessimistic_write' },
  });
  if (layer.mode !== mode)
    throw new DomainError('LAYER_MISMATCH', `The layer "${name}" is ${layer.mode}, not ${mode}`);
  const members = await manager
    .createQueryBuilder(Experiment, 'e')
    .where(`e.status IN ('running', 'paused') AND e.layer ->> 'name' = :name`, { name })
    .getMany();
  if (mode === 'exclusive')
    return { salt: layer.salt, layer: { ...wanted, range: rangeIn(members, experiment, wanted) } };
  for (const member of members) requireSameAssignment(experiment, member, name);
  return { salt: layer.salt, layer: wanted };
}

function rangeIn(
  members: readonly Experiment[],
  { trafficShare }: Experiment,
  { name, share }: LayerPlace,
): LayerPlace['range'] {
  const taken = members.flatMap(({ layer }) => (layer?.range ? [layer.range] : []));
  const wanted = share ?? trafficShare;
  const free = freeRange(taken, wanted);
  if (free.ok) return free.range;
  throw new DomainError(
    'LAYER_FULL',
    `The experiment asks for ${wanted} of the layer "${name}"; the largest free part is ${free.largest}`,
  );
}

/** Same traffic, and the same variants with the same shares in the same order: then one conversation has the same variant in both, or none. */
function requireSameAssignment(experiment: Experiment, member: Experiment, layer: string): void {
  const assignment = ({ variants, trafficShare }: Experiment): string =>
    `${variants.map(({ name, share }: Variant) => `"${name}" ${share}`).join(', ')} of ${trafficShare}`;
  if (assignment(experiment) === assignment(member)) return;
  throw new DomainError(
    'LAYER_MISMATCH',
    `Experiments in the shared layer "${layer}" have one assignment: "${member.name}" has ${assignment(member)}, this one ${assignment(experiment)}`,
  );
}
