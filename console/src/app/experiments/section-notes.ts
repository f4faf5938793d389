import { formatCount } from '../numbers/format';
import type { Experiment } from './experiments-api';
import { healthCards } from './health-cards';
import type { ExperimentResults } from './results-api';

/** What the folded parts of an experiment's page hold, in a few words. */
export interface SectionNotes {
  readonly traffic: string;
  readonly health: string;
  readonly variants: string;
  readonly events: string;
}

/** The notes beside the titles; empty where there is nothing to say yet. */
export function sectionNotes(
  experiment: Experiment | undefined,
  results: ExperimentResults | undefined,
): SectionNotes {
  if (!experiment) return { traffic: '', health: '', variants: '', events: '' };
  const funnel = results?.funnel;
  return {
    traffic: funnel ? `${formatCount(funnel.exposed)} exposed, ${formatCount(funnel.counted)} counted` : '',
    health: results ? healthWords(experiment, results) : '',
    variants: formatCount(experiment.variants.length),
    events: formatCount(experiment.steps.length + 1),
  };
}

function healthWords(experiment: Experiment, results: ExperimentResults): string {
  const wrong = healthCards(experiment, results).filter(
    ({ state }) => state === 'failed' || state === 'warning',
  );
  return wrong.length === 0
    ? 'no check fails'
    : wrong.map(({ name, word }) => `${name.toLowerCase()}: ${word}`).join(', ');
}
