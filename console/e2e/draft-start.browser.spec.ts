import { ask } from './as-person';
import { address, useFixture } from './fixture';
import { createPrompt, signIn } from './watched-page';

const fixture = useFixture();

describe('a draft that is started from its page', () => {
  it('says before what its plan has no room for and who gets what after harm, once however often it is pressed', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    const prompt = await createPrompt(page);
    const made = await ask(page, 'POST', `/api/v1/prompts/${encodeURIComponent(prompt)}/experiments`, {
      name: 'too small to see',
      variants: [1, 2].map((version) => ({ name: `v${version}`, version, share: 0.5 })),
      plan: {
        primaryMetric: 'user_actioned',
        minimumDetectableEffect: 0.01,
        maximumUnits: 200,
        guardrails: [{ metric: 'latency', margin: 250 }],
      },
    });
    expect(made.status).toBe(201);
    const path = `/experiments/${String(made.body?.['id'])}`;
    let asked = 0;
    let answer = () => undefined as void;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/api/v1/experiments/plan', async (route) => {
      asked += 1;
      await held;
      await route.continue();
    });
    await page.goto(address(path));
    const start = page.getByRole('button', { name: 'Start', exact: true });
    await start.dblclick();
    answer();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText(/You allow 200 conversations at most/).waitFor();
    await dialog.getByText(/worse for certain on latency, by however little, ends it at once/).waitFor();
    expect([asked, await dialog.count()]).toEqual([1, 1]);
    await dialog.getByRole('button', { name: 'Start experiment' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await ask(page, 'GET', `/api/v1${path}`)).body).toMatchObject({ status: 'running' });
  });
});
