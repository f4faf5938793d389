// `npm run seed`: asks the running server to import its prompt files, and prints what became of each.
// PROMPT_REGISTRY_URL (default http://localhost:$PORT); PROMPT_REGISTRY_API_KEY (a key with the write scope, or ADMIN_API_KEY),
// or ADMIN_PASSWORD (and ADMIN_EMAIL) to sign in with.
// `-- --dry-run` only reports; `-- --import-conflicts` also imports files that people have edited in the registry since.
const known = ['--dry-run', '--import-conflicts'];
const unknown = process.argv.slice(2).find((argument) => !known.includes(argument));
const url = process.env.PROMPT_REGISTRY_URL ?? `http://localhost:${process.env.PORT ?? 3000}`;
const key = process.env.PROMPT_REGISTRY_API_KEY ?? process.env.ADMIN_API_KEY;
const fail = (line) => {
  process.stderr.write(`seed: ${line}\n`);
  process.exit(2);
};

if (unknown) fail(`${unknown} is not known; there are ${known.join(' and ')}`);

async function call(path, headers, body) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch((error) =>
    fail(`no server answers at ${url} (${error.cause?.code ?? error.message}); start it with: npm start`),
  );
  const answer = await response.json();
  if (!response.ok) fail(`${answer.code}: ${answer.detail}`);
  return { response, answer };
}

async function credential() {
  if (key) return { authorization: `Bearer ${key}` };
  const { ADMIN_EMAIL: email = 'admin@example.com', ADMIN_PASSWORD: password } = process.env;
  if (!password)
    fail('set PROMPT_REGISTRY_API_KEY to an API key with the write scope, or ADMIN_PASSWORD to sign in');
  const { response } = await call('/auth/login', {}, { email, password });
  return { cookie: response.headers.get('set-cookie')?.split(';', 1)[0] ?? '' };
}

const { answer } = await call('/prompts/seed', await credential(), {
  dryRun: process.argv.includes('--dry-run'),
  onConflict: process.argv.includes('--import-conflicts') ? 'import' : 'report',
});

for (const file of answer.files) {
  const version = file.version ? ` v${file.version}` : '';
  process.stdout.write(
    `${file.status.padEnd(12)}${file.path}${version}${file.reason ? `  (${file.reason})` : ''}\n`,
  );
  for (const warning of file.warnings ?? []) process.stdout.write(`${''.padEnd(12)}  note: ${warning}\n`);
}
process.stdout.write(
  `${Object.entries(answer.counts)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ')}\n`,
);
process.exit(answer.counts.conflict > 0 ? 1 : 0);
