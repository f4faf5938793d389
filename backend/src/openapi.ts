import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { VERSION } from './version';

/** Where Swagger UI is served, without the leading slash. */
const DOCS_PATH = 'api/docs';

/** The API's contract, from the code. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Prompt Registry')
    .setDescription(
      'Versioned prompts with honest experiments. Send an API key as `Authorization: Bearer <key>`, or sign in for a session cookie. ' +
        "Refusals are RFC 9457 problems with a stable `code`. In paths, `{id}` is a prompt's id or its URL-encoded name.",
    )
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This server')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', bearerFormat: 'API key', description: 'An API key' },
      'apiKey',
    )
    .addCookieAuth(
      'pr_session',
      { type: 'apiKey', in: 'cookie', description: 'A signed-in session' },
      'session',
    )
    .addSecurityRequirements('apiKey')
    .addSecurityRequirements('session')
    .addTag('prompts', 'Prompts, their versions and labels')
    .addTag('experiments', 'Versions on trial: planned, started, ended, promoted')
    .addTag('resolve', 'What an agent gets')
    .addTag('traces', 'What agents report: uses of prompts, and what came of them')
    .addTag('mlflow', 'What MLflow is told')
    .addTag('auth', 'Sign in and out')
    .addTag('identity', 'People, API keys, audit')
    .addTag('health', 'Probes')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (_controller, method) => method,
  });
  describeSuccess(document);
  closeRequestBodies(document);
  openNullableParts(document);
  giveExamples(document);
  return document;
}

/** A success without words of its own is what the operation's summary says. */
function describeSuccess({ paths }: OpenAPIObject): void {
  for (const path of Object.values(paths))
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete])
      for (const response of Object.values(operation?.responses ?? {}))
        if (response && 'description' in response) response.description ||= operation?.summary ?? '';
}

/** Serves the contract and Swagger UI, with all assets from this server. */
export function documentApi(app: NestFastifyApplication): void {
  SwaggerModule.setup(DOCS_PATH, app, () => describeApi(app), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Prompt Registry API',
    swaggerOptions: {
      persistAuthorization: true,
      displayRequestDuration: true,
      tryItOutEnabled: true,
      validatorUrl: null,
    },
  });
}

/** What validation does to unknown members of a body, said in the contract: they are refused. */
function closeRequestBodies({ paths, components }: OpenAPIObject): void {
  const names = new Set<string>();
  const collect = (part: unknown): void => {
    for (const [, name] of JSON.stringify(part ?? null).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (!name || names.has(name)) continue;
      names.add(name);
      collect(components?.schemas?.[name]);
    }
  };
  for (const path of Object.values(paths))
    for (const operation of [path.post, path.put, path.patch]) collect(operation?.requestBody);
  for (const name of names) {
    const schema = components?.schemas?.[name];
    if (schema && 'properties' in schema) schema.additionalProperties ??= false;
    refuseNul(schema);
  }
  for (const path of Object.values(paths))
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete])
      for (const parameter of operation?.parameters ?? [])
        if ('schema' in parameter) refuseNul(parameter.schema);
}

/** No text of any request may hold NUL, which PostgreSQL cannot store. */
function refuseNul(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  const part = schema as Record<string, unknown>;
  const free = part['type'] === 'string' && !('pattern' in part || 'enum' in part || 'format' in part);
  if (free) part['pattern'] = '^[^\\u0000]*$';
  for (const key of ['properties', 'oneOf', 'anyOf', 'allOf'])
    Object.values(part[key] ?? {}).forEach(refuseNul);
  refuseNul(part['items']);
}

/** Generators that find `type: object` beside `nullable` and a reference let the reference's members be read from null. */
function openNullableParts({ components }: OpenAPIObject): void {
  for (const schema of Object.values(components?.schemas ?? {}))
    for (const property of Object.values(('properties' in schema && schema.properties) || {}))
      if ('allOf' in property && property.nullable) delete property.type;
}

/** What Swagger UI starts with: requests that work on the seeded prompts, instead of one value for every member. */
const BODY_EXAMPLES: Readonly<Record<string, unknown>> = {
  ResolveRequestDto: {
    name: 'depth/quick',
    conversationId: 'conv-8f14e45f',
    variables: { entity_count: 12 },
  },
  ResolveBatchRequestDto: {
    requests: [{ name: 'depth/quick' }, { name: 'architect', conversationId: 'conv-8f14e45f' }],
  },
  RecordTracesDto: {
    traces: [
      {
        id: '4bf92f3577b34da6a3ce929d0e0e4736',
        promptName: 'depth/quick',
        promptVersion: 1,
        contentHash: null,
        source: 'latest',
        conversationId: 'conv-8f14e45f',
        startedAt: '2026-01-31T09:30:00.000Z',
        latencyMs: 1840,
        status: 'ok',
      },
    ],
  },
  RecordOutcomesDto: {
    outcomes: [
      {
        id: 'b7ad6b7169203331',
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        metric: 'confidence',
        value: 0.8,
        occurredAt: '2026-01-31T09:34:10.000Z',
      },
    ],
  },
  CreatePromptDto: {
    name: 'greetings/welcome',
    description: 'Welcomes a person.',
    tags: ['example'],
    content: 'Welcome to {site_name}.',
    message: 'First words',
  },
};

/** Optional parameters stay empty in Swagger UI: their examples would filter everything away. Their words keep the example. */
function giveExamples({ paths, components }: OpenAPIObject): void {
  for (const [name, example] of Object.entries(BODY_EXAMPLES)) {
    const schema = components?.schemas?.[name];
    if (schema && 'properties' in schema) schema.example = example;
  }
  for (const path of Object.values(paths))
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete])
      for (const parameter of operation?.parameters ?? []) {
        if (!('in' in parameter) || parameter.required) continue;
        const schema = parameter.schema && 'type' in parameter.schema ? parameter.schema : undefined;
        const example: unknown = parameter.example ?? schema?.example;
        if (example === undefined) continue;
        parameter.description = `${parameter.description ?? ''} For example \`${String(example)}\`.`.trim();
        delete parameter.example;
        delete schema?.example;
      }
}
