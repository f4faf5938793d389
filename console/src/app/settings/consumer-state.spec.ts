import { consumerState } from './consumer-state';
import type { Consumer } from './settings-api';

const consumer: Consumer = {
  service: 'analyst',
  instanceId: 'a',
  sdkVersion: '0.1.0',
  revision: 9,
  behind: 0,
  stale: false,
  source: 'memory',
  since: '',
  lastSeenAt: '',
  keyName: 'agents',
};

describe('consumerState', () => {
  it.each([
    [{}, 'in step', 'good'],
    [{ behind: 1 }, 'behind', 'wait'],
    [{ source: 'snapshot_file', behind: 1 }, 'from disk', 'wait'],
    [{ source: 'snapshot_file', stale: true }, 'stale', 'bad'],
    [{ stale: true, behind: 3 }, 'stale', 'bad'],
    [{ source: 'prompt_files', stale: true }, 'on file fallback', 'bad'],
  ] as const)('tells %j by the worst of it: %s', (more, word, tone) =>
    expect(consumerState({ ...consumer, ...more })).toMatchObject({ word, tone }),
  );
});
