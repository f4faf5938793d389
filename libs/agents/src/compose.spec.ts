import { PromptRegistry } from '@prompt-registry/client';
import { PROMPTS_DIR, REQUEST } from '../testing/fixtures';
import { compose } from './compose';
import { energyAnalyst } from './energy-analyst';
import { siteValues } from './site-report';

const values = {
  ...siteValues(REQUEST.site),
  ...energyAnalyst.values(REQUEST.site),
  question: REQUEST.question,
  max_insights: 3,
};

describe('compose', () => {
  const registry = new PromptRegistry({ promptsDir: PROMPTS_DIR, onError: () => undefined });
  beforeAll(() => registry.start());
  afterAll(() => registry.close());

  it('joins base, specialist, depth and strategy in their order, each with its own provenance', () => {
    const names = ['base_analyst', energyAnalyst.prompt, 'depth/standard', 'strategy/parallel'];
    const { text, parts, config } = compose(registry.conversation('c-1'), names, values);
    const places = ['# Role', '# Specialist: energy', '# Depth: standard', '# Way of working: parallel'].map(
      (heading) => text.indexOf(heading),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(text).toContain('You are an analyst for Mill Lane 4, a detached house');
    expect(text).not.toMatch(/\{[a-z_]+\}/);
    expect(parts.map(({ name, source }) => [name, source])).toEqual(names.map((name) => [name, 'file']));
    expect(config).toMatchObject({
      temperature: 0.2,
      maxOutputTokens: 6000,
      outputSchema: { type: 'object' },
    });
  });

  it('lets the later part decide what both configure', () => {
    const names = ['base_analyst', energyAnalyst.prompt, 'depth/deep'];
    expect(compose(registry.conversation('c-2'), names, values).config).toMatchObject({
      maxOutputTokens: 12_000,
    });
  });

  it('names the value that is missing', () =>
    expect(() => compose(registry.conversation('c-3'), ['depth/quick'], {})).toThrow('entity_count'));
});
