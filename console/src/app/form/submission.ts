import { computed, signal } from '@angular/core';
import { type FieldProblem, type Problem, toProblem } from '../problem/problem';

/** How a form is being sent: whether it is on its way, and what was refused. */
export class Submission {
  private readonly busyNow = signal(false);
  private readonly refusal = signal<Problem | null>(null);
  private readonly ownErrors = signal<readonly FieldProblem[]>([]);
  /** Fields that were changed since: what was said of them was said of another value. */
  private readonly changed = signal<ReadonlySet<string>>(new Set());
  private readonly notes = signal<readonly FieldProblem[]>([]);
  private readonly refusals = signal(0);
  readonly busy = this.busyNow.asReadonly();
  /** Counts the refusals, so that the form can go to the field that needs the person. */
  readonly refused = this.refusals.asReadonly();
  /** What no field can show, for a banner. */
  readonly problem = computed(() => {
    const problem = this.refusal();
    return problem &&
      problem.errors.length > 0 &&
      problem.errors.every(({ field }) => this.fields.has(this.closest(field)))
      ? null
      : problem;
  });
  private readonly fields = new Map<string, () => string>();

  /** `fieldOf` says which field a problem without field entries is about, such as `{ EMAIL_TAKEN: 'email' }`. */
  constructor(private readonly fieldOf: Readonly<Record<string, string>> = {}) {}

  /** Names a field that shows its own problem, and how people call it. */
  register(field: string, label: () => string = () => ''): void {
    this.fields.set(field, label);
  }

  /** A field is no longer there. */
  unregister(field: string): void {
    this.fields.delete(field);
  }

  /**
   * What is wrong with a field; empty when nothing is. A member of a list or object counts for the field that is closest
   * around it.
   */
  errorOf(field: string): string {
    const sent = this.changed().has(field) ? [] : [...this.ownErrors(), ...(this.refusal()?.errors ?? [])];
    const found = [...this.notes(), ...sent].find((error) => this.closest(error.field) === field);
    return found?.message ?? '';
  }

  /** How people call the field that shows what is wrong there; empty where none does. */
  labelOf(field: string): string {
    return this.fields.get(this.closest(field))?.() ?? '';
  }

  /** What is wrong with the values as they stand, before anything is sent; each call replaces what the last one said. */
  note(errors: readonly FieldProblem[]): void {
    this.notes.set(errors);
  }

  /** A person changed a field: its error goes, until the form is sent again. */
  change(field: string): void {
    if (this.errorOf(field) !== '') this.changed.update((changed) => new Set([...changed, field]));
  }

  /** Marks what is wrong before anything is sent. True when nothing is. */
  check(errors: readonly FieldProblem[]): boolean {
    this.refusal.set(null);
    this.ownErrors.set(errors);
    this.changed.set(new Set());
    if (errors.length > 0) this.refusals.update((count) => count + 1);
    return errors.length === 0;
  }

  /** Sends, unless it is being sent already. True when the server took it; a refusal is shown by the form. */
  async run(send: () => Promise<void>): Promise<boolean> {
    if (this.busyNow()) return false;
    this.busyNow.set(true);
    this.check([]);
    try {
      await send();
      return true;
    } catch (error) {
      this.refusal.set(this.located(toProblem(error)));
      this.changed.set(new Set());
      this.refusals.update((count) => count + 1);
      return false;
    } finally {
      this.busyNow.set(false);
    }
  }

  private closest(path: string): string {
    let field = path;
    while (!this.fields.has(field)) {
      const around = field.replace(/(\.[^.[]*|\[[^[]*)$/, '');
      if (around === field) return topOf(path);
      field = around;
    }
    return field;
  }

  private located(problem: Problem): Problem {
    const field = this.fieldOf[problem.code];
    if (field === undefined || problem.errors.length > 0) return problem;
    return { ...problem, errors: [{ field, message: `is refused: ${problem.detail || problem.title}` }] };
  }
}

/** The field that a path such as `scopes[0]` is inside of. */
function topOf(path: string): string {
  return path.replace(/[.[].*$/, '');
}
