import { type HttpRequest, provideHttpClient } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { type FakeAnswer, FakeServer } from '../../testing/fake-server';
import { provideIcons } from '../icons/icons';
import { PromptList } from './prompt-list';
import type { ListedPrompt } from './prompts-api';

const prompt = (name: string): ListedPrompt => ({
  id: name,
  name,
  description: `About ${name}`,
  agentRole: null,
  depth: null,
  strategy: null,
  domain: null,
  tags: [],
  type: 'text',
  serves: 'latest',
  latestVersion: 3,
  servedVersion: 3,
  labels: [{ label: 'production', version: 2, updatedAt: '2026-01-01T00:00:00Z', updatedBy: 'ada' }],
  updatedBy: 'ada@example.org',
  updatedAt: '2026-01-01T00:00:00Z',
  archivedAt: null,
  latest: { variables: [] },
});
const answer = (names: string[], total = names.length, page = 1) => ({
  items: names.map(prompt),
  total,
  page,
  pageSize: 50,
  facets: { agentRole: [{ value: 'architect', count: 2 }] },
});

type Answer = () => FakeAnswer;

const trial = {
  id: 'e1',
  name: 'shorter',
  status: 'running',
  variants: [
    { name: 'control', version: 2 },
    { name: 'b', version: 3 },
  ],
  progress: 0.629,
  unhealthy: false,
};
const activity = (request: HttpRequest<unknown>): FakeAnswer => ({
  body: {
    items: (request.params.getAll('id') ?? []).map((promptId) => ({
      promptId,
      uses: promptId === 'busy' ? 4123 : 0,
      experiment: promptId === 'busy' ? trial : null,
    })),
  },
});

async function open(url: string, listed: Answer, active = activity) {
  const server = new FakeServer()
    .on('/health/ready', () => ({ body: { status: 'ok' } }))
    .on('/api/v1/prompts', () => listed())
    .on('/api/v1/prompt-activity', active);
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(),
      server.provide(),
      provideIcons(),
      provideRouter([{ path: 'prompts', component: PromptList }]),
    ],
  });
  const harness = await RouterTestingHarness.create(url);
  await harness.fixture.whenStable();
  const page = harness.routeNativeElement as HTMLElement;
  return {
    page,
    server,
    settled: () => harness.fixture.whenStable(),
    text: () => page.textContent?.replace(/\s+/g, ' ') ?? '',
  };
}

beforeAll(() => {
  // jsdom has none; the theme and the layout are not what is tested here.
  window.matchMedia ??= () =>
    ({ matches: false, addEventListener: () => undefined }) as unknown as MediaQueryList;
});

describe('PromptList', () => {
  it('asks for what the URL says and shows prompts in their folders', async () => {
    const { page, text, server } = await open('/prompts?agentRole=architect&page=2', () => ({
      body: answer(['alone', 'ds/energy', 'ds/heat'], 53, 2),
    }));
    const asked = server.requests.find(({ url }) => url === '/api/v1/prompts');
    expect(asked?.params.toString()).toBe('agentRole=architect&sort=folder&order=asc&page=2&pageSize=50');
    const names = [...page.querySelectorAll('a.name')].map((link) => link.textContent);
    expect(names).toEqual(['alone', 'energy', 'heat']);
    expect(page.querySelector('.fold')?.textContent).toContain('ds/');
    expect(text()).toContain('51–53 of 53');
  });

  it('has searched when somebody leaves the search, so that nothing leads back to it later', async () => {
    const { page } = await open('/prompts', () => ({ body: answer(['a']) }));
    const field = page.querySelector<HTMLInputElement>('pr-filter-field input')!;
    field.value = 'energy';
    field.dispatchEvent(new Event('input'));
    field.dispatchEvent(new Event('change'));
    expect(TestBed.inject(Router).currentNavigation()?.extractedUrl.toString()).toBe('/prompts?q=energy');
  });

  it('puts what a prompt serves first among its labels', async () => {
    const { page } = await open('/prompts', () => ({ body: answer(['a']) }));
    const chips = [...page.querySelectorAll('td .chip')].map((chip) =>
      chip.textContent?.replace(/\s+/g, ' ').trim(),
    );
    expect(chips).toEqual(['latest v3, served', 'production v2']);
  });

  it('reads uses and experiments of the whole page at once, apart from the prompts', async () => {
    const { page, server } = await open('/prompts', () => ({ body: answer(['busy', 'calm']) }));
    const asked = server.requests.filter(({ url }) => url === '/api/v1/prompt-activity');
    expect(asked.map(({ params }) => params.toString())).toEqual(['id=busy&id=calm']);
    const cell = (row: number, column: string) => page.querySelectorAll(`td.${column}-column`)[row];
    expect(cell(0, 'uses')?.textContent).toContain('4.12K');
    expect(cell(0, 'uses')?.querySelector('a')?.getAttribute('href')).toBe('/traces?prompt=busy');
    expect(cell(0, 'trial')?.textContent?.replace(/\s+/g, ' ')).toMatch(/v2 vs v3 *62 %/);
    expect(cell(0, 'trial')?.querySelector('a')?.getAttribute('href')).toBe('/experiments/e1');
    expect(cell(1, 'uses')?.querySelector('.none')?.textContent).toContain('0');
    expect(cell(1, 'trial')?.textContent).toBe('');
  });

  it('shows no progress of figures that cannot be trusted', async () => {
    const items = [{ promptId: 'busy', uses: 1, experiment: { ...trial, unhealthy: true } }];
    const { page } = await open(
      '/prompts',
      () => ({ body: answer(['busy']) }),
      () => ({ body: { items } }),
    );
    const told = page.querySelector('td.trial-column')?.textContent?.replace(/\s+/g, ' ');
    expect(told).toMatch(/v2 vs v3 *unhealthy/);
    expect(told).not.toContain('%');
  });

  it('shows the prompts when their activity cannot be read', async () => {
    const { page } = await open(
      '/prompts',
      () => ({ body: answer(['a']) }),
      () => ({ status: 503 }),
    );
    expect(page.querySelectorAll('a.name')).toHaveLength(1);
    expect(page.querySelector('td.uses-column')?.textContent?.trim()).toBe('?');
  });

  it('tells an empty registry how to fill it', async () => {
    const { text } = await open('/prompts', () => ({ body: { ...answer([]), facets: {} } }));
    expect(text()).toContain('No prompts yet');
    expect(text()).toContain('npm run seed');
  });

  it('tells no match from no prompts', async () => {
    const { text } = await open('/prompts?q=zzz', () => ({ body: { ...answer([]), facets: {} } }));
    expect(text()).toContain('No prompt matches');
    expect(text()).toContain('“zzz”');
  });

  it('says what failed, and tries again when asked to', async () => {
    const body = {
      code: 'INTERNAL_ERROR',
      title: 'Something broke here',
      detail: 'Look at the log',
      requestId: 'req-7',
    };
    let listed: Answer = () => ({ status: 500, body });
    const { page, text, settled } = await open('/prompts', () => listed());
    expect(text()).toMatch(/Something broke here.*INTERNAL_ERROR.*req-7/);
    listed = () => ({ body: answer(['a']) });
    page.querySelector<HTMLButtonElement>('pr-problem-banner button')?.click();
    await settled();
    expect(text()).not.toContain('INTERNAL_ERROR');
    expect(page.querySelectorAll('a.name')).toHaveLength(1);
  });

  it('walks through the rows by j and k and stops at both ends', async () => {
    const { page } = await open('/prompts', () => ({ body: answer(['a', 'b']) }));
    document.body.append(page);
    const press = (key: string) => {
      document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      return document.activeElement?.textContent;
    };
    expect(['j', 'j', 'j', 'k', 'k'].map(press)).toEqual(['a', 'b', 'b', 'a', 'a']);
  });
});
