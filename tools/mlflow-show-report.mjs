// What `mlflow:show` finds in the registry and in MLflow, compared with what it recorded.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './bootstrap.mjs';

const say = (line) => process.stdout.write(`${line}\n`);

/** By our API: one row a check. */
export async function askRegistry(call, { traces, outcomes }) {
  const found = new Map();
  for (let cursor = ''; cursor !== null;) {
    const page = await call('GET', `/traces?limit=200${cursor && `&cursor=${cursor}`}`);
    for (const item of page.items) found.set(item.id, [...(found.get(item.id) ?? []), item]);
    cursor = page.nextCursor;
  }
  const members = [
    'promptId',
    'contentHash',
    'source',
    'experimentId',
    'variant',
    'conversationId',
    'agent',
    'status',
  ];
  const wrong = traces.filter((trace) => {
    const [item, ...others] = found.get(trace.id) ?? [];
    const same =
      item && item.promptVersion === trace.version && members.every((key) => item[key] === trace[key]);
    return !same || others.length > 0 || item.flag !== null;
  });
  const total = [...found.values()].flat().length;
  const rows = [
    { check: 'GET /api/v1/traces: each once, unflagged', expected: traces.length, found: total, wrong },
  ];
  const stored = new Map();
  for (const { id } of traces)
    for (const each of (await call('GET', `/traces/${id}`)).outcomes)
      stored.set(each.id, [...(stored.get(each.id) ?? []), each]);
  const unequal = outcomes.filter(({ id, metric, value }) => {
    const list = stored.get(id) ?? [];
    return list.length === 0 || list.some((each) => each.metric !== metric || each.value !== value);
  });
  rows.push({
    check: 'GET /api/v1/traces/{id}: outcomes',
    expected: outcomes.length,
    found: stored.size,
    wrong: unequal,
  });
  return rows.map((row) => ({ ...row, wrongCount: row.wrong.length }));
}

/** By MLflow's own Python client: one row a check. */
export async function askMlflow(python, url, directory, expected) {
  const file = join(directory, 'expected.json');
  writeFileSync(file, JSON.stringify(expected));
  const env = { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true', PYTHONDONTWRITEBYTECODE: '1' };
  const child = spawn(python, [join(root, 'tools/mlflow-show.py'), url, file], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let problems = '';
  child.stderr.on('data', (chunk) => (problems += chunk));
  const ended = new Promise((done) => child.once('close', done));
  const rows = [];
  for await (const line of createInterface({ input: child.stdout })) rows.push(JSON.parse(line));
  const code = await ended;
  if (code !== 0) throw new Error(`Python ended with ${code}:\n${problems}`);
  return rows;
}

/** As a table. */
export function print(rows) {
  say('');
  say(`${'check'.padEnd(56)}${'expected'.padStart(9)}${'found'.padStart(8)}${'wrong'.padStart(7)}`);
  for (const { check, expected, found, wrong, wrongCount } of rows) {
    const numbers = [String(expected).padStart(9), String(found).padStart(8), String(wrongCount).padStart(7)];
    say(`${check.padEnd(56)}${numbers.join('')}`);
    for (const each of wrong.slice(0, 3))
      say(`    ${typeof each === 'string' ? each : JSON.stringify(each)}`);
  }
}
