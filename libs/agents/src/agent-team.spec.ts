import { GOOD_ANALYSIS, REQUEST } from '../testing/fixtures';
import { RecordingRegistry } from '../testing/recording-registry';
import { ScriptedModel } from '../testing/scripted-model';
import { AgentTeam } from './agent-team';
import { energyAnalyst } from './energy-analyst';

const GOOD = JSON.stringify(GOOD_ANALYSIS);
const REVIEW = JSON.stringify({ architect_satisfaction: 0.72, ratings: [] });

async function work(
  answers: ReadonlyArray<string | null>,
  then?: (acted: (yes: boolean) => void) => void,
  previews = false,
) {
  const { registry, seen, close } = await RecordingRegistry.open();
  const model = new ScriptedModel(answers);
  const done = await new AgentTeam({ registry, model, previews }).work('conv-1', energyAnalyst, REQUEST);
  then?.(done.userActed);
  await close();
  const statuses = seen.traces.map(({ promptName, agent, status }) => [promptName, agent, status]);
  const means = Object.fromEntries(seen.outcomes.map(({ metric, value }) => [metric, value]));
  return { done, model, seen, statuses, means };
}

describe('the agents', () => {
  it('record a trace for each prompt of a call, and every outcome for each', async () => {
    const { seen, statuses, means } = await work([GOOD, REVIEW], (acted) => acted(true));
    expect(statuses).toEqual([
      ['base_analyst', 'energy_analyst', 'ok'],
      ['specialists/energy_analyst', 'energy_analyst', 'ok'],
      ['depth/standard', 'energy_analyst', 'ok'],
      ['strategy/parallel', 'energy_analyst', 'ok'],
      ['architect', 'architect', 'ok'],
    ]);
    expect(seen.traces[0]).toMatchObject({
      inputTokens: 100,
      cost: 0.5,
      model: 'scripted-1',
      source: 'file',
    });
    expect(means).toEqual({ confidence: 0.86, architect_satisfaction: 0.72, user_actioned: 1 });
    expect(seen.outcomes).toHaveLength(3 * 4);
  });

  it('tell what was asked, filled in and answered where they are told to, with each prompt its own values', async () => {
    const silent = await work([GOOD, REVIEW]);
    expect(silent.seen.traces.map(({ previews }) => previews)).toEqual(Array(5).fill(undefined));
    const { seen } = await work([GOOD, REVIEW], undefined, true);
    const [base, specialist] = seen.traces;
    expect(base?.previews).toMatchObject({ input: expect.any(String), output: GOOD });
    expect(specialist?.previews?.variables).toMatchObject({ site_name: 'Mill Lane 4' });
    for (const { promptName, previews } of seen.traces)
      expect([promptName, Object.keys(previews?.variables ?? {}).length > 0]).toEqual([
        promptName,
        promptName !== 'strategy/parallel',
      ]);
  });

  it('send a bad answer back once, with what was wrong', async () => {
    const { done, model, statuses, seen } = await work(['Well, it is hard to say.', GOOD, REVIEW]);
    expect(done.analysis.ok).toBe(true);
    expect(model.requests[1]?.messages.slice(-2)).toEqual([
      { role: 'assistant', content: 'Well, it is hard to say.' },
      { role: 'user', content: expect.stringContaining('must be one JSON object') },
    ]);
    expect(statuses[0]).toEqual(['base_analyst', 'energy_analyst', 'ok']);
    expect(seen.traces[0]).toMatchObject({ inputTokens: 200, cost: 1 });
  });

  it.each([
    ['a second bad answer', ['No.', '{"insights": 3}'], 'insights must be a list'],
    ['a model that is away', [null], 'It is away'],
  ])('take %s for an error in the traces, and go on', async (_, answers, problem) => {
    const { done, statuses, means } = await work(answers);
    expect(done.analysis).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
    expect(done.review).toBeNull();
    expect(statuses.map(([, , status]) => status)).toEqual(['error', 'error', 'error', 'error']);
    expect(means).toEqual({});
  });

  it('ask the data scientist when the analyst wants them to', async () => {
    const wanted = {
      ...GOOD_ANALYSIS,
      handoffs: [{ to: 'data_scientist', note: 'Is the slope different?' }],
    };
    const computation = JSON.stringify({
      status: 'not_computable',
      answer: 'Not measured.',
      results: [],
      insights: [],
    });
    const { done, model } = await work([JSON.stringify(wanted), computation, REVIEW]);
    expect(done.computation).toMatchObject({ ok: true, value: { status: 'not_computable' } });
    expect(model.requests[1]?.messages[0]?.content).toContain('Question: Is the slope different?');
  });
});
