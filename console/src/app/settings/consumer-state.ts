import type { Consumer } from './settings-api';

/** How well an agent is in step, with an icon and words. */
export interface ConsumerState {
  readonly tone: 'good' | 'wait' | 'bad';
  readonly icon: 'check' | 'warning' | 'offline' | 'retry';
  readonly word: string;
  /** What it means for the words it serves. */
  readonly meaning: string;
}

/** Told by the worst that is true of it. */
export function consumerState({ source, stale, behind, revision }: Consumer): ConsumerState {
  if (source === 'prompt_files') {
    const meaning = 'It has no snapshot and serves the prompt files beside its code.';
    return { tone: 'bad', icon: 'warning', word: 'on file fallback', meaning };
  }
  if (stale) {
    const meaning = 'It could not reach the server and serves the words it had.';
    return { tone: 'bad', icon: 'offline', word: 'stale', meaning };
  }
  if (source === 'snapshot_file') {
    const meaning = 'It serves the copy on its disk until the server answers it.';
    return { tone: 'wait', icon: 'warning', word: 'from disk', meaning };
  }
  if (behind > 0) {
    const by = behind === 1 ? '1 revision' : `${new Intl.NumberFormat().format(behind)} revisions`;
    return {
      tone: 'wait',
      icon: 'retry',
      word: 'behind',
      meaning: `It was ${by} behind when it last reported.`,
    };
  }
  const meaning = `It serves what the registry serves, revision ${new Intl.NumberFormat().format(revision)}.`;
  return { tone: 'good', icon: 'check', word: 'in step', meaning };
}
