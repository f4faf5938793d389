import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Answer, Json } from './harness';

/** The published one: only the build infers it from types and comments, and another test keeps it current. */
const CONTRACT = join(__dirname, '../../libs/client/openapi.json');

/** OpenAPI 3.0's `nullable`, as JSON Schema says it; references are to the definitions. */
function toJsonSchema(part: Json): Json {
  if (Array.isArray(part)) return part.map(toJsonSchema);
  if (typeof part !== 'object' || part === null) return part;
  const { nullable, example: _, ...rest } = part;
  const schema = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === '$ref'
        ? (value as string).replace('#/components/schemas/', 'contract#/definitions/')
        : toJsonSchema(value),
    ]),
  );
  return nullable ? { anyOf: [schema, { type: 'null' }] } : schema;
}

/** Members that the contract does not name are wrong, too. */
function closed(schema: Json): Json {
  return schema.type === 'object' && schema.properties ? { additionalProperties: false, ...schema } : schema;
}

/** The API's contract, for comparing answers with it. */
export class Contract {
  private readonly document: Json = JSON.parse(readFileSync(CONTRACT, 'utf8'));
  private readonly ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor() {
    const schemas: Array<[string, Json]> = Object.entries(this.document.components.schemas);
    const definitions = Object.fromEntries(
      schemas.map(([name, schema]) => [name, closed(toJsonSchema(schema))]),
    );
    this.ajv.addSchema({ $id: 'contract', definitions });
  }

  /** What of an answer is not as its operation (`operationId`) promises. */
  problems(operation: string, { status, headers, body }: Answer<Json>): string[] {
    const response = this.operation(operation)?.responses[status];
    if (!response) return [`${operation} does not promise ${status}`];
    const type = headers.get('content-type')?.split(';', 1)[0] ?? '';
    const schema = response.content?.[type]?.schema;
    if (!schema) return [`${operation} ${status} does not promise ${type}`];
    const key = `${operation} ${status}`;
    const validate = this.compiled.get(key) ?? this.ajv.compile(toJsonSchema(schema));
    this.compiled.set(key, validate);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      [key, instancePath, message, JSON.stringify(params)].join(' '),
    );
  }

  private operation(id: string): Json {
    return Object.values<Json>(this.document.paths)
      .flatMap((path) => Object.values<Json>(path))
      .find(({ operationId }) => operationId === id);
  }
}
