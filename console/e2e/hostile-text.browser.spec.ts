import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { ask } from './as-person';
import { address, useFixture } from './fixture';
import { asLine, onOneLine, packed, PAYLOADS } from './hostile-payloads';
import { openPage, signIn } from './watched-page';

const fixture = useFixture();
const RUN = randomUUID().slice(0, 8);
const WORDS = `hostile/words_${RUN}`;
const CHAT = `hostile/chat_${RUN}`;
/** Only of this run, so that lists can be narrowed to it. */
const MARK = `<img src=x onerror=alert('${RUN}')>`;
const traceId = (at: number) => RUN + String(at).padStart(24, '0');
const promptPath = (name: string) => `/api/v1/prompts/${encodeURIComponent(name)}`;
const promptPage = (name: string, query = '') => address(`/prompts/${encodeURIComponent(name)}${query}`);
const query = (path: string, params: Record<string, string>) =>
  address(`${path}?${new URLSearchParams(params)}`);

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly body: object;
}

/** Sends requests in their order from inside the page, which must all succeed. */
const sendAll = (page: Page, requests: readonly Sent[]): Promise<unknown[]> =>
  page.evaluate(async (requests) => {
    const answers: unknown[] = [];
    for (const { method = 'POST', path, body } of requests) {
      const response = await fetch(path, {
        method,
        headers: { 'content-type': 'application/json', 'if-match': '*' },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
      answers.push(JSON.parse(text));
    }
    return answers;
  }, requests);

/** The payloads in every field that people and agents fill freely. Answers the id of an experiment on trial. */
async function createEverything(page: Page): Promise<string> {
  const description = `${MARK}\n${packed(PAYLOADS, 1_900)[0]}`;
  const few = packed(PAYLOADS, 400);
  const tags = [MARK, ...onOneLine(64).slice(-29)];
  const config = Object.fromEntries(PAYLOADS.filter((text) => /\W/.test(text)).map((text) => [text, text]));
  const messages = PAYLOADS.filter((text) => !text.includes('{{')).map((content) => ({
    role: 'user',
    name: asLine(content).slice(0, 100),
    content,
  }));
  await sendAll(page, [
    {
      path: '/api/v1/prompts',
      body: { name: WORDS, templateFormat: 'none', content: PAYLOADS.join('\n'), description, tags, config },
    },
    {
      path: '/api/v1/prompts',
      body: {
        name: CHAT,
        type: 'chat',
        templateFormat: 'mustache',
        description,
        tags,
        config,
        content: [{ role: 'system', content: '{{first}} and {{second}}' }, ...messages],
      },
    },
    {
      method: 'PUT',
      path: promptPath(CHAT),
      body: { content: [...messages.slice(20), { role: 'system', content: '{{first}}!' }], message: MARK },
    },
    ...few.map((message) => ({
      method: 'PUT',
      path: promptPath(WORDS),
      body: { content: message, config: { [MARK]: message }, message },
    })),
    ...few.map((reason, at) => ({
      method: 'PUT',
      path: `${promptPath(WORDS)}/labels/production`,
      body: { version: at + 1, reason },
    })),
  ]);

  const variants = [1, 2].map((version) => ({ name: `v${version}`, version, share: 0.5 }));
  const plan = { primaryMetric: 'confidence', minimumDetectableEffect: 0.05 };
  const [trial] = (await sendAll(
    page,
    [`${MARK}</title>`, ...packed(onOneLine(110), 110, ' ')].map((name) => ({
      path: `${promptPath(WORDS)}/experiments`,
      body: { name: `${name} ${RUN}`, hypothesis: description, variants, plan },
    })),
  )) as [{ id: string }];
  await sendAll(page, [{ path: `/api/v1/experiments/${trial.id}/start`, body: {} }]);

  const { body: first } = await ask(page, 'GET', `${promptPath(WORDS)}/versions/1`);
  const traces = onOneLine(200).map((text, at) => ({
    id: traceId(at),
    promptName: WORDS,
    promptVersion: 1,
    contentHash: first?.['contentHash'],
    source: 'latest',
    conversationId: text,
    agent: text,
    model: text,
    startedAt: new Date(Date.now() - 60_000 - at).toISOString(),
    status: 'ok',
  }));
  const [report] = await sendAll(page, [{ path: '/api/v1/traces', body: { traces } }]);
  expect(report).toMatchObject({ accepted: traces.length, rejected: [] });
  return trial.id;
}

const NEVER =
  'iframe, frame, object, embed, base:not([href="/"]), math, marquee, portal, plaintext, xmp, [srcdoc], [src^="//"], [href^="//"], [href^="https://evil"]';

/** What only a payload can have put on the page. */
const planted = (page: Page): Promise<readonly string[]> =>
  page.evaluate((never) => {
    const isActive = ({ name, value }: Attr) =>
      /^on/i.test(name) ||
      (/^(href|src|action|formaction|data|xlink:href)$/i.test(name) &&
        /^\s*(javascript|vbscript|data):/i.test(value));
    const all = [...document.querySelectorAll('*')];
    const active = all.filter(({ attributes }) => [...attributes].some(isActive));
    return [...active, ...document.querySelectorAll(never)].map(({ outerHTML }) => outerHTML.slice(0, 200));
  }, NEVER);

/** Pages, and what they must show there, so that none is looked at before it is whole. */
const visits = (trial: string): ReadonlyArray<readonly [to: string, where: string, sign: string]> => [
  [query('/prompts', { tag: MARK }), 'main', MARK],
  [query('/prompts', { q: MARK, folder: MARK }), 'main', 'No prompt matches'],
  [promptPage(WORDS), '.words', '<plaintext>'],
  [promptPage(WORDS, '?version=1&show=raw'), '.words', '<SCRIPT>alert(1)'],
  [promptPage(WORDS, '?version=1&show=config'), '.panel', '"<SCRIPT>alert(1)'],
  [promptPage(WORDS, '?tab=diff&left=1&right=2'), 'pr-diff-sections', 'alert(1)'],
  [promptPage(WORDS, '?tab=diff&left=3&right=2&layout=inline'), 'pr-diff-sections', 'alert(1)'],
  [promptPage(WORDS, '?tab=metrics'), '.panel', 'traces'],
  [promptPage(WORDS, '?tab=use'), '.panel', 'new PromptRegistry'],
  [promptPage(WORDS, '?tab=history'), '.panel', '<plaintext>'],
  [promptPage(WORDS, '?tab=settings'), '.panel', 'Save settings'],
  [promptPage(CHAT, '?version=1'), 'pr-chat-messages', '<SCRIPT>alert(1)'],
  [promptPage(CHAT, '?tab=diff&left=1&right=2'), 'pr-diff-sections', 'alert(1)'],
  [`${promptPage(WORDS)}/edit?base=1`, 'pr-text-editor', '<SCRIPT>alert(1)'],
  [query('/traces', { prompt: WORDS }), 'table', '<SCRIPT>alert(1)'],
  [query('/traces', { conversation: PAYLOADS[1]!, prompt: WORDS }), 'h1', PAYLOADS[1]!],
  [address(`/traces/${traceId(1)}`), 'main', PAYLOADS[1]!],
  [query('/experiments', { q: RUN }), 'table', RUN],
  [address(`/experiments/${trial}`), 'h1', `${MARK}</title>`],
  [address(`/experiments/${trial}`), 'pr-variant-differences', 'alert(1)'],
  [query('/experiments/new', { prompt: WORDS, candidate: '2' }), 'pr-what-section .view-lines', 'alert(1)'],
  [address('/settings/audit'), 'main', 'alert(1)'],
  [address('/'), 'main', 'Needs you'],
];

it('shows 200 hostile texts as what they are, wherever they were written', async () => {
  const { page, complaints } = fixture.watched;
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(`${dialog.type()} ${dialog.message()} at ${page.url()}`);
    void dialog.dismiss().catch(() => undefined); // gone with its page already
  });
  await signIn(page);
  const trial = await createEverything(page);
  for (const [to, where, sign] of visits(trial)) {
    if (page.url() !== to) await page.goto(to);
    await page.locator(where).getByText(sign).first().waitFor();
    expect([to, await planted(page), dialogs, complaints]).toEqual([to, [], [], []]);
  }

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or jump' }).fill(RUN);
  await page.getByRole('option', { name: RUN }).nth(10).waitFor();
  expect(await planted(page)).toEqual([]);

  await page.goto(`${promptPage(CHAT)}/edit`);
  const preview = page.getByRole('region', { name: 'Finished words' });
  for (const values of packed(PAYLOADS.map(asLine), 3_000, ' ')) {
    await page.getByRole('textbox', { name: 'first' }).fill(values);
    await preview.getByText(`${values}!`).first().waitFor();
  }
  expect([await planted(page), dialogs, complaints]).toEqual([[], [], []]);
});

/** Violations of the policy; not every payload makes one. */
const MANY = 20;

it('would notice them, were they taken for more than text', async () => {
  const { page, context, complaints } = await openPage(fixture.browser);
  await signIn(page);
  await page.evaluate(
    ([payloads, many]) =>
      // What the policy refuses is told some time later.
      new Promise<void>((resolve) => {
        let refused = 0;
        document.addEventListener('securitypolicyviolation', () => {
          refused += 1;
          if (refused > many) resolve();
        });
        for (const payload of payloads) {
          const place = document.createElement('div');
          place.innerHTML = payload;
          document.body.append(place);
        }
      }),
    [PAYLOADS.filter((payload) => !payload.includes('refresh')), MANY] as const,
  );
  expect((await planted(page)).length).toBeGreaterThan(100);
  expect(complaints.filter((complaint) => complaint.startsWith('CSP: ')).length).toBeGreaterThan(MANY);
  await context.close();
});
