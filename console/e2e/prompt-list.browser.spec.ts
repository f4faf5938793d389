import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { ask } from './as-person';
import { address, follow, useFixture } from './fixture';
import { axeViolations, signIn } from './watched-page';

const fixture = useFixture();
const prompt = (name: string) => `/api/v1/prompts/${encodeURIComponent(name)}`;
const file = (name: string, text: string | Buffer) => ({
  name,
  mimeType: 'text/markdown',
  buffer: Buffer.from(text),
});
const query = (page: Page) => new URL(page.url()).searchParams;
/** A folder that nothing else uses, with that many prompts. */
async function folderOf(page: Page, count: number): Promise<string> {
  const folder = `list_${crypto.randomUUID().slice(0, 8)}`;
  const files = Array.from({ length: count }, (_, i) => ({
    path: `${folder}/p${String(i).padStart(2, '0')}.md`,
    text: `---\nagentRole: ${i % 3 ? 'architect' : 'synthesizer'}\ntags: [t${i % 2}]\n---\nWords ${i} of {site}.`,
  }));
  const { status } = await ask(page, 'POST', '/api/v1/prompts/import', { files });
  expect(status).toBe(200);
  return folder;
}
const row = (page: Page, name: string) =>
  page.locator('tr.prompt', { has: page.getByRole('link', { name, exact: true }) });

describe('the list', () => {
  it('narrows by facets with counts, sorts and pages, and the URL says so', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    const folder = await folderOf(page, 60);
    await page.goto(address(`/prompts?folder=${folder}`));
    await page.getByRole('heading', { name: 'Prompts 60' }).waitFor();
    await page.getByText('60 prompts', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Next' }).click();
    await page.getByText('51–60 of 60').waitFor();
    expect(query(page).get('page')).toBe('2');

    await page.getByRole('button', { name: 'role', exact: true }).click();
    await page.getByRole('menuitemradio', { name: /^synthesizer\s*20$/ }).click();
    await page.getByRole('heading', { name: 'Prompts 20' }).waitFor();
    await page.getByRole('button', { name: 'Latest' }).click();
    await page.waitForURL(/sort=latestVersion/);
    await page.reload();
    await page.getByRole('button', { name: 'role is synthesizer' }).waitFor();
    expect(Object.fromEntries(query(page))).toEqual({
      folder,
      agentRole: 'synthesizer',
      sort: 'latestVersion',
    });
    await page.locator('a.name').first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it('says what goes on: uses lead to traces, the experiment to its page', async () => {
    const { page } = fixture.watched;
    const { name } = fixture;
    await signIn(page);
    const { body } = await ask(page, 'GET', `${prompt(name)}/versions/2`);
    const traces = ['1', '2', '3'].map((digit) => ({
      id: crypto.randomUUID().replaceAll('-', ''),
      promptName: name,
      promptVersion: 2,
      contentHash: body?.['contentHash'],
      source: 'label',
      startedAt: new Date(Date.now() - Number(digit) * 1_000).toISOString(),
      status: 'ok',
    }));
    expect((await ask(page, 'POST', '/api/v1/traces', { traces })).status).toBe(200);
    const variants = [
      { name: 'control', version: 2, share: 0.5 },
      { name: 'b', version: 1, share: 0.5 },
    ];
    const plan = { primaryMetric: 'user_actioned', minimumDetectableEffect: 0.05 };
    const made = await ask(page, 'POST', `${prompt(name)}/experiments`, {
      name: 'kinder words',
      variants,
      plan,
    });
    const id = String(made.body?.['id']);
    const started = await ask(page, 'POST', `/api/v1/experiments/${id}/start`, {});
    expect(started.status).toBe(200);

    await follow(page, address(`/prompts?q=${name.split('/')[1]}`));
    const shown = row(page, name);
    await shown.getByRole('link', { name: /^3 uses in 7 days/ }).waitFor();
    expect(await shown.locator('.uses-column a').getAttribute('href')).toBe(
      `/traces?prompt=${encodeURIComponent(name)}`,
    );
    const trial = shown.getByRole('link', { name: /Experiment “kinder words”, running: v2 vs v1/ });
    expect(await trial.getAttribute('href')).toBe(`/experiments/${id}`);
    await shown.hover();
    expect(
      await shown.getByRole('link', { name: /^Compare version 2 with the latest/ }).getAttribute('href'),
    ).toContain('tab=diff&left=2&right=3');
    await ask(page, 'POST', `/api/v1/experiments/${id}/stop`, { reason: 'Seen' });
    // The change comes by itself.
    await trial.waitFor({ state: 'detached' });
  });

  it('is worked by the keyboard: pick, edit, archive and bring back', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    const folder = await folderOf(page, 3);
    await page.goto(address(`/prompts?folder=${folder}`));
    await page.locator('a.name').nth(2).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    const bar = page.getByRole('region', { name: 'Picked prompts' });
    await bar.getByText('2 picked').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await bar.getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Archive 2 prompts' }).click();
    await page.getByRole('heading', { name: 'Prompts 1' }).waitFor();
    await page.getByRole('button', { name: 'archived' }).click();
    await page.getByRole('heading', { name: 'Prompts 2' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'No prompt matches' }).waitFor();
    await page.getByRole('button', { name: 'archived' }).click();
    await page.getByRole('heading', { name: 'Prompts 3' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    await page.waitForURL(/\/edit/);
  });
});

describe('prompt files', () => {
  it('come in after a look at what would become of each, go out as one file, and come back the same', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    const folder = await folderOf(page, 2);
    await page.goto(address(`/prompts?folder=${folder}`));
    await page.locator('a.name').first().waitFor();
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByText('Drop prompt files here').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    const front = (name: string) => `---\nname: ${folder}/${name}\n---\n`;
    await page
      .locator('[data-pick=files]')
      .setInputFiles([
        file('new.md', `${front('new')}Fresh {words}.`),
        file('changed.md', `${front('p00')}Other words.`),
        file('README.md', 'About'),
        file('bad.md', Buffer.from([0xff, 0xfe, 0x41, 0x00])),
      ]);
    const report = page.getByRole('region', { name: 'What becomes of each file' });
    await report.getByText('is UTF-16; save it as UTF-8').waitFor();
    await report.getByText('detected: it has the field {words}').waitFor();
    await report.getByText('is a document about the folder').waitFor();
    await report.getByRole('cell', { name: 'new version 2' }).waitFor();
    expect((await ask(page, 'GET', prompt(`${folder}/new`))).status).toBe(404);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Import 2 prompts' }).click();
    await report.getByRole('cell', { name: 'created' }).waitFor();
    await report.getByRole('cell', { name: 'saved as version 2' }).waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('heading', { name: 'Prompts 3' }).waitFor();

    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export these' }).click();
    const bundle = readFileSync(await (await saved).path(), 'utf8');
    expect(JSON.parse(bundle)).toMatchObject({ files: [{ path: `${folder}/new.md` }, {}, {}] });
    const elsewhere = bundle.replaceAll(`${folder}/`, `${folder}_copy/`);
    await page.getByRole('button', { name: 'Import' }).click();
    await page.locator('[data-pick=files]').setInputFiles([file('export.json', bundle)]);
    await page.getByRole('button', { name: 'Nothing to import' }).waitFor();
    await page.getByRole('button', { name: 'Other files' }).click();
    await page.locator('[data-pick=files]').setInputFiles([file('export.json', elsewhere)]);
    await page.getByRole('button', { name: 'Import 3 prompts' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    const hash = async (name: string) => {
      const { body } = await ask(page, 'GET', prompt(name));
      return (body?.['latest'] as { contentHash: string } | undefined)?.contentHash;
    };
    for (const name of ['new', 'p00', 'p01'])
      expect(await hash(`${folder}_copy/${name}`)).toBe(await hash(`${folder}/${name}`));
  });

  it('that conflict with what people wrote are saved only when somebody says so', async () => {
    const { page } = fixture.watched;
    await signIn(page);
    await page.goto(address('/prompts?import=true'));
    await page.getByText('Drop prompt files here').waitFor();
    const words = `---\nname: ${fixture.name}\n---\nFrom a file {person}.`;
    await page.locator('[data-pick=files]').setInputFiles([file('conflict.md', words)]);
    await page.getByRole('button', { name: 'Nothing to import' }).waitFor();
    await page.getByRole('checkbox', { name: /new version all the same/ }).check();
    await page.getByRole('button', { name: 'Import 1 prompt' }).click();
    await page.getByRole('cell', { name: 'saved as version 4' }).waitFor();
    await page.getByRole('link', { name: fixture.name }).click();
    await page.waitForURL(`**/prompts/${encodeURIComponent(fixture.name)}`);
  });

  it('of another tool are converted on a phone, with a word on how they are read and what is passed over', async () => {
    const { page } = fixture.watched;
    await page.setViewportSize({ width: 390, height: 844 });
    await signIn(page);
    const folder = `${fixture.name}_fuse`;
    const prompts = [
      { name: `${folder}/kept`, prompt: 'To {{city}}', labels: ['production'] },
      { name: `${folder}/logic`, prompt: '{{#if city}}a{{/if}}', labels: [] },
    ];
    await page.getByRole('button', { name: 'Import and export' }).click();
    await page.getByRole('menuitem', { name: 'Export all' }).waitFor();
    await page.getByRole('menuitem', { name: 'Import' }).click();
    await page
      .locator('[data-pick=files]')
      .setInputFiles([file('fuse.json', JSON.stringify(prompts, null, 1))]);
    const report = page.getByRole('region', { name: 'What becomes of each file' });
    await report.getByText('Langfuse → text, mustache').waitFor();
    await report.getByText('labelled production').waitFor();
    await report.getByText(/^line 11, .*sections are not supported/).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Import 1 prompt' }).click();
    await report.getByText('created').waitFor();
    const { body } = await ask(page, 'GET', prompt(`${folder}/kept`));
    expect(body).toMatchObject({ labels: [{ label: 'production', version: 1 }] });
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});
