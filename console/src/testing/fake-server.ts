import { HttpBackend, HttpErrorResponse, type HttpRequest, HttpResponse } from '@angular/common/http';
import type { Provider } from '@angular/core';
import { defer, delay, of } from 'rxjs';

/** What the server answers; the default status is 200. */
export interface FakeAnswer {
  readonly status?: number;
  readonly body?: unknown;
}

/** A server for tests: answers each path by a function, and remembers what it was asked. */
export class FakeServer {
  readonly requests: HttpRequest<unknown>[] = [];
  private readonly answers = new Map<string, (request: HttpRequest<unknown>) => FakeAnswer>();

  /** Answers a path from now on; paths without an answer are 404. */
  on(path: string, answer: (request: HttpRequest<unknown>) => FakeAnswer): this {
    this.answers.set(path, answer);
    return this;
  }

  /** Takes the place of the network; goes after `provideHttpClient()`. */
  provide(): Provider {
    return {
      provide: HttpBackend,
      useValue: { handle: (request: HttpRequest<unknown>) => this.handle(request) },
    };
  }

  private handle(request: HttpRequest<unknown>) {
    return defer(() => {
      this.requests.push(request);
      const { status = 200, body = {} } = this.answers.get(request.url)?.(request) ?? { status: 404 };
      if (status >= 400) throw new HttpErrorResponse({ status, error: body, url: request.url });
      return of(new HttpResponse({ status, body, url: request.url })).pipe(delay(0));
    });
  }
}
