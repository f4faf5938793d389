import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ask, signInAs } from './as-person';
import { address, useFixture } from './fixture';
import { createOwn, promptPage, publishMany, tell } from './prompt-page-scene';
import { runProgram } from './snippet-program';
import { axeViolations, openPage, signIn } from './watched-page';

const run = promisify(execFile);
const fixture = useFixture();
const page = () => fixture.watched.page;
const noticed = (words: string) => page().locator('mat-snack-bar-container', { hasText: words });
const PASSWORD = 'a quite long password';

beforeEach(() => signIn(page()));

/** A key that resolves, made for one test. */
async function keyFor(name: string): Promise<string> {
  const body = { name: `${name} ${Date.now()}`, scopes: ['resolve', 'record'] };
  return String((await ask(page(), 'POST', '/api/v1/api-keys', body)).body?.['key']);
}

describe('the snippets', () => {
  it('run as they are', async () => {
    await page().goto(fixture.promptAddress('?tab=use'));
    const [typescript, python, curl] = await Promise.all(
      ['TypeScript', 'Python', 'curl'].map((title) =>
        page().getByRole('region', { name: title, exact: true }).innerText(),
      ),
    );
    expect(await axeViolations(page())).toEqual([]);
    const env = {
      ...process.env,
      PROMPT_REGISTRY_API_KEY: await keyFor('snippets'),
      PYTHONIOENCODING: 'utf-8',
    };
    const { stdout: said } = await run('python3', ['-c', python ?? ''], { env });
    expect(said.trim()).toBe('2 label Welcome … to ….');
    const { printed, left } = await runProgram(typescript ?? '', env);
    expect(printed.trim()).toBe('2 label Welcome … to ….');
    expect(left).toContain('.data'); // the last good words, for when the registry is away
    const { body: used } = await ask(
      page(),
      'GET',
      `/api/v1/traces?${new URLSearchParams({ prompt: fixture.name, agent: 'my-agent' })}`,
    );
    expect(used?.['items']).toMatchObject([{ promptVersion: 2, conversationId: 'conversation-1' }]);
    const { stdout } = await run('sh', ['-c', curl ?? ''], { env });
    expect(JSON.parse(stdout)).toMatchObject({ version: 2, rendered: 'Welcome … to ….' });

    await page().getByRole('link', { name: 'Exactly version 3' }).click();
    await page().getByText('These words never change').waitFor();
    expect(page().url()).toMatch(/call=version/);
    const pinned = await page().getByRole('region', { name: 'Python', exact: true }).innerText();
    expect((await run('python3', ['-c', pinned], { env })).stdout).toMatch(/^3 version Greetings, …!/);
    const exactly = await page().getByRole('region', { name: 'TypeScript' }).innerText();
    expect((await runProgram(exactly, env)).printed).toMatch(/^3 version Greetings, …!/);
  });
});

describe('the settings', () => {
  it('are edited, and the prompt is archived and restored', async () => {
    const name = await createOwn(page(), { content: 'One {x}', agentRole: 'architect' });
    await page().goto(promptPage(name, '?tab=settings'));
    await page().getByLabel('Description').fill('Rates one insight');
    await page().getByLabel('Agent role').fill('not a slug!');
    await page().getByRole('button', { name: 'Save settings' }).click();
    await page().locator('[aria-invalid="true"]').waitFor();
    await page().getByLabel('Agent role').fill('');
    await page().getByLabel('Tags').fill('core, page');
    await page().getByRole('button', { name: 'Save settings' }).click();
    await noticed('Saved the settings.').waitFor();
    await page().locator('pr-prompt-page-header', { hasText: '#core' }).waitFor();
    expect(await page().locator('pr-prompt-page-header').innerText()).toMatch(/Rates one insight/);
    expect(await axeViolations(page())).toEqual([]);

    await page().getByRole('button', { name: 'Archive prompt…' }).click();
    await page().getByRole('alertdialog').getByRole('button', { name: 'Archive prompt' }).click();
    await page().locator('.chip', { hasText: 'archived' }).waitFor();
    expect(await page().getByRole('link', { name: 'Edit' }).count()).toBe(0);
    await page().getByRole('button', { name: 'Restore prompt' }).click();
    await page().getByRole('alertdialog').getByRole('button', { name: 'Restore prompt' }).click();
    await page().getByRole('link', { name: 'Edit' }).waitFor();
  });
});

describe('roles', () => {
  it('lock protected labels for editors, and show viewers nothing that they may not do', async () => {
    const name = await createOwn(page(), {
      content: 'One {x}',
      labels: ['production'],
      serves: 'production',
    });
    await publishMany(page(), name, 2, 2);
    const stamp = Date.now();
    for (const role of ['editor', 'viewer'])
      await ask(page(), 'POST', '/api/v1/users', {
        email: `${role}.${stamp}@example.com`,
        name: role,
        role,
        password: PASSWORD,
      });
    await ask(page(), 'PUT', '/api/v1/protected-labels/production', {});
    try {
      const editor = await openPage(fixture.browser);
      await signInAs(editor.page, `editor.${stamp}@example.com`, PASSWORD);
      await editor.page.goto(promptPage(name, '?version=2'));
      await editor.page.getByRole('button', { name: 'Labels of version 2' }).click();
      const locked = editor.page.getByRole('button', { name: /Move production 1 → 2/ });
      await locked.getByText('protected: only an admin moves it').waitFor();
      expect(await locked.getAttribute('aria-disabled')).toBe('true');
      await editor.context.close();

      const viewer = await openPage(fixture.browser);
      await signInAs(viewer.page, `viewer.${stamp}@example.com`, PASSWORD);
      await viewer.page.goto(promptPage(name, '?version=1'));
      await viewer.page.locator('.view-lines', { hasText: 'One' }).waitFor();
      for (const word of [/^Edit$/, /^Labels/, /Roll back/, /Test this version/])
        expect(await viewer.page.getByText(word).count()).toBe(0);
      await viewer.page.getByRole('tab', { name: 'Settings' }).click();
      await viewer.page.getByText('Your role reads').waitFor();
      expect(await viewer.page.getByRole('button', { name: /Save|Archive/ }).count()).toBe(0);
      await viewer.page.getByRole('tab', { name: 'History' }).click();
      await viewer.page.getByText('Set production to 1').waitFor();
      expect([...editor.complaints, ...viewer.complaints]).toEqual([]);
      await viewer.context.close();
    } finally {
      await ask(page(), 'DELETE', '/api/v1/protected-labels/production');
    }
  });
});

describe('what prompts may contain', () => {
  it('shows hostile words, messages and tags as they are', async () => {
    const hostile = `<img src=x onerror="alert(1)"><script>alert(2)</script>"'{{constructor}}`;
    const content = [
      { role: 'user', content: hostile, name: 'x' },
      { role: 'system', content: '<b>{x}</b>' },
    ];
    const name = await createOwn(page(), {
      type: 'chat',
      templateFormat: 'none',
      content,
      message: hostile,
      description: hostile,
      config: { [hostile]: hostile },
    });
    await tell(page(), 'POST', name, '/rollback', { version: 1, message: `${hostile}\n${hostile}` });
    await tell(page(), 'PUT', name, '/labels/staging', { version: 1, reason: hostile });
    let asked = 0;
    page().on('dialog', (dialog) => {
      asked++;
      void dialog.dismiss();
    });
    for (const query of [
      '',
      '?show=raw',
      '?show=config',
      '?tab=diff&left=1&right=2',
      '?tab=history',
      '?tab=settings',
    ]) {
      await page().goto(promptPage(name, query));
      await page().locator('a.version').first().waitFor();
      await page().getByText('onerror').first().waitFor();
    }
    expect(asked).toBe(0);
    expect(await page().locator('img[src="x"], [onerror]').count()).toBe(0);
  });

  it('shows 200 kB and their differences', async () => {
    const lines = Array.from(
      { length: 3_400 },
      (_line, at) => `Line ${at}: the quick brown fox looks at {x}, and says no word.`,
    );
    const name = await createOwn(page(), { content: lines.join('\n') });
    lines[1_700] = 'This line is another one.';
    const etag = { content: lines.join('\n'), message: 'One line' };
    await page().evaluate(
      async ([name, body]) => {
        await fetch(`/api/v1/prompts/${encodeURIComponent(name)}`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json', 'if-match': '*' },
          body: JSON.stringify(body),
        });
      },
      [name, etag] as const,
    );
    await page().goto(promptPage(name));
    await page().locator('.view-lines', { hasText: 'Line 0' }).waitFor();
    await page().getByRole('tab', { name: 'Diff' }).click();
    await page().getByRole('status').filter({ hasText: '1 change' }).waitFor();
    await page().keyboard.press('n');
    await page().locator('.view-lines', { hasText: 'This line is another one.' }).waitFor();
  });

  it('finds a prompt that is called new, and otherwise the page for a new prompt', async () => {
    // Names are never free again: a server that these tests ran against before has it.
    if ((await ask(page(), 'GET', '/api/v1/prompts/new')).status === 404) {
      await page().goto(address(`/prompts/new?from=${encodeURIComponent(fixture.name)}`));
      await page().waitForURL(/prompts\/-\/new\?from=/);
    }
    await ask(page(), 'POST', '/api/v1/prompts', { name: 'new', content: 'I am new' });
    await page().goto(address('/prompts/new'));
    await page().locator('.view-lines', { hasText: 'I am new' }).waitFor();
  });
});

describe('a phone', () => {
  it('has the versions in a sheet, and every tab fits', async () => {
    const phone = await openPage(fixture.browser, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await signIn(phone.page);
    for (const tab of ['', '?tab=diff', '?tab=metrics', '?tab=use', '?tab=history', '?tab=settings']) {
      await phone.page.goto(fixture.promptAddress(tab));
      await phone.page.getByRole('button', { name: 'Version 3 of 3' }).waitFor();
      const tooWide = await phone.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect([tab, tooWide, await axeViolations(phone.page)]).toEqual([tab, false, []]);
    }
    await phone.page.getByRole('button', { name: 'Version 3 of 3' }).click();
    const first = phone.page.getByRole('link', { name: /^Version 1/ });
    await first.waitFor();
    await phone.page.keyboard.press('Escape');
    await first.waitFor({ state: 'hidden' });
    expect(phone.complaints).toEqual([]);
    await phone.context.close();
  });
});
