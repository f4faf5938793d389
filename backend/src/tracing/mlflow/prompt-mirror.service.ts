import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../../clock';
import { CONFIGURATION, type Configuration } from '../../configuration';
import { Prompt } from '../../prompts/prompt.entity';
import { PromptVersion } from '../../versions/prompt-version.entity';
import { verifiedContent } from '../../versions/stored-content';
import { mlflowPromptName } from './mlflow-mirror';
import type { MirroredVersion, MlflowPromptVersion } from './mlflow-records';
import { MlflowVersion } from './mlflow-version.entity';
import { MlflowService } from './mlflow.service';

/** Copies versions into MLflow's own prompt registry, and remembers which number each got there. */
@Injectable()
export class PromptMirrorService {
  constructor(
    private readonly mlflow: MlflowService,
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /**
   * The name and number of a version in MLflow, which is made when it is missing. MLflow picks the numbers and knows no
   * condition for it, so only who holds the prompt's key of the outbox may call this. `null`: there is no such version.
   * @throws MlflowError; DomainError VERSION_CORRUPT.
   */
  async mirror(promptId: string, version: number): Promise<MlflowPromptVersion | null> {
    const { manager } = this.dataSource;
    const known = await manager.findOneBy(MlflowVersion, { promptId, version });
    if (known) return { name: known.mlflowName, version: Number(known.mlflowVersion) };
    const prompt = await manager.findOneBy(Prompt, { id: promptId });
    const row = await manager.findOneBy(PromptVersion, { promptId, version });
    if (!prompt || !row) return null;
    const name = mlflowPromptName(prompt.name);
    const experimentId = await this.mlflow.experimentId();
    const { description, name: promptName } = prompt;
    await this.mlflow.client.ensurePrompt({ name, promptName, description, experimentId });
    const number = await this.mlflow.client.ensurePromptVersion(this.mirrored(name, prompt, row));
    await manager.upsert(
      MlflowVersion,
      { promptId, version, mlflowName: name, mlflowVersion: String(number), mirroredAt: this.clock.now() },
      ['promptId', 'version'],
    );
    return { name, version: number };
  }

  private mirrored(name: string, prompt: Prompt, row: PromptVersion): MirroredVersion {
    const { publicUrl } = this.configuration;
    return {
      name,
      versionId: `${prompt.id}/${row.version}`,
      version: row.version,
      contentHash: row.contentHash,
      templateFormat: row.templateFormat,
      content: verifiedContent(row).content,
      message: row.message,
      link: publicUrl && `${publicUrl}/prompts/${encodeURIComponent(prompt.name)}`,
    };
  }
}
