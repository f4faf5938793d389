import { join } from 'node:path';
import type { AnalysisRequest } from '../src/analyst';

/** The seed corpus: what agents fall back to. */
export const PROMPTS_DIR = join(__dirname, '../../../prompts');

/** A request about a small site. */
export const REQUEST: AnalysisRequest = {
  question: 'Why did consumption rise?',
  depth: 'standard',
  strategy: 'parallel',
  site: {
    name: 'Mill Lane 4',
    type: 'detached house',
    timezone: 'Europe/Oslo',
    language: 'English',
    period: { start: '2026-03-01', end: '2026-03-15' },
    baseline: { start: '2026-02-15', end: '2026-03-01' },
    entities: ['sensor.boiler_energy (mean per day, kWh)', 'sensor.cellar_freezer_power (mean power, W)'],
    dataSummary: [
      'sensor.boiler_energy | mean per day | 4.4 kWh | 2026-03-01/2026-03-15 | before 3.1 kWh',
      'sensor.cellar_freezer_power | mean power | 96.2 W | 2026-03-01/2026-03-15 | before 47.1 W',
    ].join('\n'),
    currency: 'EUR',
    tariff: '0.31 per kWh',
    automations: 'none',
    consentScope: 'all residents',
    platformLog: '',
  },
};

/** An answer that every reader of analyses takes. */
export const GOOD_ANALYSIS = {
  insights: [
    {
      title: 'Freezer draws twice its usual power',
      finding: 'It averages 96 W instead of 47 W.',
      evidence: [
        {
          entity_id: 'sensor.cellar_freezer_power',
          statistic: 'mean power',
          value: 96.2,
          unit: 'W',
          period: '2026-03-01/2026-03-15',
          compared_with: { value: 47.1, period: '2026-02-15/2026-03-01' },
        },
      ],
      confidence: 0.86,
      recommended_action: 'Check the door seal this week.',
      expected_effect: 'Saves 33 to 37 kWh a month.',
    },
  ],
  data_gaps: [],
  handoffs: [],
};
