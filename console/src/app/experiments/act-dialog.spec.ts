import { TestBed } from '@angular/core/testing';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { anExperiment } from '../../testing/experiments';
import { provideIcons } from '../icons/icons';
import { ActDialog, type ActQuestion } from './act-dialog';

async function growFrom(trafficShare: number) {
  const sent: object[] = [];
  const question: ActQuestion = {
    act: 'grow',
    context: { experiment: anExperiment({ trafficShare }), results: undefined, served: undefined },
    send: (body) => Promise.resolve(void sent.push(body)),
  };
  TestBed.configureTestingModule({
    providers: [
      provideIcons(),
      { provide: MAT_DIALOG_DATA, useValue: question },
      { provide: MatDialogRef, useValue: { close: () => undefined } },
    ],
  });
  const fixture = TestBed.createComponent(ActDialog);
  await fixture.whenStable();
  const host = fixture.nativeElement as HTMLElement;
  const button = () => host.querySelector<HTMLButtonElement>('button[type="submit"]')!;
  return {
    sent,
    button,
    said: () => host.querySelector('.error')?.textContent?.trim() ?? '',
    type: async (text: string) => {
      const input = host.querySelector('input')!;
      input.value = text;
      input.dispatchEvent(new Event('input'));
      await fixture.whenStable();
    },
    submit: async () => {
      host.querySelector('form')!.dispatchEvent(new Event('submit'));
      await fixture.whenStable();
    },
  };
}

it('grows traffic to what the button says, letter by letter', async () => {
  const dialog = await growFrom(0.5);
  expect(dialog.button().textContent).toContain('Let in 100 %');
  await dialog.type('55.5');
  expect(dialog.button().textContent).toContain('Let in 55.5 %');
  await dialog.submit();
  expect(dialog.sent).toEqual([{ trafficShare: 0.555 }]);
});

it.each(['40', '50', '', '120'])(
  'says at the field that %p lets in no more, and sends nothing',
  async (text) => {
    const dialog = await growFrom(0.5);
    await dialog.type(text);
    expect(dialog.said()).toContain('Share of new conversations, in percent must be');
    expect(dialog.button().disabled).toBe(true);
    await dialog.type('60');
    expect([dialog.said(), dialog.button().disabled]).toEqual(['', false]);
  },
);
