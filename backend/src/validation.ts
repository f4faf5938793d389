import { type PipeTransform, ValidationPipe, type ValidationError } from '@nestjs/common';
import { DomainError, type FieldProblem } from './problems/domain-error';

/** Bodies and queries become DTOs; unknown members and invalid values are refused with every field named. */
export function validationPipe(): PipeTransform {
  const [asked, sent] = [pipeOf({ inQuery: true }), pipeOf({ inQuery: false })];
  return {
    transform: (value: unknown, metadata) =>
      (metadata.type === 'query' ? asked : sent).transform(value, metadata) as Promise<unknown>,
  };
}

/** Where the values come from, for what is said of them. */
interface Place {
  readonly inQuery: boolean;
}

function pipeOf(place: Place): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => {
      const problems = errors.flatMap((error) => fieldProblems(error, '', place));
      const detail = problems.map(({ field, message }) => `${field}: ${message}`).join('; ');
      return new DomainError('INVALID_INPUT', detail.slice(0, 1_000), { errors: problems });
    },
  });
}

/** What a value is not at all comes before how large or how long it is. */
const KINDS = ['isInt', 'isNumber', 'isString', 'isBoolean', 'isArray', 'isObject'];

/** The one thing to tell of a field; none where only what is inside of it is wrong. */
function mostBasic({ constraints = {}, value }: ValidationError, { inQuery }: Place): string[] {
  const kind = KINDS.find((name) => constraints[name] !== undefined);
  // Who repeats a parameter did not mean to send a list.
  if (inQuery && kind === 'isString' && Array.isArray(value)) return ['must be given once'];
  const message = kind === undefined ? Object.values(constraints)[0] : constraints[kind];
  return message === undefined ? [] : [message];
}

function fieldProblems(error: ValidationError, parent: string, place: Place): FieldProblem[] {
  const inList = /^\d+$/.test(error.property);
  const field = inList
    ? `${parent}[${error.property}]`
    : parent
      ? `${parent}.${error.property}`
      : error.property;
  const own = mostBasic(error, place).map((message) => ({
    field,
    message: message.startsWith(`${error.property} `) ? message.slice(error.property.length + 1) : message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldProblems(child, field, place))];
}
