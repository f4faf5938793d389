import { isPlainKey } from './is-plain-key';

function press(target: HTMLElement, init: KeyboardEventInit = {}): boolean {
  let plain = false;
  document.body.append(target);
  target.addEventListener('keydown', (event) => (plain = isPlainKey(event)), { once: true });
  target.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, ...init }));
  target.remove();
  return plain;
}

describe('isPlainKey', () => {
  it('is true on the page and false with a modifier', () => {
    const page = document.createElement('main');
    expect(press(page)).toBe(true);
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey'])
      expect(press(page, { [modifier]: true })).toBe(false);
  });

  it('is false while somebody types or chooses from a menu', () => {
    expect(press(document.createElement('input'))).toBe(false);
    expect(press(document.createElement('textarea'))).toBe(false);
    const menu = document.createElement('div');
    menu.setAttribute('role', 'menu');
    expect(press(menu)).toBe(false);
  });
});
