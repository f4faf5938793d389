import { versionFromParam } from './version-from-param';

describe('versionFromParam', () => {
  it('reads a version number', () => expect(versionFromParam('12')).toBe(12));

  it.each([undefined, '', '0', '-1', '1.5', 'latest', '1e3', '99999999999'])('takes %p for none', (text) =>
    expect(versionFromParam(text)).toBeNull(),
  );
});
