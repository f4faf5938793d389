// What `mlflow:show` publishes: each kind of prompt that MLflow's registry takes differently, and an experiment on one of them.
import { emptied } from './mlflow-show-server.mjs';

/** Of the length that MLflow does not hold. */
const LONG = `Everything about the site {site_name}. ${'It was a bright cold day. '.repeat(5_000)}`;
const PROMPTS = [
  {
    name: 'specialists/energy_analyst',
    agent: 'energy_analyst',
    contents: [
      'Explain {entity_count} readings of {site_name}.',
      'In one sentence: {site_name}, {entity_count}.',
    ],
    variables: { site_name: 'Oslo', entity_count: 12 },
  },
  {
    name: 'summary.v2',
    agent: 'synthesizer',
    templateFormat: 'mustache',
    contents: ['Sum up {{topic}}.', 'Sum up {{topic}} for a hurried reader; “quote” one number.'],
    variables: { topic: 'the heat pump' },
  },
  {
    name: 'architect',
    agent: 'architect',
    contents: [
      [
        { role: 'system', content: 'You rate insights about {site_name}.' },
        { role: 'user', content: 'Rate this from 0 to 1.' },
      ],
    ],
    variables: { site_name: 'Oslo' },
  },
  {
    name: 'handbook',
    agent: 'data_scientist',
    contents: [LONG],
    variables: { site_name: 'Oslo' },
    every: 10,
  },
];
/** @param folder set in front of the names, so that an MLflow which others use has none of them yet. */
export const promptsIn = (folder) => PROMPTS.map((prompt) => ({ ...prompt, name: folder + prompt.name }));

/** Answers the prompts' ids by name. */
export async function publish(call, prompts, mlflowUrl) {
  const at = (name) => `/prompts/${encodeURIComponent(name)}`;
  const ids = {};
  for (const { name, templateFormat, contents } of prompts) {
    const made = await call('POST', '/prompts', {
      name,
      content: contents[0],
      templateFormat,
      labels: ['stable'],
    });
    ids[name] = made.id;
  }
  await emptied(call, 'the first versions are mirrored');
  // From here on MLflow numbers the versions of this prompt otherwise than we do.
  await postJson(`${mlflowUrl}/api/2.0/mlflow/model-versions/create`, {
    name: prompts[1].name.replaceAll('.', '..').replaceAll('/', '.'),
    source: 'dummy-source',
    tags: [
      { key: 'mlflow.prompt.is_prompt', value: 'true' },
      { key: 'mlflow.prompt.text', value: 'Written in MLflow itself.' },
    ],
  });
  for (const { name, contents } of prompts)
    for (const content of contents.slice(1)) await call('PUT', at(name), { content }, { 'if-match': '*' });
  const made = await call('POST', `${at(prompts[0].name)}/experiments`, {
    name: 'one sentence',
    variants: [
      { name: 'control', version: 1, share: 0.5 },
      { name: 'short', version: 2, share: 0.5 },
    ],
    plan: { primaryMetric: 'user_actioned', minimumDetectableEffect: 0.05 },
  });
  await call('POST', `/experiments/${made.id}/start`, {});
  return ids;
}

async function postJson(url, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
}
