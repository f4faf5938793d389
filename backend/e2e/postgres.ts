import { fork } from 'node:child_process';
import { join } from 'node:path';

export interface RunningPostgres {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops it for good and removes its files. */
  remove(): Promise<void>;
}

type Command = 'start' | 'stop' | 'remove';

/** A PostgreSQL of the test's own, to stop and to start again. Kept by a process of its own, because jest cannot load the tool's ES module. */
export async function startPostgres(options: { durable?: boolean } = {}): Promise<RunningPostgres> {
  const keeper = fork(join(__dirname, 'postgres-keeper.mjs'), [JSON.stringify(options)], { execArgv: [] });
  const answer = () =>
    new Promise<string>((resolve, reject) => {
      keeper.once('message', (message: { url?: string; error?: string }) =>
        message.url ? resolve(message.url) : reject(new Error(message.error)),
      );
      keeper.once('exit', () => reject(new Error('The process that keeps PostgreSQL ended')));
    });
  const command = async (name: Command) => {
    const answered = answer();
    keeper.send(name);
    await answered;
  };
  const url = await answer();
  return {
    url,
    start: () => command('start'),
    stop: () => command('stop'),
    remove: async () => {
      await command('remove');
      keeper.disconnect();
    },
  };
}
