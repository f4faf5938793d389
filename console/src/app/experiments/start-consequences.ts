import { readNumber, writeNumber } from '../numbers/typed-number';
import type { ExperimentForm } from './experiment-form';
import { harmWords } from './harm-words';
import { listed } from './listed';
import type { EffectPlan } from './plan-curve';
import type { TrialPrompt } from './planning-api';
import { refusalInShort } from './pre-launch';

/** What starting does to live traffic, in sentences. */
export function startConsequences(
  { prompt, traffic, variants, guardrails, promote, approval }: ExperimentForm,
  served: Pick<TrialPrompt, 'servedVersion'> | null,
  plan: Pick<EffectPlan, 'refusal'> | null,
): readonly string[] {
  const parts = variants.map(({ version, share }) => `${round(share, traffic)} % get v${version}`);
  const rest = 100 - (readNumber(traffic) ?? 0);
  const others =
    rest > 0
      ? `, the other ${writeNumber(Number(rest.toPrecision(4)))} % go on with v${served?.servedVersion ?? '–'}`
      : '';
  const end =
    promote === 'winner'
      ? `When a variant has won, ${approval ? 'and a person agreed, ' : ''}it becomes what the prompt serves.`
      : 'What the prompt serves does not change by itself.';
  return [
    `Of the conversations of ${prompt} that begin from now on, ${listed(parts)}${others}. Those that have begun keep their words.`,
    `Versions, shares and plan are fixed then; only the traffic can grow. ${end}`,
    harmWords(
      variants,
      guardrails.map(({ metric }) => metric),
      served,
    ),
    ...(plan?.refusal ? [`${refusalInShort(plan.refusal.code)}.`] : []),
  ];
}

function round(share: string, traffic: string): string {
  return writeNumber(Number((((readNumber(share) ?? 0) * (readNumber(traffic) ?? 0)) / 100).toPrecision(4)));
}
