import { type MlflowConnection } from './mlflow-connection';
import { MlflowError } from './mlflow-error';
import { mirroredTags } from './mlflow-mirror';
import { type MirroredPrompt, type MirroredVersion } from './mlflow-records';
import { fitted, fromPairs, listOf, pairs, quoted, recordOf, textOf } from './mlflow-wire';

const API = '/api/2.0/mlflow';
const IS_PROMPT = 'mlflow.prompt.is_prompt';
const PROMPT_NAME = 'registry.prompt_name';
/** Which experiments show a prompt in their Prompts tab: `,1,2,`. */
const EXPERIMENT_IDS = '_mlflow_experiment_ids';
/** PostgreSQL's column. */
const DESCRIPTION_LENGTH = 5_000;

/** MLflow's prompt registry: a prompt is a registered model, a version a model version, and MLflow picks the numbers. */
export class MlflowPrompts {
  constructor(private readonly connection: MlflowConnection) {}

  async ensurePrompt({ name, promptName, description, experimentId }: MirroredPrompt): Promise<void> {
    const known = await this.tagsOf(name);
    if (known === null) {
      try {
        await this.connection.post(`${API}/registered-models/create`, {
          name,
          description: fitted(description, DESCRIPTION_LENGTH),
          tags: pairs({
            [IS_PROMPT]: 'true',
            [PROMPT_NAME]: promptName,
            [EXPERIMENT_IDS]: `,${experimentId},`,
          }),
        });
        return;
      } catch (error) {
        // Made meanwhile, perhaps by our own lost call: look whose it is.
        if (!(error instanceof MlflowError) || error.errorCode !== 'RESOURCE_ALREADY_EXISTS') throw error;
      }
    }
    const tags = known ?? (await this.tagsOf(name)) ?? {};
    if (tags[IS_PROMPT] !== 'true' || tags[PROMPT_NAME] !== promptName)
      throw new MlflowError(
        'refused',
        `MLflow has a prompt or model named "${name}" that is no mirror of the prompt "${promptName}": rename it there`,
        { status: null, errorCode: 'RESOURCE_ALREADY_EXISTS', retryAfterMs: null },
      );
    const experiments = tags[EXPERIMENT_IDS] ?? '';
    if (!experiments.includes(`,${experimentId},`))
      await this.connection.post(`${API}/registered-models/set-tag`, {
        name,
        key: EXPERIMENT_IDS,
        value: `${experiments || ','}${experimentId},`,
      });
  }

  private async tagsOf(name: string): Promise<Readonly<Record<string, string>> | null> {
    const path = `${API}/registered-models/get?name=${encodeURIComponent(name)}`;
    const answer = await this.connection.find(path);
    return answer === null ? null : fromPairs(recordOf(answer['registered_model'])['tags']);
  }

  async ensureVersion(version: MirroredVersion): Promise<number> {
    return (await this.findVersion(version)) ?? (await this.createVersion(version));
  }

  /** Creating is not idempotent: a call whose answer was lost is found again by our own id. */
  private async findVersion({ name, versionId }: MirroredVersion): Promise<number | null> {
    // Without the is_prompt condition MLflow leaves prompts out of this search.
    const filter =
      `name = ${quoted(name)} AND tags.\`${IS_PROMPT}\` = 'true'` +
      ` AND tags.\`registry.version_id\` = ${quoted(versionId)}`;
    const query = `filter=${encodeURIComponent(filter)}&max_results=100`;
    const answer = await this.connection.get(`${API}/model-versions/search?${query}`);
    const numbers = listOf(answer['model_versions'])
      .map((found) => Number(recordOf(found)['version']))
      .filter(Number.isInteger);
    return numbers.length === 0 ? null : Math.min(...numbers);
  }

  private async createVersion(version: MirroredVersion): Promise<number> {
    const answer = await this.connection.post(`${API}/model-versions/create`, {
      name: version.name,
      // A prompt has no source, but the call wants one, and only MLflow's own placeholders are accepted.
      source: 'dummy-source',
      description: fitted(version.message, DESCRIPTION_LENGTH),
      tags: pairs({ [IS_PROMPT]: 'true', ...mirroredTags(version) }),
    });
    const number = Number(textOf(recordOf(answer['model_version'])['version']));
    if (!Number.isInteger(number) || number < 1)
      throw new MlflowError('temporary', 'MLflow made a prompt version without a number');
    return number;
  }

  async setAlias(name: string, alias: string, version: number): Promise<void> {
    await this.connection.post(`${API}/registered-models/alias`, { name, alias, version: String(version) });
  }

  async deleteAlias(name: string, alias: string): Promise<void> {
    await this.connection.delete(`${API}/registered-models/alias`, { name, alias });
  }
}
