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

  it('is true where an editor only shows a text, unless that is in a dialog', () => {
    const shown = (outside: HTMLElement) => {
      const input = document.createElement('textarea');
      outside.dataset['reading'] = '';
      outside.append(input);
      let plain = false;
      const wrapper = document.createElement('div');
      wrapper.append(outside);
      if (outside.title) wrapper.setAttribute('role', 'dialog');
      document.body.append(wrapper);
      input.addEventListener('keydown', (event) => (plain = isPlainKey(event)), { once: true });
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true }));
      wrapper.remove();
      return plain;
    };
    expect(shown(document.createElement('div'))).toBe(true);
    expect(shown(Object.assign(document.createElement('div'), { title: 'in a dialog' }))).toBe(false);
  });
});
