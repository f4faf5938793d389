import { binary, beta } from './distribution';
import { brownianCells } from './brownian';
import { clusterCell } from './clusters';
import { efficiencyCells, SCENARIOS } from './efficiency';
import { estimateCell } from './estimate';
import { endlessNullCell, nullCells } from './false-positives';
import { futilityCells } from './futility';
import { guardrailCells } from './guardrails';
import { MISSING_CELLS } from './missing-outcomes';
import { rampCell } from './ramp';
import { type Cell } from './replicate';
import { sampleRatioCells } from './sample-ratio';
import { shippingCells } from './shipping';

export { figure } from './figure';
export { gbstatsLooks } from './gbstats-looks';
export { judge } from './judge';
export { costPerUnit } from './cost';
export { Outcomes, replicate } from './replicate';
export { report } from './report';

/** Everything that `npm run simulate` runs. */
export function acceptanceCells(): Cell[] {
  return [
    ...nullCells(),
    endlessNullCell(binary(0.1), 100_000),
    { ...endlessNullCell(beta(3, 2), 100_000), part: 0.25 },
    ...efficiencyCells(),
    ...brownianCells(),
    ...futilityCells(),
    ...sampleRatioCells(),
    clusterCell(0.3),
    clusterCell(0.6),
    ...MISSING_CELLS,
    rampCell('step', 2_000),
    rampCell('cycle', 2_000),
    ...SCENARIOS.map(estimateCell),
    ...guardrailCells(),
    ...shippingCells(),
  ];
}
