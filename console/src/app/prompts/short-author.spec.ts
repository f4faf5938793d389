import { shortAuthor } from './short-author';

describe('shortAuthor', () => {
  it.each([
    ['ada@example.org', 'ada'],
    ['seed', 'seed'],
    ['experiment shorter steps @ noon', 'experiment shorter steps @ noon'],
    ['@odd', '@odd'],
  ])('shows %s as %s', (name, shown) => expect(shortAuthor(name)).toBe(shown));
});
