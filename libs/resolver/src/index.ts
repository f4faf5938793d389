export { assignVariant, HASH_VERSION, hashConversation, positionOf, seedOf } from './assign';
export { canonicalContent, canonicalJson } from './canonical-content';
export { compileContent } from './compile-content';
export type { CompiledContent, CompiledMessage, CompiledResult } from './compile-content';
export {
  MAX_CONFIG_DEPTH,
  MAX_CONTENT_LENGTH,
  MAX_MESSAGES,
  MAX_NAME_LENGTH,
  MAX_RENDERED_LENGTH,
  MAX_VARIABLES,
} from './content-limits';
export type { ContentProblem, ContentProblemCode } from './content-problem';
export { Conversation } from './conversation';
export type { ConversationRequest } from './conversation';
export { detectTemplateFormat } from './detect-template-format';
export type { DetectedFormat } from './detect-template-format';
export { extractVariables } from './extract-variables';
export type { ContentVariables } from './extract-variables';
export { formatValue } from './format-value';
export type { FormattedValue, PlainValue } from './format-value';
export { indexChanges } from './index-changes';
export type { SnapshotChanges } from './index-changes';
export { indexSnapshot } from './index-snapshot';
export type { IndexedPrompt, SnapshotIndex } from './index-snapshot';
export { literalLookalikes } from './literal-lookalikes';
export { fmix32, murmur3 } from './murmur3';
export { normaliseContent, normaliseNewlines } from './normalise-content';
export { parityDifferences } from './parity-differences';
export type { ParityDifference, VariantWords } from './parity-differences';
export { parseTemplate } from './parse-template';
export { TEMPLATE_FORMATS } from './parsed-template';
export type {
  ParsedTemplate,
  Part,
  TemplateFormat,
  TemplateProblem,
  TemplateProblemCode,
} from './parsed-template';
export { renderCompiled, renderContent } from './render-content';
export type { Rendered, RenderResult } from './render-content';
export type { InvalidValue, RenderFailure, RenderValues } from './render-input';
export { MOST_RESOLVE_COUNTS, ResolveCounter } from './resolve-counter';
export type { ResolveCount, ResolveCounts } from './resolve-counter';
export type {
  Resolution,
  Resolved,
  ResolveFailure,
  ResolveFailureCode,
  ResolveReason,
  ResolveRequest,
  ResolveSource,
} from './resolution';
export { resolve, resolveHashed } from './resolve';
export type {
  ExperimentStep,
  ServedInterval,
  Snapshot,
  SnapshotExperiment,
  SnapshotLayer,
  SnapshotPrompt,
  SnapshotVariant,
  SnapshotVersion,
} from './snapshot';
export { MAX_TEMPLATE_PROBLEMS } from './template-problems';
export { PositionFinder } from './text-position';
export type { TextPosition } from './text-position';
export { validateContent } from './validate-content';
export type { ValidatedContent } from './validate-content';
export { variantAt, variantRanges } from './variant-ranges';
export type { VariantRange } from './variant-ranges';
export { CHAT_ROLES, isPlaceholder } from './version-content';
export type {
  ChatContent,
  ChatMessage,
  ChatPlaceholder,
  ChatRole,
  JsonObject,
  JsonValue,
  TextContent,
  VersionContent,
} from './version-content';
