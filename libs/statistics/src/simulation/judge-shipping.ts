import { guardrailCells } from './guardrails';
import { type AllOutcomes, highest, type Judgement, outcomesOf, percent } from './judgement';
import { atMost } from './replicate';
import * as shipping from './shipping';

/** What the page had not simulated: whole experiments, the family, guardrails. */
export function judgeShipping(all: AllOutcomes): Judgement[] {
  const aa = outcomesOf(all, shipping.AA_CELL);
  const guarded = outcomesOf(all, shipping.AA_GUARDED_CELL);
  const margin = outcomesOf(all, shipping.AT_MARGIN_CELL);
  const harmful = outcomesOf(all, shipping.HARMFUL_CELL);
  const winner = outcomesOf(all, shipping.plannedWinnerCell());
  const family = [...shipping.FAMILY_NULL_CELLS, ...shipping.FAMILY_PARTLY_CELLS];
  const guardrails = guardrailCells();
  const wrong = aa.rate('success') + aa.rate('harmful');
  const guardedWrong = guarded.rate('success') + guarded.rate('harmful');
  return [
    {
      goal: `${aa.replications} A/A experiments through decide() after every unit`,
      must: '5 % end falsely, and 3 standard errors',
      measured: `${percent(wrong)} (${percent(aa.rate('success'))} with a winner)`,
      held: wrong <= atMost(0.05, aa.replications),
    },
    {
      goal: 'the same with two guardrails, each with a harm alarm at 1 %',
      must: '7 % end falsely, and 3 standard errors',
      measured: `${percent(guardedWrong)} (${percent(guarded.rate('success'))} with a winner)`,
      held: guardedWrong <= atMost(0.07, guarded.replications),
    },
    {
      goal: 'family of four: Holm and closed testing, none or one difference',
      must: '5 % and 3 standard errors',
      ...highest(all, family, 'false rejection', 0.05),
    },
    {
      goal: 'guardrails on real distributions: false harm alarms',
      must: '1 % and 3 standard errors',
      ...highest(all, guardrails, 'false alarm', 0.01),
    },
    {
      goal: 'guardrails on real distributions: cleared at the margin',
      must: '5 % and 3 standard errors',
      ...highest(all, guardrails, 'false clearance', 0.05),
    },
    {
      goal: 'shipped though slower by the margin; though harmful',
      must: '5 % and 3 standard errors; never',
      measured: `${percent(margin.rate('success'))}; ${percent(harmful.rate('success'))}`,
      held: margin.rate('success') <= atMost(0.05, margin.replications) && harmful.rate('success') === 0,
    },
    {
      goal: 'a winner as planned ships, through two guardrails',
      must: '80 % less 3 standard errors',
      measured: percent(winner.rate('success')),
      held: winner.rate('success') >= 1 - atMost(0.2, winner.replications),
    },
  ];
}
