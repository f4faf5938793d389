/** An answer with MLflow's `error_code`. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export const invalid = (message: string) => new Refusal('INVALID_PARAMETER_VALUE', 400, message);
export const missing = (what: string) => new Refusal('RESOURCE_DOES_NOT_EXIST', 404, `${what} not found`);
/** A column of MLflow's database on PostgreSQL; SQLite takes any length. */
export function fits(text: string, length: number): string {
  if ([...text].length <= length) return text;
  throw new Refusal('BAD_REQUEST', 400, `value too long for type character varying(${length})`);
}
export const exists = (what: string) =>
  new Refusal('RESOURCE_ALREADY_EXISTS', 400, `${what} already exists.`);
