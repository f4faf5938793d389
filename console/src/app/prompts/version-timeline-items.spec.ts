import { searchedItems, timelineItems } from './version-timeline-items';

const entry = (version: number, message: string, author = 'ada@example.org') => ({
  version,
  message,
  author,
  createdAt: '2026-03-10T12:00:00Z',
  parentVersion: null,
  restoredFrom: null,
  contentHash: '',
  labels: ['stale label of the list'],
});
const prompt = {
  labels: [{ label: 'production', version: 2, updatedAt: '', updatedBy: '' }],
  latestVersion: 12,
  serves: 'production',
};
const use = {
  id: 'e',
  experiment: 'shorter steps',
  index: 1,
  letter: 'B',
  isLive: true,
  status: 'running' as const,
};
const items = timelineItems(
  [entry(12, 'Ask for units'), entry(2, 'Name 12 sources', 'seed'), entry(1, '')],
  prompt,
  new Map([[12, [use]]]),
);
const found = (search: string) => searchedItems(items, search).map(({ version }) => version);

describe('the timeline', () => {
  it('has the labels of the prompt, and says what is served', () => {
    expect(items.map(({ labels, served }) => [labels, served])).toEqual([
      [['latest'], false],
      [['production'], true],
      [[], false],
    ]);
  });

  it('is searched by message, label, author, experiment and number', () => {
    expect(found('units')).toEqual([12]);
    expect(found('PRODUCTION')).toEqual([2]);
    expect(found('seed')).toEqual([2]);
    expect(found('shorter')).toEqual([12]);
    expect(found('v2')).toEqual([2]);
    expect(found('12')).toEqual([12, 2]);
    expect(found('ask seed')).toEqual([]);
    expect(found('  ')).toEqual([12, 2, 1]);
  });
});
