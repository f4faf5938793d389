import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { FakeServer } from '../../testing/fake-server';
import { whenSignedIn } from './guards';
import { sendToSignIn } from './send-to-sign-in';
import { Session } from './session';

@Component({ template: '' })
class Page {}

const signedIn = () => ({ body: { id: '1', name: 'Ada', scopes: ['read'] } });
const refused = () => ({ status: 401, body: { code: 'NOT_AUTHENTICATED', title: 'Sign in' } });

function start(server: FakeServer) {
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([sendToSignIn])),
      server.provide(),
      provideRouter([
        { path: 'sign-in', component: Page },
        { path: 'prompts/:name', component: Page, canActivate: [whenSignedIn] },
      ]),
    ],
  });
  return {
    client: TestBed.inject(HttpClient),
    router: TestBed.inject(Router),
    session: TestBed.inject(Session),
  };
}

describe('the session', () => {
  it('sends a stranger to sign in and remembers the address', async () => {
    const { router } = start(new FakeServer().on('/api/v1/auth/me', refused));
    await router.navigateByUrl('/prompts/a%2Fb?version=2');
    expect(router.parseUrl(router.url).queryParams).toEqual({ return: '/prompts/a%2Fb?version=2' });
  });

  it('lets a person through when the server cannot say who it is, so that the page can tell why', async () => {
    const { router, session } = start(new FakeServer().on('/api/v1/auth/me', () => ({ status: 503 })));
    await router.navigateByUrl('/prompts/a');
    expect([router.url, session.state()]).toEqual(['/prompts/a', 'unknown']);
  });

  it('goes to sign in once when several requests find the session ended, and remembers the address', async () => {
    const server = new FakeServer()
      .on('/api/v1/auth/me', signedIn)
      .on('/api/v1/x', refused)
      .on('/api/v1/y', refused);
    const { client, router, session } = start(server);
    await router.navigateByUrl('/prompts/a?version=2');
    const navigate = jest.spyOn(router, 'navigate');
    for (const path of ['/api/v1/x', '/api/v1/y']) client.get(path).subscribe({ error: () => undefined });
    // A macrotask later both have been answered.
    await new Promise((resolve) => setTimeout(resolve));
    expect(navigate).toHaveBeenCalledTimes(1);
    await navigate.mock.results[0]?.value;
    expect(router.parseUrl(router.url).queryParams).toEqual({
      return: '/prompts/a?version=2',
      expired: 'true',
    });
    expect(session.person()).toBeNull();
  });

  it('leaves a wrong password to the sign-in page', async () => {
    const { router, session } = start(new FakeServer().on('/api/v1/auth/login', refused));
    const navigate = jest.spyOn(router, 'navigate');
    await expect(session.signIn('a@b.c', 'wrong')).rejects.toMatchObject({ status: 401 });
    expect(navigate).not.toHaveBeenCalled();
  });
});
