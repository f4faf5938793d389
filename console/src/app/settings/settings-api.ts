/** What programs may be allowed, as the API names it. */
export type Scope = 'resolve' | 'record' | 'read' | 'write' | 'admin';
export type Role = 'viewer' | 'editor' | 'admin';

/** Someone who signs in. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly createdAt: string;
}

/** The credential of a program, without its secret. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

/** A new key; its secret is in this answer only. */
export interface CreatedApiKey extends ApiKey {
  readonly key: string;
}

/** One change, and who made it. */
export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly actorType: 'user' | 'key' | 'system';
  readonly actorId: string | null;
  readonly actorName: string;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly subjectName: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly requestId: string | null;
}

export interface AuditPage {
  readonly items: readonly AuditEntry[];
  /** Cursor of what follows; null when nothing does. */
  readonly next: string | null;
}

/** An agent's process, and what it serves. */
export interface Consumer {
  readonly service: string;
  readonly instanceId: string;
  readonly sdkVersion: string;
  readonly revision: number;
  readonly behind: number;
  readonly stale: boolean;
  readonly source: 'memory' | 'snapshot_file' | 'prompt_files';
  readonly since: string;
  readonly lastSeenAt: string;
  readonly keyName: string;
}

export interface ProtectedLabel {
  readonly label: string;
  readonly protectedBy: string;
  readonly protectedAt: string;
}

/** Something that outcomes and experiments measure. */
export interface Metric {
  readonly name: string;
  readonly description: string;
  readonly kind: 'binary' | 'bounded' | 'continuous';
  readonly direction: 'increase' | 'decrease';
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly unit: string;
  readonly scale: 'linear' | 'log';
  readonly margin: number | null;
  readonly missingValue: number | null;
  readonly source: 'outcome' | 'trace' | 'composite';
  readonly createdBy: string;
}

/** The answer of `GET /health/ready`. */
export interface Ready {
  readonly status: 'ok' | 'degraded' | 'starting';
  readonly database: {
    readonly engine: 'embedded' | 'postgresql';
    readonly status: 'starting' | 'ok' | 'unreachable';
    readonly since: string;
  };
  readonly revision: number;
  /** The release, where the server says it. */
  readonly version?: string;
}

/** The last run of the job that evaluates experiments. */
export interface EvaluationJob {
  readonly ranAt: string | null;
  readonly durationMs: number | null;
  readonly evaluated: number;
  readonly failed: number;
}

export interface MlflowStatus {
  readonly state: 'off' | 'ok' | 'down';
  readonly depth: number;
  readonly oldest: string | null;
  readonly lastError: string | null;
  readonly lastErrorAt: string | null;
  readonly publicUrl: string | null;
  readonly experimentName: string | null;
  readonly experimentUrl: string | null;
  readonly serverVersion: string | null;
  readonly breaker: 'closed' | 'open' | 'half_open';
  readonly deadLetters: number;
  readonly lastDeliveredAt: string | null;
  readonly lastSyncAt: string | null;
  readonly lastSyncError: string | null;
}

/** A delivery to MLflow that was given up. */
export interface DeadLetter {
  readonly id: string;
  readonly topic: 'trace' | 'outcome' | 'version' | 'label';
  readonly reference: string;
  readonly attempts: number;
  readonly createdAt: string;
  readonly deadAt: string;
  readonly lastError: string;
}
