import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { DomainError, type FieldProblem } from './problems/domain-error';

/** Bodies and queries become DTOs; unknown members and invalid values are refused with every field named. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => {
      const problems = errors.flatMap((error) => fieldProblems(error, ''));
      const detail = problems.map(({ field, message }) => `${field}: ${message}`).join('; ');
      return new DomainError('INVALID_INPUT', detail.slice(0, 1_000), { errors: problems });
    },
  });
}

function fieldProblems(error: ValidationError, parent: string): FieldProblem[] {
  const inList = /^\d+$/.test(error.property);
  const field = inList
    ? `${parent}[${error.property}]`
    : parent
      ? `${parent}.${error.property}`
      : error.property;
  const own = Object.values(error.constraints ?? {}).map((message) => ({
    field,
    message: message.startsWith(`${error.property} `) ? message.slice(error.property.length + 1) : message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldProblems(child, field))];
}
