import type { Scope } from './identity/principal';

/**
 * `public`: no credential. `credential`: any session or key. `person`: any session, for what concerns oneself.
 * Otherwise the scope a session or key must have.
 */
export type Access = 'public' | 'credential' | 'person' | Scope;

/**
 * Who may call what: one row a route, as Fastify serves it. A route without a row stops the server from starting, and a
 * test tries every row with every kind of credential.
 */
export const ACCESS: Readonly<Record<string, Access>> = {
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /api/docs': 'public',
  'GET /api/docs/': 'public',
  'GET /api/docs/*': 'public',
  'GET /api/docs/LICENSE': 'public',
  'GET /api/docs/index.html': 'public',
  'GET /api/docs/swagger-ui-init.js': 'public',
  'GET /api/docs/docs/swagger-ui-init.js': 'public',
  'GET /api/docs/docs/*': 'public',
  'GET /api/openapi.json': 'public',
  'GET /*': 'public',

  'POST /api/v1/auth/login': 'public',
  'GET /api/v1/auth/me': 'credential',
  'POST /api/v1/auth/logout': 'person',
  'PUT /api/v1/auth/password': 'person',

  'GET /api/v1/users': 'admin',
  'POST /api/v1/users': 'admin',
  'GET /api/v1/users/:id': 'admin',
  'PATCH /api/v1/users/:id': 'admin',
  'GET /api/v1/api-keys': 'admin',
  'POST /api/v1/api-keys': 'admin',
  'DELETE /api/v1/api-keys/:id': 'admin',
  'GET /api/v1/audit': 'admin',

  'GET /api/v1/prompts': 'read',
  'POST /api/v1/prompts': 'write',
  'POST /api/v1/prompts/seed': 'write',
  'POST /api/v1/prompts/import': 'write',
  'POST /api/v1/prompts/export': 'read',
  'GET /api/v1/prompts/:id': 'read',
  'PUT /api/v1/prompts/:id': 'write',
  'PATCH /api/v1/prompts/:id': 'write',
  'DELETE /api/v1/prompts/:id': 'write',
  'POST /api/v1/prompts/:id/restore': 'write',
  'POST /api/v1/prompts/:id/experiments': 'write',
  'PUT /api/v1/prompts/:id/experiments/:experimentId': 'write',
  'GET /api/v1/prompts/:id/metrics': 'read',
  'GET /api/v1/prompts/:id/export': 'read',
  'GET /api/v1/prompts/:id/versions': 'read',
  'GET /api/v1/prompts/:id/versions/:version': 'read',
  'GET /api/v1/prompts/:id/diff': 'read',
  'POST /api/v1/prompts/:id/rollback': 'write',
  'GET /api/v1/prompts/:id/labels': 'read',
  'GET /api/v1/prompts/:id/labels/:label': 'read',
  'PUT /api/v1/prompts/:id/labels/:label': 'write',
  'DELETE /api/v1/prompts/:id/labels/:label': 'write',
  'GET /api/v1/prompts/:id/label-history': 'read',
  'GET /api/v1/protected-labels': 'read',
  'PUT /api/v1/protected-labels/:label': 'admin',
  'DELETE /api/v1/protected-labels/:label': 'admin',

  'GET /api/v1/experiments': 'read',
  'GET /api/v1/experiments/:id': 'read',
  'POST /api/v1/experiments/:id/start': 'write',
  'POST /api/v1/experiments/:id/pause': 'write',
  'POST /api/v1/experiments/:id/resume': 'write',
  'POST /api/v1/experiments/:id/stop': 'write',
  'POST /api/v1/experiments/:id/complete': 'write',
  'POST /api/v1/experiments/:id/promote': 'write',
  'POST /api/v1/experiments/:id/undo-promotion': 'write',
  'POST /api/v1/experiments/:id/evaluate': 'write',
  'POST /api/v1/experiments/:id/approve': 'write',
  'GET /api/v1/experiments/:id/verify': 'read',

  'GET /api/v1/metrics': 'read',
  'POST /api/v1/metrics': 'write',
  'GET /api/v1/metrics/:name': 'read',

  'GET /api/v1/mlflow': 'read',
  'GET /api/v1/mlflow/dead-letters': 'read',
  'POST /api/v1/mlflow/redrive': 'admin',
  'GET /api/v1/prompts/:id/mlflow': 'read',
  'GET /api/v1/experiments/:id/mlflow': 'read',

  'POST /api/v1/experiments/plan': 'read',
  'GET /api/v1/experiments/standings': 'read',
  'GET /api/v1/experiments/:id/results': 'read',
  'GET /api/v1/experiments/:id/evaluations': 'read',
  'GET /api/v1/dashboard': 'read',
  'GET /api/v1/prompt-activity': 'read',
  'GET /api/v1/jump-targets': 'read',
  'GET /api/v1/dashboard/quality': 'read',
  'GET /api/v1/conversations': 'read',

  'GET /api/v1/snapshot': 'resolve',
  'GET /api/v1/snapshot/events': 'resolve',
  'POST /api/v1/consumers': 'resolve',
  'GET /api/v1/consumers': 'read',

  'POST /api/v1/resolve': 'resolve',
  'POST /api/v1/resolve/batch': 'resolve',
  'GET /api/v1/resolve/:name': 'resolve',

  'GET /api/v1/traces': 'read',
  'GET /api/v1/traces/:id': 'read',
  'POST /api/v1/traces': 'record',
  'POST /api/v1/outcomes': 'record',
};

/**
 * The access of a route as Fastify names it; HEAD follows GET.
 * @throws Error when the route has no row.
 */
export function accessOf(method: string, url: string): Access {
  const access = ACCESS[`${method === 'HEAD' ? 'GET' : method} ${url}`];
  if (!access) throw new Error(`No row in authorisation.ts for ${method} ${url}`);
  return access;
}
