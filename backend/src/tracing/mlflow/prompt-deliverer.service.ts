import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Prompt } from '../../prompts/prompt.entity';
import { LabelMove } from '../../versions/label-move.entity';
import { PromptLabel } from '../../versions/prompt-label.entity';
import type { Deliverer, Delivery } from './deliverer';
import type { Claim } from './delivery-queue.query';
import { mlflowAlias, mlflowPromptName } from './mlflow-mirror';
import { MlflowLabel } from './mlflow-label.entity';
import { MlflowService } from './mlflow.service';
import { PromptMirrorService } from './prompt-mirror.service';

/** Tells MLflow of versions, and of labels as aliases. */
@Injectable()
export class PromptDelivererService implements Deliverer {
  constructor(
    private readonly mlflow: MlflowService,
    private readonly mirror: PromptMirrorService,
    private readonly dataSource: DataSource,
  ) {}

  /** @throws MlflowError; DomainError VERSION_CORRUPT. */
  async deliver({ topic, reference }: Claim): Promise<Delivery> {
    const colon = reference.indexOf(':');
    const promptId = reference.slice(0, colon);
    const rest = reference.slice(colon + 1);
    if (topic === 'label') return this.tellLabel(promptId, rest);
    return (await this.mirror.mirror(promptId, Number(rest))) ? 'delivered' : 'nothing';
  }

  /** Whatever became of it, this move needs no telling when the server starts the next time. */
  private async tellLabel(promptId: string, label: string): Promise<Delivery> {
    const { manager } = this.dataSource;
    // Before looking where the label is: a later move is told by an entry of its own.
    const move = await manager.findOne(LabelMove, { where: { promptId, label }, order: { id: 'DESC' } });
    const delivery = await this.moveAlias(promptId, label);
    if (move) await manager.upsert(MlflowLabel, { promptId, label, moveId: move.id }, ['promptId', 'label']);
    return delivery;
  }

  /** To where the label is now: of several moves the last one counts, whichever of them is told. */
  private async moveAlias(promptId: string, label: string): Promise<Delivery> {
    const alias = mlflowAlias(label);
    const prompt = await this.dataSource.manager.findOneBy(Prompt, { id: promptId });
    if (!prompt || alias === null) return 'nothing';
    const pointer = await this.dataSource.manager.findOneBy(PromptLabel, { promptId, label });
    if (!pointer) {
      await this.mlflow.client.deletePromptAlias(mlflowPromptName(prompt.name), alias);
      return 'delivered';
    }
    const mirrored = await this.mirror.mirror(promptId, pointer.version);
    if (!mirrored) return 'nothing';
    await this.mlflow.client.setPromptAlias(mirrored.name, alias, mirrored.version);
    return 'delivered';
  }
}
