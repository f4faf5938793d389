import { formatCount, formatSetShare } from '../numbers/format';
import { readNumber } from '../numbers/typed-number';
import { harmWords } from './harm-words';
import type { Experiment, ExperimentVariant } from './experiments-api';
import type { ExperimentResults } from './results-api';

/** What of the prompt decides what is served outside of the experiment. */
export interface ServedState {
  readonly serves: string;
  readonly servedVersion: number | null;
  /** Other versions of the same words, as far as they are known. */
  readonly sameWords?: readonly number[];
}

/** What is known when an action is explained. */
export interface ActContext {
  readonly experiment: Experiment;
  readonly results: ExperimentResults | undefined;
  readonly served: ServedState | undefined;
}

/** What conversations outside of the experiment get: "production v2". */
export function servedWords(served: ServedState | undefined): string {
  if (!served || served.servedVersion === null) return 'what the prompt serves';
  return served.serves === 'latest'
    ? `the latest version, v${served.servedVersion}`
    : `${served.serves}, v${served.servedVersion}`;
}

/** Whether conversations outside of the experiment get that version already, so that promoting it changes nothing. */
export function servesAlready(
  version: number | undefined,
  served: Pick<ServedState, 'servedVersion'> | undefined,
): boolean {
  return version !== undefined && version === served?.servedVersion;
}

/** Whether the prompt serves the words of that version, be it under another number. */
function servesWordsOf(version: number, served: ServedState | undefined): boolean {
  return servesAlready(version, served) || (served?.sameWords?.includes(version) ?? false);
}

/** The variant that won, or was chosen. */
export function winningVariant({ variants, winner }: Experiment): ExperimentVariant | undefined {
  return variants.find(({ name }) => name === winner);
}

/** What becomes of the conversations that have entered, where any have. */
function insideWords({ results }: ActContext, until = ''): string {
  const exposed = results?.funnel?.exposed;
  if (exposed === 0) return 'No conversation has entered yet.';
  const entered =
    exposed === undefined
      ? ''
      : `${formatCount(exposed)} ${exposed === 1 ? 'conversation has' : 'conversations have'} entered so far; `;
  return `${entered}${entered ? 'those' : 'Those'} that still run keep their variant${until}.`;
}

/** What pausing does to live traffic. */
export function pauseConsequences(context: ActContext): readonly string[] {
  return [
    `New conversations get ${servedWords(context.served)}. ${insideWords(context)}`,
    'It goes on being evaluated, and ends by itself only for harm. Resume it at any time.',
  ];
}

/** What resuming does to live traffic. */
export function resumeConsequences({ experiment }: ActContext): readonly string[] {
  return [
    `${formatSetShare(experiment.trafficShare)} of new conversations are let in again, in the same shares as before. Conversations that began while it was paused stay outside.`,
    'A verdict that waited only for this completes the experiment at the next look.',
  ];
}

/** What starting does to live traffic. */
export function startConsequences({ experiment, served }: ActContext): readonly string[] {
  const [control] = experiment.variants;
  return [
    `${formatSetShare(experiment.trafficShare)} of the conversations that begin from now on get ${listed(experiment.variants)}; all others, and those that run already, get ${servedWords(served)}.`,
    `Versions, shares and plan are fixed then${control ? `; v${control.version} is what the others are compared with` : ''}.`,
    harmWords(
      experiment.variants,
      experiment.plan.guardrails.map(({ metric }) => metric),
      served,
    ),
  ];
}

/** What evaluating now does. */
export function evaluateConsequences({ experiment }: ActContext): readonly string[] {
  return [
    'Settles the conversations that are due and decides, as the schedule does by itself. When it is done does not change what is concluded.',
    experiment.plan.promote === 'winner' && !experiment.plan.approval
      ? 'If a boundary is crossed the experiment completes, and its winner becomes what the prompt serves.'
      : 'If a boundary is crossed the experiment completes. What the prompt serves does not change.',
  ];
}

/** What approving does to live traffic. */
export function approveConsequences({ experiment, served }: ActContext): readonly string[] {
  return [
    'The experiment is evaluated at once and, when nothing else is waited for, completed with the variant that won.',
    experiment.plan.promote === 'winner'
      ? `The plan promotes the winner: it replaces ${servedWords(served)} for conversations that begin afterwards. One undo restores it.`
      : `New conversations get ${servedWords(served)} until you promote the winner.`,
  ];
}

/** A share that is typed in percent, without the noise of binary fractions: "7" is 0.07. Null when it is no number. */
export function shareOf(percent: string): number | null {
  const number = readNumber(percent);
  return number === null ? null : Number((number / 100).toPrecision(12));
}

/** Why traffic cannot be grown to that; empty when it can. Follows the label of its field. */
export function growError(to: number | null, from: number): string {
  if (to === null) return 'must be a number';
  if (to <= from) return `must be more than the ${formatSetShare(from)} it has: traffic cannot be shrunk`;
  return to > 1 ? 'must be 100 at most' : '';
}

/** What letting in more does to live traffic. */
export function growConsequences({ experiment, served }: ActContext, to: number): readonly string[] {
  const from = experiment.trafficShare;
  return [
    `${formatSetShare(from)} → ${formatSetShare(to)} of new conversations are let in; the others get ${servedWords(served)}. Nobody changes variant, and traffic cannot be shrunk again: pause or stop it instead.`,
  ];
}

/** What stopping does to live traffic. */
export function stopConsequences(context: ActContext, immediate: boolean): readonly string[] {
  return [
    `New conversations get ${servedWords(context.served)} at once. There will be no winner, and it cannot be started again.`,
    immediate
      ? 'Running conversations change to what the prompt served when they began, in the middle of what they are doing.'
      : insideWords(context, ' until they end'),
  ];
}

/** What completing does to live traffic. */
export function completeConsequences(
  context: ActContext,
  winner: ExperimentVariant | null,
  promote: boolean,
): readonly string[] {
  const { served } = context;
  const after =
    winner && promote
      ? promotionWords(winner, served)
      : `New conversations get ${servedWords(served)}${winner ? afterwards(winner, served) : ''}.`;
  return [after, insideWords(context, ' until they end')];
}

/** What promoting does to live traffic. */
export function promoteConsequences({ experiment, served }: ActContext): readonly string[] {
  const winner = winningVariant(experiment);
  if (!winner) return [];
  const words = promotionWords(winner, served);
  return servesWordsOf(winner.version, served) ? [words] : [words, 'One undo restores what is served now.'];
}

/** What undoing a promotion does to live traffic. */
export function undoConsequences({ experiment, served }: ActContext): readonly string[] {
  const { before, after } = promotedFrom(experiment);
  if (before && served && servesAlready(before.version, served))
    return [
      `The prompt goes on serving ${servedWords(served)}: the promotion did not change its words, so there is nothing to take back. The experiment only no longer counts as promoted.`,
    ];
  if (before?.version && served && before.contentHash === after?.contentHash)
    return [
      `${movedTo(before.version, served)}, whose words are equal: conversations go on getting the same. The experiment no longer counts as promoted.`,
    ];
  return [undoWords(before, served), 'Conversations that run keep their words.'];
}

interface ServedThen {
  readonly version?: number;
  readonly contentHash?: string;
}

/** What the prompt served before and after the winner was promoted; as it is kept, so nothing is taken for granted. */
function promotedFrom({ steps }: Experiment): { readonly before?: ServedThen; readonly after?: ServedThen } {
  return steps.findLast(({ kind }) => kind === 'promoted')?.details ?? {};
}

function undoWords(before: ServedThen | undefined, served: ServedState | undefined): string {
  const tail = 'for conversations that begin from now on.';
  if (!before?.version || !served)
    return `The prompt serves again what it served before the promotion, instead of ${servedWords(served)}, ${tail}`;
  return served.serves === 'latest'
    ? `The words of v${before.version}, which it served before the promotion, become a new latest version, which the prompt then serves instead of v${served.servedVersion} ${tail}`
    : `${movedTo(before.version, served)}, which it served before the promotion, ${tail}`;
}

function promotionWords({ name, version }: ExperimentVariant, served: ServedState | undefined): string {
  const tail = 'for conversations that begin from now on.';
  if (servesAlready(version, served))
    return `The prompt serves v${version} already, so promoting it changes nothing for conversations. The experiment only counts as promoted.`;
  if (!served) return `${name} v${version} becomes what the prompt serves ${tail}`;
  if (servesWordsOf(version, served))
    return served.serves === 'latest'
      ? `The prompt serves the words of v${version} already, as v${served.servedVersion}, so promoting it changes nothing for conversations. The experiment only counts as promoted.`
      : `${movedTo(version, served)}, whose words are equal: conversations go on getting the same. The experiment counts as promoted.`;
  return served.serves === 'latest'
    ? `The words of v${version} become a new latest version, which the prompt then serves ${tail}`
    : `${movedTo(version, served)} ${tail}`;
}

function movedTo(version: number, { serves, servedVersion }: ServedState): string {
  return `Moves ${serves} ${servedVersion === null ? '' : `v${servedVersion} `}→ v${version}`;
}

function afterwards({ version }: ExperimentVariant, served: ServedState | undefined): string {
  return servesWordsOf(version, served)
    ? ', the words of the winner: there is nothing to promote'
    : ' until you promote the winner';
}

function listed(variants: readonly ExperimentVariant[]): string {
  return variants.map(({ version, share }) => `v${version} (${formatSetShare(share)})`).join(' or ');
}
