import type { RenderValues, ResolveRequest } from '@prompt-registry/resolver';
import { invalidField } from '../problems/domain-error';
import { parseDateTime } from './date-time';

/** A checked request: what to resolve, and the values to render it with. */
export interface ResolveInput extends ResolveRequest {
  readonly variables?: RenderValues | undefined;
}

/** Limits of the request; the documented schemas state the same. */
export const LIMITS = {
  name: 200,
  conversationId: 200,
  label: 100,
  version: 2_147_483_647,
  variables: 200,
  batch: 100,
} as const;

const MEMBERS = ['name', 'conversationId', 'conversationStartedAt', 'label', 'version', 'variables'];
const QUERY_MEMBERS = ['conversationId', 'conversationStartedAt', 'label', 'version'];

type Members = Readonly<Record<string, unknown>>;

/**
 * Checks the body of one resolve by hand: the hot route can afford no general validator.
 * @throws DomainError INVALID_INPUT naming the first field that is wrong.
 */
export function readResolveBody(body: unknown, now: number): ResolveInput {
  return readRequest(body, '', now);
}

/** @throws DomainError INVALID_INPUT naming the first field that is wrong, such as `requests[3].label`. */
export function readBatchBody(body: unknown, now: number): ResolveInput[] {
  const members = readMembers(body, '', ['requests']);
  const { requests } = members;
  if (!Array.isArray(requests) || requests.length === 0 || requests.length > LIMITS.batch)
    throw invalidField('requests', `must be an array of 1 to ${LIMITS.batch} requests`);
  return requests.map((request, i) => readRequest(request, `requests[${i}]`, now));
}

/**
 * Checks the path and the query of a GET; the version arrives as digits.
 * @throws DomainError INVALID_INPUT naming the first field that is wrong.
 */
export function readResolveQuery(params: unknown, query: unknown, now: number): ResolveInput {
  const members = readMembers(query, '', QUERY_MEMBERS);
  const { version } = members;
  if (version !== undefined && (typeof version !== 'string' || !/^[1-9]\d{0,9}$/.test(version)))
    throw invalidField('version', `must be a whole number from 1 to ${LIMITS.version}`);
  return {
    name: readText((params as Members)['name'], 'name', LIMITS.name),
    ...readChoice({ ...members, version: version === undefined ? undefined : Number(version) }, '', now),
  };
}

function readRequest(value: unknown, path: string, now: number): ResolveInput {
  const members = readMembers(value, path, MEMBERS);
  const name = readText(members['name'], at(path, 'name'), LIMITS.name);
  const choice = readChoice(members, path, now);
  const { variables } = members;
  return variables === undefined
    ? { name, ...choice }
    : { name, ...choice, variables: readVariables(variables, at(path, 'variables')) };
}

function readMembers(value: unknown, path: string, known: readonly string[]): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidField(path || 'body', 'must be a JSON object');
  for (const key of Object.keys(value))
    if (!known.includes(key))
      throw invalidField(at(path, key.slice(0, 100)), `is not known here; expected ${known.join(', ')}`);
  return value as Members;
}

function readChoice(members: Members, path: string, now: number): Omit<ResolveInput, 'name' | 'variables'> {
  const { conversationId, conversationStartedAt, label, version } = members;
  return {
    now,
    conversationId:
      conversationId === undefined
        ? undefined
        : readText(conversationId, at(path, 'conversationId'), LIMITS.conversationId),
    conversationStartedAt:
      conversationStartedAt === undefined
        ? undefined
        : readMoment(conversationStartedAt, at(path, 'conversationStartedAt'), now),
    label: label === undefined ? undefined : readText(label, at(path, 'label'), LIMITS.label),
    version: version === undefined ? undefined : readVersion(version, at(path, 'version')),
  };
}

function readText(value: unknown, field: string, mostCharacters: number): string {
  if (typeof value !== 'string') throw invalidField(field, 'must be a string');
  // JSON Schema counts characters, not UTF-16 units; only a text that seems too long is worth counting.
  if (value === '' || (value.length > mostCharacters && [...value].length > mostCharacters))
    throw invalidField(field, `must have 1 to ${mostCharacters} characters`);
  return value;
}

function readVersion(value: unknown, field: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > LIMITS.version)
    throw invalidField(field, `must be a whole number from 1 to ${LIMITS.version}`);
  return value;
}

/** A moment in the future is a clock that is ahead: the conversation begins now. */
function readMoment(value: unknown, field: string, now: number): number {
  const moment = typeof value === 'string' ? parseDateTime(value) : null;
  if (moment === null)
    throw invalidField(
      field,
      'must be an ISO 8601 date and time with an offset, such as 2026-01-31T09:30:00Z',
    );
  return Math.min(moment, now);
}

function readVariables(value: unknown, field: string): RenderValues {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidField(field, 'must be an object of values by name');
  const entries = Object.entries(value);
  if (entries.length > LIMITS.variables)
    throw invalidField(field, `must have at most ${LIMITS.variables} members`);
  for (const [name, variable] of entries)
    if (!['string', 'number', 'boolean'].includes(typeof variable) && !Array.isArray(variable))
      throw invalidField(
        at(field, name.slice(0, 100)),
        'must be a string, a number, a boolean or an array of messages',
      );
  return value as RenderValues;
}

function at(path: string, member: string): string {
  return path ? `${path}.${member}` : member;
}
