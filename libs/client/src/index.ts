export type {
  ChatMessage,
  JsonObject,
  JsonValue,
  PlainValue,
  RenderValues,
  ResolveSource,
} from '@prompt-registry/resolver';
export { SPAN_ATTRIBUTES } from './active-span';
export type { GetActiveSpan, SpanLike } from './active-span';
export { Backoff, MAX_RETRY_AFTER_MS } from './backoff';
export type { BackoffLimits } from './backoff';
export { systemClock } from './clock';
export type { Clock } from './clock';
export type { ConsumerReport, OutcomeRecord, TraceRecord, TraceStatus } from './contract';
export { ConversationHandle } from './conversation-handle';
export type { ConversationLoadOptions } from './conversation-handle';
export { createLoadPrompt } from './create-load-prompt';
export type { PromptSource } from './create-load-prompt';
export type { LoadedChat, LoadedPrompt, LoadedText, Provenance } from './loaded-prompt';
export type { RegistryChange } from './notifier';
export type { LoadOptions } from './prompt-loader';
export { PromptRegistry } from './prompt-registry';
export type { RegistryStatus, VersionName } from './prompt-registry';
export type { Outcome } from './recorder';
export {
  ArchivedPromptError,
  InvalidValuesError,
  MissingVariablesError,
  PromptRegistryError,
  ServerError,
  UnknownLabelError,
  UnknownPromptError,
  UnknownVersionError,
} from './registry-errors';
export type { RegistryErrorCode } from './registry-errors';
export type { RegistryOptions } from './registry-options';
export { SDK_VERSION } from './sdk-version';
export type { ServedReason } from './served';
export type { SnapshotOrigin } from './snapshot-store';
export { Trace } from './trace';
export type { TraceEnd, TraceStart } from './trace';
export type { PreviewRecord, TracePreviews } from './trace-previews';
