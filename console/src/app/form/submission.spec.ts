import { HttpErrorResponse } from '@angular/common/http';
import { Submission } from './submission';

const refusal = (code: string, errors: { field: string; message: string }[] = []) =>
  new HttpErrorResponse({ status: 422, error: { code, title: 'Refused', detail: 'why', errors } });
const refusedWith = (error: unknown) => () => Promise.reject(error as Error);

describe('Submission', () => {
  it('shows a refusal at its fields, those inside of lists included, and nothing in the banner', async () => {
    const form = new Submission();
    form.register('scopes');
    const taken = await form.run(
      refusedWith(refusal('INVALID_INPUT', [{ field: 'scopes[1]', message: 'is unknown' }])),
    );
    expect([taken, form.errorOf('scopes'), form.problem(), form.refused()]).toEqual([
      false,
      'is unknown',
      null,
      1,
    ]);
  });

  it('leaves to the banner what any field does not show', async () => {
    const form = new Submission();
    form.register('name');
    const errors = [
      { field: 'name', message: 'is long' },
      { field: 'other', message: 'is odd' },
    ];
    await form.run(refusedWith(refusal('INVALID_INPUT', errors)));
    expect(form.errorOf('name')).toBe('is long');
    expect(form.problem()?.errors).toHaveLength(2);
  });

  it('says what is wrong with a value as it stands, as long as it stands', () => {
    const form = new Submission();
    form.register('plan.power', () => 'Power');
    form.note([{ field: 'plan.power', message: 'must be a number' }]);
    form.change('plan.power');
    expect([form.errorOf('plan.power'), form.labelOf('plan.power'), form.refused()]).toEqual([
      'must be a number',
      'Power',
      0,
    ]);
    form.note([]);
    expect(form.errorOf('plan.power')).toBe('');
  });

  it('forgets what was said of a field when its value changes, and only that', async () => {
    const form = new Submission({ NAME_TAKEN: 'name' });
    for (const field of ['name', 'tags']) form.register(field);
    form.check([
      { field: 'name', message: 'is needed' },
      { field: 'tags', message: 'are odd' },
    ]);
    form.change('name');
    expect([form.errorOf('name'), form.errorOf('tags')]).toEqual(['', 'are odd']);
    await form.run(refusedWith(refusal('NAME_TAKEN')));
    expect(form.errorOf('name')).toBe('is refused: why');
    form.change('name');
    expect([form.errorOf('name'), form.problem()]).toEqual(['', null]);
  });

  it('gives a refusal without fields to the field it is about', async () => {
    const form = new Submission({ EMAIL_TAKEN: 'email' });
    form.register('email');
    await form.run(refusedWith(refusal('EMAIL_TAKEN')));
    expect([form.errorOf('email'), form.problem()]).toEqual(['is refused: why', null]);
  });

  it('sends once at a time, and forgets what was wrong before', async () => {
    const form = new Submission();
    form.check([{ field: 'name', message: 'is needed' }]);
    let finish = (): void => undefined;
    const first = form.run(() => new Promise((resolve) => (finish = resolve)));
    expect([form.busy(), form.errorOf('name')]).toEqual([true, '']);
    expect(await form.run(() => Promise.resolve())).toBe(false);
    finish();
    expect([await first, form.busy()]).toEqual([true, false]);
  });

  it('shows a refusal at the closest field around what it names', async () => {
    const submission = new Submission();
    for (const field of ['variants', 'variants[1].version', 'plan.guardrails[0].margin'])
      submission.register(field);
    await submission.run(() =>
      Promise.reject(
        refusal('INVALID_INPUT', [
          { field: 'variants[0].version', message: 'of the first' },
          { field: 'variants[1].version', message: 'of the second' },
          { field: 'plan.guardrails[0].margin', message: 'of the margin' },
        ]),
      ),
    );
    expect(submission.errorOf('variants')).toBe('of the first');
    expect(submission.errorOf('variants[1].version')).toBe('of the second');
    expect(submission.errorOf('plan.guardrails[0].margin')).toBe('of the margin');
    expect(submission.problem()).toBeNull();
    submission.unregister('plan.guardrails[0].margin');
    await submission.run(() =>
      Promise.reject(refusal('INVALID_INPUT', [{ field: 'plan.guardrails[0].margin', message: 'is gone' }])),
    );
    expect(submission.problem()).not.toBeNull();
  });
});
