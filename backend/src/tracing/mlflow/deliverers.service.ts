import { Injectable } from '@nestjs/common';
import type { Deliverer, Delivery } from './deliverer';
import type { Claim } from './delivery-queue.query';
import { OutcomeDelivererService } from './outcome-deliverer.service';
import { PromptDelivererService } from './prompt-deliverer.service';
import { TraceDelivererService } from './trace-deliverer.service';

/** Who tells MLflow of which topic. */
@Injectable()
export class DeliverersService implements Deliverer {
  private readonly byTopic: Readonly<Record<Claim['topic'], Deliverer>>;

  constructor(
    traces: TraceDelivererService,
    outcomes: OutcomeDelivererService,
    prompts: PromptDelivererService,
  ) {
    this.byTopic = { trace: traces, outcome: outcomes, version: prompts, label: prompts };
  }

  /** @throws MlflowError. */
  deliver(claim: Claim): Promise<Delivery> {
    return this.byTopic[claim.topic].deliver(claim);
  }
}
