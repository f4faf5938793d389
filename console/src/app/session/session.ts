import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

/** The signed-in person. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly role?: string;
  readonly scopes: readonly string[];
}

/** `unknown`: not asked yet, or the server could not say. */
export type SessionState = 'unknown' | 'signed-in' | 'signed-out';

/** Who is signed in. The session itself is a cookie that scripts cannot read. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly http = inject(HttpClient);
  private readonly currentPerson = signal<Person | null>(null);
  private readonly currentState = signal<SessionState>('unknown');
  readonly person = this.currentPerson.asReadonly();
  readonly state = this.currentState.asReadonly();

  /** Asks the server who is signed in, once; an outage leaves it unknown, so that it is asked again. */
  async ensureKnown(): Promise<SessionState> {
    if (this.currentState() !== 'unknown') return this.currentState();
    try {
      this.begin(await firstValueFrom(this.http.get<Person>('/api/v1/auth/me')));
    } catch (error) {
      if (error instanceof HttpErrorResponse && error.status === 401) this.end();
    }
    return this.currentState();
  }

  /** @throws HttpErrorResponse when the server refuses or does not answer. */
  async signIn(email: string, password: string): Promise<void> {
    await firstValueFrom(this.http.post('/api/v1/auth/login', { email, password }));
    this.begin(await firstValueFrom(this.http.get<Person>('/api/v1/auth/me')));
  }

  /** @throws HttpErrorResponse when the server could not end the session: the person is then still signed in. */
  async signOut(): Promise<void> {
    await firstValueFrom(this.http.post('/api/v1/auth/logout', {}));
    this.end();
  }

  /** Asks again who is signed in, after something about them changed. */
  async refresh(): Promise<void> {
    this.currentState.set('unknown');
    await this.ensureKnown();
  }

  /** The server no longer knows the session. */
  end(): void {
    this.currentPerson.set(null);
    this.currentState.set('signed-out');
  }

  private begin(person: Person): void {
    this.currentPerson.set(person);
    this.currentState.set('signed-in');
  }
}
