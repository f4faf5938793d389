import { provideHttpClient } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { FakeServer } from '../../testing/fake-server';
import { LabelChanges } from './label-changes';

const LABEL = '/api/v1/prompts/a%2Fb/labels/production';
const ROLLBACK = '/api/v1/prompts/a%2Fb/rollback';

function changes(server: FakeServer): LabelChanges {
  TestBed.configureTestingModule({ providers: [provideHttpClient(), server.provide()] });
  return TestBed.inject(LabelChanges);
}

describe('taking a change back', () => {
  it('moves a label back to where it was', async () => {
    const server = new FakeServer().on(LABEL, () => ({ body: { version: 8, updatedBy: 'me' } }));
    const move = { kind: 'move', label: 'production', from: 7, to: 8 } as const;
    const done = await changes(server).apply('a/b', move, 'Reviewed', '');
    expect(done.words).toBe('Moved production 7 → 8');
    expect(await done.undo()).toBe('production is at 7 again');
    expect(server.requests.map(({ method, body }) => [method, body])).toMatchObject([
      ['PUT', { version: 8, from: 7 }],
      ['GET', null],
      ['PUT', { version: 7, from: 8 }],
    ]);
  });

  it('leaves alone what somebody else has moved since', async () => {
    const server = new FakeServer().on(LABEL, () => ({ body: { version: 9, updatedBy: 'bob@example.org' } }));
    const move = { kind: 'move', label: 'production', from: 7, to: 8 } as const;
    const done = await changes(server).apply('a/b', move, '', '');
    expect(await done.undo()).toBe('Not undone: bob@example.org has moved production to 9 since');
    expect(server.requests.map(({ method }) => method)).toEqual(['PUT', 'GET']);
  });

  it('removes a label that was new', async () => {
    const server = new FakeServer().on(LABEL, () => ({ body: { version: 8, updatedBy: 'me' } }));
    const done = await changes(server).apply(
      'a/b',
      { kind: 'move', label: 'production', from: null, to: 8 },
      '',
      '',
    );
    await done.undo();
    expect(server.requests.map(({ method }) => method)).toEqual(['PUT', 'GET', 'DELETE']);
  });

  it('brings the words back that a rollback replaced', async () => {
    let version = 12;
    const server = new FakeServer().on(ROLLBACK, () => ({ body: { version: ++version } }));
    const restore = { kind: 'restore', from: 12, to: 8, makes: 13 } as const;
    const done = await changes(server).apply('a/b', restore, 'Too long', '"12.4"');
    expect(done.words).toBe('Version 13 has the words of 8');
    expect(await done.undo()).toBe('Version 14 has the words of 12 again');
    expect(server.requests[0]?.headers.get('if-match')).toBe('"12.4"');
    expect(server.requests[1]?.body).toEqual({ version: 12, message: 'Undo of the rollback to 8' });
  });
});
