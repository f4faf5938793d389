import { exists, fits, invalid, missing } from './fake-mlflow-refusal';
import { type JsonRecord, fromPairs, pairs, textOf } from './mlflow-wire';

interface Model {
  readonly tags: Record<string, string>;
  readonly aliases: Map<string, string>;
  readonly versions: { version: string; description: string; tags: Record<string, string> }[];
}

/** MLflow's registry of prompts, as registered models. */
export class FakeMlflowRegistry {
  readonly models = new Map<string, Model>();

  /** The answer's body; `null` for an unknown route. */
  route(route: string, body: JsonRecord): JsonRecord | null {
    switch (route) {
      case 'GET /registered-models/get':
        return this.model(textOf(body['name']));
      case 'POST /registered-models/create':
        return this.createModel(body);
      case 'POST /registered-models/set-tag':
        this.found(textOf(body['name'])).tags[textOf(body['key'])] = textOf(body['value']);
        return {};
      case 'GET /model-versions/search':
        return this.searchVersions(textOf(body['filter']));
      case 'POST /model-versions/create':
        return this.createVersion(body);
      case 'POST /registered-models/alias':
        return this.setAlias(body);
      case 'DELETE /registered-models/alias':
        this.found(textOf(body['name'])).aliases.delete(textOf(body['alias']));
        return {};
      default:
        return null;
    }
  }

  private found(name: string): Model {
    const model = this.models.get(name);
    if (!model) throw missing(`Registered Model with name=${name}`);
    return model;
  }

  private model(name: string): JsonRecord {
    return { registered_model: { name, tags: pairs(this.found(name).tags) } };
  }

  private createModel(body: JsonRecord): JsonRecord {
    const name = textOf(body['name']);
    if (name === '' || /[/:]/.test(name)) throw invalid(`Invalid model name '${name}'.`);
    fits(name, 256);
    fits(textOf(body['description']), 5_000);
    if (this.models.has(name)) throw exists(`Prompt (name=${name})`);
    this.models.set(name, { tags: { ...fromPairs(body['tags']) }, aliases: new Map(), versions: [] });
    return this.model(name);
  }

  private createVersion(body: JsonRecord): JsonRecord {
    const model = this.found(textOf(body['name']));
    const tags = fromPairs(body['tags']);
    if (!['dummy-source', 'prompt-template'].includes(textOf(body['source'])))
      throw invalid('Invalid prompt source');
    if (Object.values(tags).some((value) => [...value].length > 100_000))
      throw invalid('Prompt text exceeds max length of 100000 characters.');
    const version = {
      version: String(model.versions.length + 1),
      description: textOf(body['description']),
      tags,
    };
    model.versions.push(version);
    return { model_version: { name: textOf(body['name']), version: version.version } };
  }

  private searchVersions(filter: string): JsonRecord {
    const [, name = ''] = /name = '([^']*)'/.exec(filter) ?? [];
    const wanted = [...filter.matchAll(/tags\.`([^`]+)` = '([^']*)'/g)];
    // Without the condition MLflow leaves prompts out.
    if (!filter.includes('mlflow.prompt.is_prompt')) return {};
    const versions = (this.models.get(name)?.versions ?? []).filter(({ tags }) =>
      wanted.every(([, key = '', value]) => tags[key] === value),
    );
    return versions.length === 0
      ? {}
      : { model_versions: versions.map(({ version }) => ({ name, version })) };
  }

  private setAlias(body: JsonRecord): JsonRecord {
    const alias = textOf(body['alias']);
    if (!/^[\w-]{1,255}$/.test(alias) || /^(latest|v\d+)$/i.test(alias))
      throw invalid(`Invalid alias name: '${alias}'`);
    const model = this.found(textOf(body['name']));
    if (!model.versions.some(({ version }) => version === body['version'])) throw missing('Model Version');
    model.aliases.set(alias, textOf(body['version']));
    return {};
  }
}
