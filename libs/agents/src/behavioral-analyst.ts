import type { Specialist } from './specialist';

/** Routines, comfort, automations. @example new Analyst(workplace, behavioralAnalyst) */
export const behavioralAnalyst: Specialist = {
  agent: 'behavioral_analyst',
  prompt: 'specialists/behavioral_analyst',
  values: ({ automations, consentScope }) => ({ automations, consent_scope: consentScope }),
};
