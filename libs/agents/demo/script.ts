import { Api } from './api';
import { TRIALS, type Trial } from './trials';
import {
  BETTER_ENERGY,
  CHATTY_BEHAVIOUR,
  REORDERED_DIAGNOSIS,
  SHORTER_QUICK,
  SHORTER_STANDARD,
  WARMER_DIGEST,
  type Wording,
} from './wordings';

/** People and what they may. */
export interface Cast {
  readonly admin: Api;
  readonly editor: Api;
}

/** Something that people do on a day of the demonstration. */
export interface Step {
  readonly day: number;
  /** For whoever watches. */
  readonly title: string;
  run(cast: Cast): Promise<void>;
}

/** What a trial became in the registry. */
export type StartedTrials = Map<Trial, string>;

const LABEL = 'production';

/** What people do in the two weeks, in order; the ids of experiments that were started are put into `started`. */
export function scriptOf(started: StartedTrials): Step[] {
  const onTrial = [BETTER_ENERGY, CHATTY_BEHAVIOUR, REORDERED_DIAGNOSIS, SHORTER_STANDARD];
  const steps: Step[] = [
    ...onTrial.map(({ prompt }) => ({
      day: 0,
      title: `${prompt} serves its label ${LABEL}`,
      run: ({ admin }: Cast) => serveLabel(admin, prompt),
    })),
    ...onTrial.map((wording, i) => ({ ...publishing(wording), day: 1 + i / 10 })),
    { ...publishing(SHORTER_QUICK), day: 1.6 },
    ...TRIALS.map((trial) => ({
      day: trial.startDay,
      title: `Experiment "${trial.name}" starts on ${trial.prompt}`,
      run: async ({ editor }: Cast) => void started.set(trial, await startTrial(editor, trial)),
    })),
    { ...publishing(WARMER_DIGEST), day: 4.3 },
    {
      day: 5.2,
      title: `${SHORTER_QUICK.prompt} goes back to version 1`,
      run: async ({ editor }) => {
        const body = { version: 1, message: 'People who wait want a second opinion, too' };
        await editor.call('POST', `${Api.prompt(SHORTER_QUICK.prompt)}/rollback`, body);
      },
    },
  ];
  return steps.sort((a, b) => a.day - b.day);
}

function publishing(wording: Wording): Omit<Step, 'day'> {
  return {
    title: `New words for ${wording.prompt}: ${wording.message}`,
    run: async ({ editor }) => {
      const path = Api.prompt(wording.prompt);
      const { latest } = await editor.call<{ latest: { content: string } }>('GET', path);
      const body = { content: wording.write(latest.content), message: wording.message };
      await editor.call('PUT', path, body, { 'if-match': '*' });
    },
  };
}

async function serveLabel(admin: Api, prompt: string): Promise<void> {
  const path = Api.prompt(prompt);
  await admin.call('PUT', `${path}/labels/${LABEL}`, { version: 1, reason: 'What the agents use today' });
  await admin.call('PATCH', path, { serves: LABEL });
}

async function startTrial(editor: Api, { prompt, name, hypothesis, variants, plan }: Trial): Promise<string> {
  const body = {
    name,
    hypothesis,
    plan,
    variants: variants.map((variant, i) => ({ name: variant, version: i + 1, share: 0.5 })),
  };
  const { id } = await editor.call<{ id: string }>('POST', `${Api.prompt(prompt)}/experiments`, body);
  await editor.call('POST', `/experiments/${id}/start`, {});
  return id;
}
