import { Injectable } from '@nestjs/common';
import type { Deliverer, Delivery } from './deliverer';
import type { Claim } from './delivery-queue.query';
import { MlflowService } from './mlflow.service';
import { OutcomeDeliveryQuery } from './outcome-delivery.query';
import { toFeedback } from './outcome-feedback';

/** Tells MLflow of outcomes, as assessments of their trace; of a conversation's, the trace that exposed it. */
@Injectable()
export class OutcomeDelivererService implements Deliverer {
  constructor(
    private readonly mlflow: MlflowService,
    private readonly query: OutcomeDeliveryQuery,
  ) {}

  /** @throws MlflowError. */
  async deliver({ reference }: Claim): Promise<Delivery> {
    const outcome = await this.query.outcome(reference);
    // What was read from MLflow is there.
    if (!outcome || outcome.source === 'mlflow') return 'nothing';
    if (outcome.traceId === null) return { waitsFor: 'its trace to arrive', mayNeverCome: true };
    if (outcome.traceWaits) return { waitsFor: 'its trace to be told' };
    // Recorded while there was no MLflow: nobody tells it of that trace, so there is nothing to assess.
    if (!outcome.traceTold) return 'nothing';
    await this.mlflow.client.addFeedback(toFeedback(outcome, outcome.traceId));
    return 'delivered';
  }
}
