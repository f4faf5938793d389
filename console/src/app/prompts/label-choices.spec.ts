import { labelChoices, type LabelContext } from './label-choices';

const place = (label: string, version: number) => ({ label, version, updatedAt: '', updatedBy: '' });
const context: LabelContext = {
  version: 8,
  places: [place('production', 7), place('staging', 8)],
  serves: 'production',
  known: ['canary', 'staging'],
  protectedLabels: ['production'],
  isAdmin: true,
};
const words = (search: string, change: Partial<LabelContext> = {}) =>
  labelChoices({ ...context, ...change }, search).map(({ word }) => word);

describe('labelChoices', () => {
  it('begins with what is here and ends with what other prompts have', () => {
    expect(words('')).toEqual(['Remove staging from 8', 'Move production 7 → 8', 'Set canary to 8']);
  });

  it('offers what is searched for as a new label when it may be one', () => {
    expect(words('can')).toEqual(['Set canary to 8', 'Create can at 8']);
    expect(words('Beta-2')).toEqual(['Create beta-2 at 8']);
    expect(words('latest')).toEqual([]);
    expect(words('12')).toEqual([]);
    expect(words('canary')).toEqual(['Set canary to 8']);
  });

  it('locks what is protected, with the reason, but not for admins', () => {
    const lockOf = (isAdmin: boolean) =>
      labelChoices({ ...context, isAdmin }, 'production').map(({ locked }) => locked);
    expect(lockOf(false)).toEqual(['protected: only an admin moves it']);
    expect(lockOf(true)).toEqual([null]);
  });

  it('locks a served label where it is: removing it would leave nothing to serve', () => {
    const [choice] = labelChoices({ ...context, version: 7 }, 'production');
    expect([choice?.isHere, choice?.locked]).toEqual([true, expect.stringContaining('serves it')]);
  });

  it('knows production also where nobody has set it', () => {
    expect(words('', { places: [], protectedLabels: [], known: [] })).toEqual(['Set production to 8']);
  });
});
