import { find as findIn, itemsOf, type JumpTargets, readyItems, recalled } from './palette-items';

const targets = {
  prompts: [
    { name: 'specialists/energy_analyst', latestVersion: 14 },
    { name: 'energy', latestVersion: 3 },
    { name: 'architect', latestVersion: 31 },
  ],
  experiments: [{ id: 'e1', name: 'shorter steps', promptName: 'architect', status: 'running' }],
};
const items = itemsOf(targets);
const find = (query: string, among: JumpTargets = targets) =>
  findIn(query, readyItems(itemsOf(among)), among);
const titles = (query: string) => find(query).map(({ title }) => title);

describe('the palette finds', () => {
  it('prompts, best first', () => expect(titles('energy')).toEqual(['energy', 'specialists/energy_analyst']));

  it('a version by its number, of prompts that have it', () => {
    expect(titles('energy 12')).toEqual(['specialists/energy_analyst v12']);
    expect(find('energy v3')[0]).toMatchObject({
      title: 'energy v3',
      to: { commands: ['/prompts', 'energy'], queryParams: { version: 3 } },
    });
    expect(titles('energy 0')).toEqual([]);
  });

  it('an experiment by its name or its prompt', () => {
    expect(titles('steps')).toEqual(['shorter steps']);
    expect(titles('architect')).toEqual(['architect', 'shorter steps']);
  });

  it('in five thousand prompts at the speed of typing', () => {
    const prompts = Array.from({ length: 5_000 }, (_, i) => ({
      name: `team_${i % 40}/reports/promptNumber_${i}`,
      latestVersion: 2,
    }));
    const many = { prompts, experiments: [] };
    const ready = readyItems(itemsOf(many));
    findIn('warm', ready, many);
    const started = process.cpuUsage();
    expect(findIn('prn 4321', ready, many)[0]?.title).toContain('4321');
    // Of the processor's time, so that what else the machine does is not counted.
    expect(process.cpuUsage(started).user).toBeLessThan(200_000);
  });
});

describe('recent choices', () => {
  it('are recalled while they exist', () => {
    expect(recalled('prompt:energy', items, targets)?.title).toBe('energy');
    expect(recalled('version:3:energy', items, targets)?.title).toBe('energy v3');
    expect(recalled('version:4:energy', items, targets)).toBeUndefined();
    expect(recalled('prompt:gone', items, targets)).toBeUndefined();
  });
});
