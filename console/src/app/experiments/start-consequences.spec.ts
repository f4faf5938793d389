import { EMPTY_FORM } from './experiment-form';
import { startConsequences } from './start-consequences';

it('says that harm on a guardrail ends it, whatever its margin', () => {
  const said = (form: Partial<typeof EMPTY_FORM>) =>
    startConsequences({ ...EMPTY_FORM, ...form }, null, null).join(' ');
  expect(said({})).toContain(
    'worse for certain on latency or error, by however little, ends it at once: everyone gets',
  );
  expect(said({ guardrails: [] })).toContain('When every variant is worse for certain');
});
