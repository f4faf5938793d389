/** SQLSTATE classes and codes that mean "the server cannot serve now", not "the statement was wrong". */
const OUTAGE_STATES = /^(08|57P0|53)/;
const OUTAGE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** The driver reports these without a code. */
const OUTAGE_MESSAGES =
  /timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error|embedded database stopped|not queryable/i;

/** The SQLSTATE or system code of a driver's error, however it is wrapped. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { driverError, code, errors } = error as {
    driverError?: unknown;
    code?: unknown;
    errors?: unknown[];
  };
  if (driverError) return errorCode(driverError);
  if (typeof code === 'string') return code;
  return Array.isArray(errors) ? errorCode(errors[0]) : undefined;
}

/** The name of the constraint that a statement violated. */
export function violatedConstraint(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { driverError, constraint } = error as { driverError?: unknown; constraint?: unknown };
  if (driverError) return violatedConstraint(driverError);
  return typeof constraint === 'string' ? constraint : undefined;
}

/** True when the database cannot be reached or cannot serve at the moment; trying again later may help. */
export function isOutage(error: unknown): boolean {
  const code = errorCode(error);
  if (code && (OUTAGE_CODES.has(code) || OUTAGE_STATES.test(code))) return true;
  return error instanceof Error && OUTAGE_MESSAGES.test(error.message);
}

/** The database answered and refused: wrong password, missing database, no rights. */
export class DatabaseRefusedError extends Error {
  constructor(cause: unknown) {
    super(`The database at DATABASE_URL refused: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
