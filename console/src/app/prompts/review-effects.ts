import type { Prompt } from './prompts-api';

/** What a person chose to save. */
export interface Choice {
  /** Version that is there now. */
  readonly latest: number;
  /** The draft says the same as the latest version. */
  readonly identical: boolean;
  /** Labels that go along, in the order of the page. */
  readonly labels: readonly string[];
}

type Labelled = Pick<Prompt, 'labels' | 'serves' | 'servedVersion'>;

/** The version that the labels will point to. */
export function targetVersion({ latest, identical }: Choice): number {
  return identical ? latest : latest + 1;
}

/** What the button does; null when there is nothing to do. */
export function saveWord(prompt: Labelled, choice: Choice): string | null {
  const target = targetVersion(choice);
  const moves = choice.labels.map((label) => moveWord(prompt, label, target));
  const [only = ''] = moves;
  const moved = moves.length > 1 ? `move ${moves.length} labels` : only;
  if (choice.identical) return moves.length > 0 ? moved.charAt(0).toUpperCase() + moved.slice(1) : null;
  return moves.length > 0 ? `Save version ${target} and ${moved}` : `Save version ${target}`;
}

function moveWord({ labels }: Labelled, label: string, target: number): string {
  const from = labels.find((place) => place.label === label)?.version;
  return from === undefined ? `set ${label} to ${target}` : `move ${label} ${from} → ${target}`;
}

/** What agents that ask without a version get afterwards, in a sentence, and whether that is a change. */
export function servedAfter(
  prompt: Labelled,
  choice: Choice,
): { readonly changes: boolean; readonly words: string } {
  const target = targetVersion(choice);
  const { serves, servedVersion } = prompt;
  const moves = serves === 'latest' ? !choice.identical : choice.labels.includes(serves);
  const before = servedVersion === null ? 'nothing' : `version ${servedVersion}`;
  if (moves && servedVersion !== target)
    return {
      changes: true,
      words: `Served changes from ${before} to version ${target}, at once (serves ${serves}).`,
    };
  return {
    changes: false,
    words: `Served stays ${before} (serves ${serves})${serves === 'latest' ? '' : ': saving does not ship'}.`,
  };
}

/** What a running experiment notices. */
export function experimentWords(
  experiment: {
    readonly name: string;
    readonly trafficShare: number;
    readonly variants: readonly { readonly version: number }[];
  },
  servedChanges: boolean,
): string {
  const versions = experiment.variants.map(({ version }) => version).join(' and ');
  const outside = servedChanges && experiment.trafficShare < 1;
  const rest = outside ? ' Only conversations outside of it get the new words.' : '';
  const promotion = servedChanges
    ? ' Promoting its winner will need an approval, because what is served has changed since it began.'
    : '';
  return `“${experiment.name}” goes on with versions ${versions}: not affected.${rest}${promotion}`;
}
