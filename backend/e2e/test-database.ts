import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client, DatabaseError } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { readConfiguration } from '../src/configuration';
import { databaseOptions } from '../src/database/database-options';
import { DatabaseService } from '../src/database/database.service';

/** Which database this run of the tests uses. */
export const DATABASE = process.env['E2E_DATABASE'] === 'postgresql' ? 'postgresql' : 'embedded';

const ROOT = join(__dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache/prompt-registry');
const UNDEFINED_DATABASE = '3D000';
const DUPLICATE_DATABASE = '42P04';

/** A test server's own database. */
export interface TestDatabase {
  readonly env: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

/** A database with the current schema and no rows: a copy of one that was migrated once. */
export async function createDatabase(dataDir: string): Promise<TestDatabase> {
  if (DATABASE === 'embedded') {
    copyFolder(await embeddedTemplate(), join(dataDir, 'pgdata'));
    return { env: {}, drop: async () => undefined };
  }
  const server = process.env['E2E_POSTGRES_URL'];
  if (!server) throw new Error('E2E_POSTGRES_URL must name a PostgreSQL where databases may be created');
  const name = `e2e_${randomBytes(6).toString('hex')}`;
  await copyOfTemplate(server, name);
  return {
    env: { DATABASE_URL: addressOf(server, name) },
    drop: () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

/** Test workers that make it at the same time make the same: the one that is ready first stays. */
async function embeddedTemplate(): Promise<string> {
  const template = join(CACHE, `pglite-${schemaKey()}`);
  if (existsSync(template)) return join(template, 'pgdata');
  const making = `${template}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  await migrate({ DATA_DIR: making });
  try {
    renameSync(making, template);
  } catch {
    rmSync(making, { recursive: true }); // it is there already
  }
  return join(template, 'pgdata');
}

async function copyOfTemplate(server: string, name: string): Promise<void> {
  const template = `e2e_template_${schemaKey()}`;
  const copy = `CREATE DATABASE ${name} TEMPLATE ${template}`;
  try {
    await onServer(server, copy);
  } catch (error) {
    if (!hasCode(error, UNDEFINED_DATABASE)) throw error;
    await makeTemplate(server, template);
    await onServer(server, copy);
  }
}

async function makeTemplate(server: string, template: string): Promise<void> {
  const making = `${template}_${randomBytes(4).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${making}`);
  await migrate({ DATABASE_URL: addressOf(server, making) });
  try {
    await onServer(server, `ALTER DATABASE ${making} RENAME TO ${template}`);
  } catch (error) {
    if (!hasCode(error, DUPLICATE_DATABASE)) throw error;
    await onServer(server, `DROP DATABASE ${making}`);
  }
}

async function migrate(env: Readonly<Record<string, string>>): Promise<void> {
  const configuration = readConfiguration({ LOG_LEVEL: 'error', ...env });
  const dataSource = new DataSource({ ...databaseOptions(configuration, {}) } as DataSourceOptions);
  const database = new DatabaseService(dataSource, configuration);
  await database.connect();
  await database.onApplicationShutdown();
}

/** Of what decides about an empty database: the migrations, and the embedded database's own version. */
function schemaKey(): string {
  const folder = join(ROOT, 'migrations');
  const migrations = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => readFileSync(join(folder, file)));
  // The package does not export its package.json.
  const pglite = readFileSync(join(ROOT, 'node_modules/@electric-sql/pglite/package.json'));
  const hash = createHash('sha256');
  for (const part of [...migrations, pglite]) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}

/** Many small files: Node's own copy takes ten times as long as the system's. */
function copyFolder(from: string, to: string): void {
  if (process.platform === 'win32') cpSync(from, to, { recursive: true });
  else execFileSync('cp', ['-R', from, to]);
}

function addressOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof DatabaseError && error.code === code;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
