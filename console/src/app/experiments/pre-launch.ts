import { type EffectPlan } from './plan-curve';
import { type ExperimentForm } from './experiment-form';
import { sumOfShares } from './form-variants';
import { readNumber } from '../numbers/typed-number';

/** Something to look at before live traffic is divided. */
export interface CheckItem {
  readonly key: string;
  /** `missing`: it cannot start so. `warn`: it can, and a person should know. `wait`: not known yet. */
  readonly state: 'ok' | 'missing' | 'warn' | 'wait';
  readonly text: string;
}

/** What the checks rest on besides the form. */
export interface Surroundings {
  /** Sentences; null while the versions are being read. */
  readonly parity: readonly string[] | null;
  readonly waived: boolean;
  /** The words of a candidate are the control's. */
  readonly sameWords: boolean;
  /** What the chosen effect asks for; null while it is not known. */
  readonly plan: EffectPlan | null;
  /** Fields that no plan can be computed from. */
  readonly unfit: readonly string[];
  /** The experiment that is on trial on the prompt already. */
  readonly running: string | null;
  readonly maximumDays: number | null;
  /** What the prompt serves outside of experiments; null where that is not known. */
  readonly servedVersion: number | null;
}

/** What is settled, and what is not. */
export function preLaunch(form: ExperimentForm, around: Surroundings): readonly CheckItem[] {
  return [
    versions(form, around),
    ...afterwards(form, around),
    parity(form, around),
    shares(form),
    goal(form),
    guardrails(form),
    decision(around),
    free(form, around),
  ];
}

function versions({ prompt, variants }: ExperimentForm, { sameWords }: Surroundings): CheckItem {
  const key = 'versions';
  if (prompt === '') return { key, state: 'missing', text: 'Choose a prompt' };
  const chosen = variants.map(({ version }) => version);
  if (chosen.includes(null)) return { key, state: 'missing', text: 'Choose a version for every variant' };
  if (new Set(chosen).size < chosen.length || sameWords)
    return { key, state: 'warn', text: 'Two variants have the same words: only useful as an A/A test' };
  return { key, state: 'ok', text: `${chosen.length} versions to compare` };
}

/** What everyone gets again when it ends is no concern where that is the control. */
function afterwards({ variants }: ExperimentForm, { servedVersion }: Surroundings): readonly CheckItem[] {
  const chosen = variants.map(({ version }) => version);
  if (servedVersion === null || chosen.includes(null) || chosen[0] === servedVersion) return [];
  const text = chosen.includes(servedVersion)
    ? `The prompt serves v${servedVersion}, which is on trial: everyone gets it when the experiment ends, also when it did harm. Let the prompt serve v${chosen[0]} first`
    : `The prompt serves v${servedVersion}, which is not compared: everyone gets it when the experiment ends`;
  return [{ key: 'served', state: 'warn', text }];
}

function parity({ prompt }: ExperimentForm, { parity: found, waived }: Surroundings): CheckItem {
  const key = 'parity';
  if (prompt === '' || found === null)
    return { key, state: 'wait', text: 'Parity: checked once versions are chosen' };
  if (found.length === 0) return { key, state: 'ok', text: 'Callers can use any variant as they are' };
  return waived
    ? { key, state: 'warn', text: 'Variants differ in what callers rely on; starts with your reason' }
    : { key, state: 'missing', text: 'Variants differ in what callers rely on: say why that is fine' };
}

function shares({ variants, traffic }: ExperimentForm): CheckItem {
  const key = 'shares';
  const sum = sumOfShares(variants);
  const percent = readNumber(traffic);
  if (sum !== 100)
    return {
      key,
      state: 'missing',
      text: `Shares sum to ${sum === null ? 'no number' : `${sum} %`}, not 100 %`,
    };
  return percent === null || percent <= 0 || percent > 100
    ? { key, state: 'missing', text: 'Traffic must be above 0 and at most 100 %' }
    : { key, state: 'ok', text: `${percent} % of conversations, shares sum to 100 %` };
}

function goal({ name, hypothesis, effect }: ExperimentForm): CheckItem {
  const key = 'goal';
  if (name.trim() === '') return { key, state: 'missing', text: 'Give it a name' };
  const size = readNumber(effect);
  if (size === null || size <= 0)
    return { key, state: 'missing', text: 'Say the smallest difference worth knowing' };
  return hypothesis.trim() === ''
    ? { key, state: 'warn', text: 'No hypothesis: later readers will not know what was expected' }
    : { key, state: 'ok', text: 'Named, with a hypothesis and a goal' };
}

function guardrails({ guardrails: chosen }: ExperimentForm): CheckItem {
  const key = 'guardrails';
  return chosen.length === 0
    ? { key, state: 'warn', text: 'No guardrails: nothing keeps a harmful winner from winning' }
    : { key, state: 'ok', text: `${chosen.length} guardrail${chosen.length === 1 ? '' : 's'}` };
}

function decision({ plan, unfit, maximumDays }: Surroundings): CheckItem {
  const key = 'decision';
  if (unfit.length > 0) return { key, state: 'missing', text: `Put right: ${unfit.join(', ')}` };
  if (!plan) return { key, state: 'wait', text: 'Time to a decision: not known yet' };
  if (plan.refusal) return { key, state: 'warn', text: refusalInShort(plan.refusal.code) };
  return plan.days === null || (maximumDays !== null && plan.days > maximumDays)
    ? { key, state: 'warn', text: 'It may end undecided at its maximum runtime' }
    : { key, state: 'ok', text: 'A decision is possible within the maximum runtime' };
}

/** What is in the way, in short: the section about time says it with its numbers. */
export function refusalInShort(code: string): string {
  switch (code) {
    case 'no_traffic':
      return 'No traffic yet: nobody knows how long it takes';
    case 'spread_unknown':
      return 'How much the primary metric varies is not known: the size would be a guess';
    case 'effect_impossible':
      return 'There is no room for a difference of that size';
    default:
      return 'The smallest difference worth knowing is not found within the limits of the plan';
  }
}

function free({ prompt }: ExperimentForm, { running }: Surroundings): CheckItem {
  const key = 'free';
  if (prompt === '') return { key, state: 'wait', text: 'No other experiment on the prompt' };
  return running === null
    ? { key, state: 'ok', text: 'No other experiment on the prompt' }
    : {
        key,
        state: 'missing',
        text: `“${running}” is on trial on this prompt: save a draft, start when it is over`,
      };
}
