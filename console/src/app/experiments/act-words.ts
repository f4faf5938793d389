import { formatCount, formatSetShare } from '../numbers/format';
import type { Experiment, ExperimentVariant } from './experiments-api';
import type { ExperimentResults } from './results-api';

/** What of the prompt decides what is served outside of the experiment. */
export interface ServedState {
  readonly serves: string;
  readonly servedVersion: number | null;
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
      : `New conversations get ${servedWords(served)}${winner ? ' until you promote the winner' : ''}.`;
  return [after, insideWords(context, ' until they end')];
}

/** What promoting does to live traffic. */
export function promoteConsequences({ experiment, served }: ActContext): readonly string[] {
  const winner = experiment.variants.find(({ name }) => name === experiment.winner);
  return winner ? [promotionWords(winner, served), 'One undo restores what is served now.'] : [];
}

/** What undoing a promotion does to live traffic. */
export function undoConsequences({ served }: ActContext): readonly string[] {
  return [
    `The prompt serves again what it served before the promotion, instead of ${servedWords(served)}, for conversations that begin from now on.`,
    'Conversations that run keep their words.',
  ];
}

function promotionWords({ name, version }: ExperimentVariant, served: ServedState | undefined): string {
  const tail = 'for conversations that begin from now on.';
  if (!served) return `${name} v${version} becomes what the prompt serves ${tail}`;
  return served.serves === 'latest'
    ? `The words of v${version} become a new latest version, which the prompt then serves ${tail}`
    : `Moves ${served.serves} ${served.servedVersion === null ? '' : `v${served.servedVersion} `}→ v${version} ${tail}`;
}

function listed(variants: readonly ExperimentVariant[]): string {
  return variants.map(({ version, share }) => `v${version} (${formatSetShare(share)})`).join(' or ');
}
