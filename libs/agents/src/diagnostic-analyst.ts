import type { Specialist } from './specialist';

const STALE_AFTER_MINUTES = 180;

/** Sensors, devices, integrations. @example new Analyst(workplace, diagnosticAnalyst) */
export const diagnosticAnalyst: Specialist = {
  agent: 'diagnostic_analyst',
  prompt: 'specialists/diagnostic_analyst',
  values: ({ platformLog }) => ({ platform_log: platformLog, stale_after_minutes: STALE_AFTER_MINUTES }),
};
