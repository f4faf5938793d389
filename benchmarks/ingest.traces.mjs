// What the ingest benchmark sends and how: traces of a prompt on trial, as batches over HTTP and as COPY's text.
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';

export const ROWS = Number(process.env.ROWS ?? 10_000);
export const BATCH = 1_000;
export const IN_FLIGHT = 4;
export const TRACES_A_CONVERSATION = 4;
const PROMPT = 'specialists/energy_analyst';
/** What COPY writes, in this order. */
export const COLUMNS =
  'id, prompt_id, prompt_name, prompt_version, content_hash, source, conversation_id, agent, model, started_at, received_at, ' +
  'latency_ms, input_tokens, output_tokens, cost, status, digest';

/** Traces as an agent reports them. */
export function tracesOf(trial, { count = ROWS, onTrial = false, startedAt = Date.now() } = {}) {
  const word = randomBytes(4).toString('hex');
  return Array.from({ length: count }, (_, i) => {
    const conversation = Math.floor(i / TRACES_A_CONVERSATION);
    const which = conversation % 2;
    return {
      id: randomBytes(16).toString('hex'),
      promptName: PROMPT,
      promptVersion: which + 1,
      contentHash: trial.hashes[which],
      ...(onTrial
        ? { source: 'experiment', experimentId: trial.experimentId, variant: which ? 'b' : 'control' }
        : { source: 'latest' }),
      conversationId: `conv-${word}-${conversation}`,
      agent: 'energy_analyst',
      model: 'gpt-4.1-mini',
      startedAt: new Date(startedAt + i).toISOString(),
      latencyMs: 900 + (i % 1_000) * 1.5,
      inputTokens: 812 + (i % 50),
      outputTokens: 95,
      cost: 0.0042,
      status: 'ok',
    };
  });
}

export function copyText(trial, traces) {
  const now = new Date().toISOString();
  const row = (trace) => {
    const { id, promptName, promptVersion, contentHash, source, conversationId } = trace;
    const { agent, model, startedAt, latencyMs, inputTokens, outputTokens, cost, status } = trace;
    const where = [id, trial.promptId, promptName, promptVersion, contentHash, source];
    const how = [
      conversationId,
      agent,
      model,
      startedAt,
      now,
      latencyMs,
      inputTokens,
      outputTokens,
      cost,
      status,
    ];
    return [...where, ...how, randomBytes(16).toString('hex')].join('\t');
  };
  return Buffer.from(`${traces.map(row).join('\n')}\n`);
}

export function batchesOf(traces) {
  const bodies = [];
  for (let i = 0; i < traces.length; i += BATCH)
    bodies.push(Buffer.from(JSON.stringify({ traces: traces.slice(i, i + BATCH) })));
  return bodies;
}

/** Answers the parsed answer; throws unless it is a success. */
export function caller({ url, env }) {
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const payload = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body ?? {}));
      const headers = {
        authorization: `Bearer ${env.ADMIN_API_KEY}`,
        'content-type': 'application/json',
        'content-length': payload.length,
        'if-match': '*',
      };
      const sent = request(url + path, { method, headers, agent }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode < 300) resolve(JSON.parse(text));
          else reject(new Error(`${method} ${path} ${response.statusCode} ${text.slice(0, 500)}`));
        });
      });
      sent.on('error', reject).end(payload);
    });
}

/** Versions 1 and 2 of a prompt, on trial. */
export async function begin(call) {
  const { id: promptId } = await call('POST', '/api/v1/prompts', { name: PROMPT, content: 'one' });
  await call('PUT', `/api/v1/prompts/${promptId}`, { content: 'two' });
  const hashes = [];
  for (const version of [1, 2])
    hashes.push((await call('GET', `/api/v1/prompts/${promptId}/versions/${version}`)).contentHash);
  const { id: experimentId } = await call('POST', `/api/v1/prompts/${promptId}/experiments`, {
    name: 'ingest',
    variants: [
      { name: 'control', version: 1, share: 0.5 },
      { name: 'b', version: 2, share: 0.5 },
    ],
    plan: { primaryMetric: 'user_actioned', minimumDetectableEffect: 0.05 },
  });
  await call('POST', `/api/v1/experiments/${experimentId}/start`);
  return { promptId, hashes, experimentId };
}

/** Sends all batches, some at a time; answers how many rows they were. */
export async function deliver(call, bodies) {
  const waiting = [...bodies];
  let accepted = 0;
  const sender = async () => {
    for (let body = waiting.shift(); body; body = waiting.shift()) {
      const report = await call('POST', '/api/v1/traces', body);
      if (report.flagged > 0 || report.rejected.length > 0)
        throw new Error(JSON.stringify(report).slice(0, 500));
      accepted += report.accepted;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, sender));
  return accepted;
}
