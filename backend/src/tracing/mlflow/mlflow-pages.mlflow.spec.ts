import { randomBytes } from 'node:crypto';
import { type Browser, chromium } from 'playwright-core';
import { requiredSetting } from './mlflow-python';
import { MlflowScene } from './mlflow-scene';

// As in mlflow-delivery.mlflow.spec.ts; CHROMIUM_PATH names a browser.
const url = requiredSetting('E2E_MLFLOW_URL');
const executablePath = requiredSetting('CHROMIUM_PATH');

const unique = randomBytes(4).toString('hex');

describe('the pages of MLflow that links lead to', () => {
  let scene: MlflowScene;
  let browser: Browser;
  let id: string;
  const NAME = `pages/of-${unique}`;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    scene = await MlflowScene.start(url, {
      passes: true,
      env: { MLFLOW_EXPERIMENT_NAME: `pages ${unique}` },
    });
    await scene.prompt(NAME, ['one', 'two']);
    id = await scene.experiment(NAME);
    const as = (variant: string, promptVersion: number) => ({
      experimentId: id,
      variant,
      promptVersion,
      conversationId: `${variant}-${promptVersion}`,
      source: 'experiment',
    });
    await scene.traces(NAME, [as('control', 1), as('control', 1), as('shorter', 2)]);
    await scene.settle();
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.stop();
  });

  /** What the page at the address asks its server for, and how many it is told of. */
  async function searchOf(
    address: string,
    what: 'traces' | 'runs',
  ): Promise<{ filter: string; found: number }> {
    const page = await browser.newPage();
    const answered = page.waitForResponse((response) => {
      const sent = response.request().postData();
      return response.url().endsWith(`mlflow/${what}/search`) && !!sent && !!JSON.parse(sent).filter;
    });
    await page.goto(address);
    const response = await answered;
    const { filter } = JSON.parse(response.request().postData() ?? '') as { filter: string };
    const found = ((await response.json()) as Record<string, unknown[] | undefined>)[what]?.length ?? 0;
    await page.close();
    return { filter, found };
  }

  it('show the traces and the runs of one variant', async () => {
    const [control] = await scene.variantLinks(id);
    const traces = await searchOf(control?.tracesUrl, 'traces');
    expect(traces.filter).toContain(
      `tags.\`registry.experiment\` = '${id}' AND tags.\`registry.variant\` = 'control'`,
    );
    expect(traces.found).toBe(2);
    expect(await searchOf(control?.runsUrl, 'runs')).toEqual({
      filter: `params.experiment_id = '${id}' and params.experiment_variant = 'control'`,
      found: 1,
    });
  });

  it('show the traces of one version', async () => {
    const { body } = await scene.admin.get(`/api/v1/prompts/${encodeURIComponent(NAME)}/mlflow`);
    const { filter, found } = await searchOf(body.items[0].tracesUrl, 'traces');
    expect(filter).toContain(`tags.\`registry.prompt\` = '${NAME}' AND tags.\`registry.version\` = '2'`);
    expect(found).toBe(1);
  });
});
