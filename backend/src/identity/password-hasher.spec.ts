import { needsRehash } from 'argon2';
import { DECOY_HASH, PasswordHasher } from './password-hasher';

describe('passwords', () => {
  const hasher = new PasswordHasher();

  it('are argon2id with the parameters of the decoy, so that unknown people take as long as known ones', async () => {
    const stored = await hasher.hash('correct horse battery staple');
    expect(stored.split('$').slice(1, 4)).toEqual(DECOY_HASH.split('$').slice(1, 4));
    expect(stored).toMatch(/^\$argon2id\$/);
    expect(needsRehash(DECOY_HASH)).toBe(false);
  });

  it('match only themselves, and never nobody', async () => {
    const stored = await hasher.hash('correct horse battery staple');
    expect(await hasher.matches('correct horse battery staple', stored)).toBe(true);
    expect(await hasher.matches('Correct horse battery staple', stored)).toBe(false);
    expect(await hasher.matches('correct horse battery staple', null)).toBe(false);
  });
});
