// `npm run verify`: asks the running server to recompute the statistics and the decision of every experiment from its
// stored conversations, and prints what is not as it was. Exit code 1: something is not.
// PROMPT_REGISTRY_URL (default http://localhost:$PORT); PROMPT_REGISTRY_API_KEY (a key with the read scope, or ADMIN_API_KEY),
// or ADMIN_PASSWORD (and ADMIN_EMAIL) to sign in with.
// `-- <experiment id> ...` verifies only these.
const only = process.argv.slice(2);
const url = process.env.PROMPT_REGISTRY_URL ?? `http://localhost:${process.env.PORT ?? 3000}`;
const key = process.env.PROMPT_REGISTRY_API_KEY ?? process.env.ADMIN_API_KEY;
const PAGE_SIZE = 100;
const fail = (line) => {
  process.stderr.write(`verify: ${line}\n`);
  process.exit(2);
};

async function call(path, headers, body) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
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
    fail('set PROMPT_REGISTRY_API_KEY to an API key with the read scope, or ADMIN_PASSWORD to sign in');
  const { response } = await call('/auth/login', {}, { email, password });
  return { cookie: response.headers.get('set-cookie')?.split(';', 1)[0] ?? '' };
}

async function* experiments(headers) {
  if (only.length > 0) {
    for (const id of only) yield (await call(`/experiments/${encodeURIComponent(id)}`, headers)).answer;
    return;
  }
  for (let page = 1; ; page++) {
    const { answer } = await call(`/experiments?page=${page}&pageSize=${PAGE_SIZE}`, headers);
    yield* answer.items;
    if (page * PAGE_SIZE >= answer.total) return;
  }
}

const headers = await credential();
let verified = 0;
let wrong = 0;
for await (const { id, name, status } of experiments(headers)) {
  const { answer } = await call(`/experiments/${id}/verify`, headers);
  if (answer.verified) verified += 1;
  else wrong += 1;
  const what = `${answer.events} events, ${answer.units} units`;
  process.stdout.write(`${answer.verified ? 'ok   ' : 'WRONG'} ${id}  "${name}" (${status}): ${what}\n`);
  for (const problem of answer.problems) process.stdout.write(`      ${problem}\n`);
}
process.stdout.write(`${verified} as they were, ${wrong} not\n`);
process.exit(wrong > 0 ? 1 : 0);
