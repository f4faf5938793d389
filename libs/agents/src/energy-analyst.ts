import type { Specialist } from './specialist';

/** Consumption, generation, cost. @example new Analyst(workplace, energyAnalyst) */
export const energyAnalyst: Specialist = {
  agent: 'energy_analyst',
  prompt: 'specialists/energy_analyst',
  values: ({ currency, tariff }) => ({ currency, tariff }),
};
