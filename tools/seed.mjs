// `npm run seed`: asks the running server to import its prompt files, and prints what became of each.
// PROMPT_REGISTRY_URL (default http://localhost:$PORT) and PROMPT_REGISTRY_API_KEY (a key with the write scope, or ADMIN_API_KEY).
// `-- --dry-run` only reports; `-- --import-conflicts` also imports files that people have edited in the registry since.
const url = process.env.PROMPT_REGISTRY_URL ?? `http://localhost:${process.env.PORT ?? 3000}`;
const key = process.env.PROMPT_REGISTRY_API_KEY ?? process.env.ADMIN_API_KEY;
const fail = (line) => {
  process.stderr.write(`seed: ${line}\n`);
  process.exit(2);
};

if (!key) fail('set PROMPT_REGISTRY_API_KEY to an API key with the write scope');
const body = {
  dryRun: process.argv.includes('--dry-run'),
  onConflict: process.argv.includes('--import-conflicts') ? 'import' : 'report',
};
const response = await fetch(`${url}/api/v1/prompts/seed`, {
  method: 'POST',
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  body: JSON.stringify(body),
}).catch((error) => fail(`no server answers at ${url} (${error.cause?.code ?? error.message}); start it with: npm start`));
const answer = await response.json();
if (!response.ok) fail(`${answer.code}: ${answer.detail}`);

for (const file of answer.files) {
  const version = file.version ? ` v${file.version}` : '';
  process.stdout.write(`${file.status.padEnd(12)}${file.path}${version}${file.reason ? `  (${file.reason})` : ''}\n`);
  for (const warning of file.warnings ?? []) process.stdout.write(`${''.padEnd(12)}  note: ${warning}\n`);
}
process.stdout.write(`${Object.entries(answer.counts).map(([status, count]) => `${count} ${status}`).join(', ')}\n`);
process.exit(answer.counts.conflict > 0 ? 1 : 0);
