/** What we tell MLflow and what it answers, in our words; the wire format stays in the `*-wire.ts` files. */

/** A prompt version under MLflow's name and number. */
export interface MlflowPromptVersion {
  readonly name: string;
  readonly version: number;
}

/** The run that invocations share; MLflow makes its id. */
export interface SharedRun {
  readonly experimentId: string;
  /** Finds it again ({@link runKey}), so that a retry makes no second run. Hex digits. */
  readonly key: string;
  readonly name: string;
  readonly startedAt: Date;
  /** Immutable in MLflow: everything that may differ belongs into the key. */
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Shown in the run's prompts box. */
  readonly prompts: readonly MlflowPromptVersion[];
}

/** A run, and what it is of in our words, by which it is found again here. */
export interface KnownRun extends SharedRun {
  readonly of: {
    readonly promptId: string | null;
    readonly version: number | null;
    readonly experimentId: string | null;
    readonly variant: string | null;
  };
}

/** One invocation, complete: it is sent after its end. */
export interface MlflowTrace {
  /** 32 hex digits; MLflow's id is `tr-` and these ({@link mlflowTraceId}). */
  readonly traceId: string;
  readonly experimentId: string;
  readonly runId: string | null;
  readonly name: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly state: 'OK' | 'ERROR';
  readonly sessionId: string | null;
  readonly requestPreview: string | null;
  readonly responsePreview: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly prompts: readonly MlflowPromptVersion[];
  readonly model: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** `null`: MLflow computes one from model and tokens where it knows the model. */
  readonly costUsd: number | null;
}

/** An outcome, sent as an assessment. */
export interface MlflowFeedback {
  /** `a-` and 32 hex digits made from the outcome's id ({@link mlflowAssessmentId}): sending twice stores once. */
  readonly id: string;
  readonly traceId: string;
  readonly name: string;
  readonly value: number | boolean | string;
  readonly sourceType: 'HUMAN' | 'LLM_JUDGE' | 'CODE';
  readonly sourceId: string;
  readonly occurredAt: Date;
  readonly metadata: Readonly<Record<string, string>>;
}

/** An assessment as MLflow answers it; anybody may have written it. */
export interface MlflowAssessment {
  readonly id: string;
  readonly name: string;
  /** Any JSON. `null` also for an expectation, and for feedback that carries an error instead of a value. */
  readonly value: unknown;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly metadata: Readonly<Record<string, string>>;
  /** False once another assessment overrides it; such a one no longer counts. */
  readonly valid: boolean;
  /** The id of the one that this replaces. */
  readonly overrides: string | null;
}

/** A trace as MLflow answers it. */
export interface MlflowTraceInfo {
  /** As MLflow has it: `tr-…`. */
  readonly id: string;
  /** The 32 hex digits; `null` for an id of another form, which is none of ours. */
  readonly traceId: string | null;
  readonly startedAt: Date;
  readonly state: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly assessments: readonly MlflowAssessment[];
}

/** Half-open, over the traces' start. Pages are offsets: `to` must be past, so that they do not shift while read. */
export interface MlflowWindow {
  readonly experimentId: string;
  readonly from: Date;
  readonly to: Date;
}

/** Of a window, oldest first. */
export interface MlflowTracePage {
  readonly traces: readonly MlflowTraceInfo[];
  /** `null`: this was the last page. */
  readonly nextPageToken: string | null;
}

/** A prompt of ours in MLflow's registry. */
export interface MirroredPrompt {
  /** In MLflow ({@link mlflowPromptName}). */
  readonly name: string;
  /** With us; a prompt of the same MLflow name that says another one is not touched. */
  readonly promptName: string;
  readonly description: string;
  /** Whose Prompts tab shows it. */
  readonly experimentId: string;
}

/** A version of ours in MLflow's registry. */
export interface MirroredVersion {
  /** In MLflow ({@link mlflowPromptName}). */
  readonly name: string;
  /** Finds it again: unique and stable, e.g. `<prompt uuid>/<version>`. */
  readonly versionId: string;
  readonly version: number;
  readonly contentHash: string;
  readonly templateFormat: string;
  /** A text, or a chat's entries, as stored. */
  readonly content: string | readonly object[];
  readonly message: string;
  /** Where the words can be read when they are longer than MLflow holds. */
  readonly link: string | null;
}
