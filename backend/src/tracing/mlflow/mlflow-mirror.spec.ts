import fc from 'fast-check';
import { problemOfName } from '../../prompts/prompts.service';
import { mirroredTags, mlflowAlias, mlflowPromptName, promptNameOf } from './mlflow-mirror';
import { type MirroredVersion } from './mlflow-records';

const VERSION: MirroredVersion = {
  name: 'triage',
  versionId: '6f1c/3',
  version: 3,
  contentHash: 'ab12',
  templateFormat: 'fstring',
  content: 'Hello {name}',
  message: 'first',
  link: 'https://registry.example/prompts/triage/versions/3',
};

const character = fc.constantFrom(...'abZ09_-..');
const segment = fc.string({ unit: character, minLength: 1, maxLength: 40 });
const promptName = fc
  .array(segment, { minLength: 1, maxLength: 10 })
  .map((segments) => segments.join('/'))
  .filter((name) => problemOfName(name) === null);

describe('mlflowPromptName', () => {
  it.each([
    ['triage', 'triage'],
    ['agents/energy/system', 'agents.energy.system'],
    ['gpt-4.1', 'gpt-4..1'],
    ['a..b/c', 'a....b.c'],
  ])('makes %s %s, and back', (ours, theirs) => {
    expect(mlflowPromptName(ours)).toBe(theirs);
    expect(promptNameOf(theirs)).toBe(ours);
  });

  it('gives every name one of its own that MLflow allows', () => {
    fc.assert(
      fc.property(promptName, promptName, (a, b) => {
        const name = mlflowPromptName(a);
        expect(name).toMatch(/^[a-zA-Z0-9_.-]{1,250}$/);
        expect(promptNameOf(name)).toBe(name.length < 220 ? a : promptNameOf(name));
        expect(mlflowPromptName(b) === name).toBe(a === b);
      }),
    );
  });

  it('cuts what is too long, and keeps two of them apart', () => {
    const long = `a${'.'.repeat(197)}b`;
    const other = `a${'.'.repeat(197)}c`;
    expect(problemOfName(long)).toBeNull();
    expect(mlflowPromptName(long)).toMatch(/^a\.{3}[0-9a-f]{40}$/);
    expect(mlflowPromptName(other)).not.toBe(mlflowPromptName(long));
    expect(promptNameOf(mlflowPromptName(long))).toBeNull();
  });

  it('does not claim the names of others', () => {
    expect(promptNameOf('a...b')).toBeNull();
  });
});

describe('mlflowAlias', () => {
  it('takes labels that MLflow takes, and no others', () => {
    expect(['production', 'prod-1', 'v1-beta'].map(mlflowAlias)).toEqual(['production', 'prod-1', 'v1-beta']);
    expect(['latest', 'v1', 'V22', 'a.b', 'a/b', ''].map(mlflowAlias)).toEqual(Array(6).fill(null));
  });
});

describe('mirroredTags', () => {
  it('keeps a text as it is, and says which version it is', () => {
    expect(mirroredTags(VERSION)).toEqual({
      'mlflow.prompt.text': 'Hello {name}',
      _mlflow_prompt_type: 'text',
      'registry.version_id': '6f1c/3',
      'registry.version': '3',
      'registry.content_sha256': 'ab12',
      'registry.template_format': 'fstring',
      'registry.complete': 'true',
    });
  });

  it('gives messages as a chat, and one with a placeholder, which MLflow cannot load, as text', () => {
    const message = { role: 'user', content: 'Hi' };
    expect(mirroredTags({ ...VERSION, content: [message] })).toMatchObject({
      'mlflow.prompt.text': '[{"role":"user","content":"Hi"}]',
      _mlflow_prompt_type: 'chat',
    });
    const placeholder = { type: 'placeholder', name: 'history' };
    expect(mirroredTags({ ...VERSION, content: [message, placeholder] })).toMatchObject({
      'mlflow.prompt.text': '[{"role":"user","content":"Hi"},{"type":"placeholder","name":"history"}]',
      _mlflow_prompt_type: 'text',
    });
  });

  it('gives a notice with the link instead of a text longer than MLflow holds, counted in characters', () => {
    expect(mirroredTags({ ...VERSION, content: '😀'.repeat(100_000) })['registry.complete']).toBe('true');
    expect(mirroredTags({ ...VERSION, content: 'x'.repeat(100_001) })).toMatchObject({
      'mlflow.prompt.text':
        'The words of this version are 100001 characters long; MLflow holds 100000. ' +
        'Read them here: https://registry.example/prompts/triage/versions/3',
      _mlflow_prompt_type: 'text',
      'registry.complete': 'false',
    });
  });
});
