import 'reflect-metadata';
import { readdir } from 'node:fs/promises';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './app';
import { ConfigurationError, readConfiguration, type Configuration } from './configuration';
import { claimDataDirectory, DirectoryInUseError, type DirectoryLock } from './database/data-directory-lock';
import { DatabaseService } from './database/database.service';
import { newPassword } from './new-password';
import { DatabaseRefusedError } from './problems/database-errors';
import type { FirstAdmin } from './identity/first-admin.service';
import { StartUpService } from './start-up.service';

/** Starts the server; anything a person can put right becomes one line and exit code 1. */
async function main(): Promise<void> {
  const configuration = readConfiguration(process.env);
  if (configuration.demoClock) await refuseUsed(configuration.dataDir);
  const lock = await claimDataDirectory(configuration.dataDir, configuration.databaseUrl === null);
  const [command, email] = process.argv.slice(2);
  if (command === 'new-password') {
    process.stdout.write(await newPassword(configuration, email));
    await lock?.release();
    process.exit(0); // as below
  }
  const app = await createApp(configuration);
  // Before anything waits: as process 1 of a container it would not hear them otherwise.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(app, lock));
  try {
    // Before the database: a busy port is found before anything is created, and health says `starting` meanwhile.
    // Fastify's own listen: Nest's logs what `explain` says better.
    await app.getHttpAdapter().getInstance().listen({ port: configuration.port, host: configuration.host });
    await app.get(DatabaseService).connect();
    await app.get(StartUpService).begin((admin) => process.stdout.write(credentials(admin)));
    if (!stopping) process.stdout.write(addresses(app, configuration));
  } catch (error) {
    if (stopping) return; // what it was doing was taken from it
    await app.close().catch(() => undefined); // the first error is the one to tell
    throw error;
  }
}

/** A demonstration dates what it writes in the past: it must not write to data that matter. */
async function refuseUsed(directory: string): Promise<void> {
  const entries = await readdir(directory).catch(() => []); // it is not there yet, or will be told when it is claimed
  if (entries.length > 0)
    throw new ConfigurationError(
      `A demonstration (DEMO_CLOCK) begins with nothing, but there is something in ${directory}`,
    );
}

/** Longest wait for requests in flight and for the database to close. */
const STOP_DEADLINE_MS = 5_000;
let stopping = false;

async function stop(app: NestFastifyApplication, lock: DirectoryLock | null): Promise<void> {
  stopping = true;
  setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
  await app.close();
  await lock?.release();
  process.exit(0); // an embedded database that was just made would keep the process for seconds
}

function addresses(app: NestFastifyApplication, configuration: Configuration): string {
  const address = app.getHttpServer().address();
  const port = typeof address === 'object' && address ? address.port : configuration.port;
  const host = ['0.0.0.0', '::', '127.0.0.1'].includes(configuration.host) ? 'localhost' : configuration.host;
  const base = configuration.publicUrl ?? `http://${host}:${port}`;
  const lines = [
    '',
    '  Prompt Registry is running',
    '',
    `  Console   ${base}/`,
    `  Swagger   ${base}/api/docs`,
    `  API       ${base}/api/v1`,
    '',
  ];
  return `${lines.join('\n')}\n`;
}

/** A generated password is known only now; one that was configured is known to whoever did. */
function credentials({ email, password }: FirstAdmin): string {
  return password ? `\n  Sign in as ${email} with the password ${password}\n  It is shown this once.\n` : '';
}

/** One clear line for what a person can put right; `null` for a bug. */
function explain(error: unknown): string | null {
  if (error instanceof ConfigurationError || error instanceof DatabaseRefusedError) return error.message;
  if (error instanceof DirectoryInUseError)
    return `${error.message}. Stop it first, or give this one its own DATA_DIR.`;
  const { code, path, port, syscall } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Stop what uses it, or choose another with PORT.`;
  if (code === 'EACCES' && syscall === 'listen')
    return `Port ${port} needs rights that this user does not have. Choose another with PORT.`;
  if (code === 'EADDRNOTAVAIL') return 'HOST is not an address of this machine.';
  if (code && ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC', 'ENOENT'].includes(code))
    return `The data directory cannot be written (${code}${path ? ` at ${path}` : ''}). Give DATA_DIR a directory that this user may write.`;
  return null;
}

main().catch((error: unknown) => {
  const line = explain(error);
  if (line) process.stderr.write(`prompt-registry: ${line}\n`);
  else new Logger('Start').error(error);
  process.exit(1);
});
