/** The registry's API as somebody uses it who has no SDK. @example const api = new Api(url, { authorization: `Bearer ${key}` }) */
export class Api {
  constructor(
    readonly url: string,
    private readonly credentials: Readonly<Record<string, string>>,
  ) {}

  /** Signs in as people do. @throws Error with what the server says. */
  static async signIn(url: string, email: string, password: string): Promise<Api> {
    const response = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (!response.ok) throw new Error(`Signing in answered ${response.status}: ${await response.text()}`);
    const cookie = response.headers.getSetCookie().map((each) => each.split(';')[0]);
    return new Api(url, { cookie: cookie.join('; ') });
  }

  /** @throws Error with what the server says. */
  async call<T>(method: string, path: string, body?: object, headers: object = {}): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...this.credentials,
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text ? JSON.parse(text) : null) as T;
  }

  /** The address of a prompt; names have slashes. */
  static prompt(name: string): string {
    return `/prompts/${encodeURIComponent(name)}`;
  }
}
