import { DomainError } from './problems/domain-error';

/** The refusal of a request that no API route takes: 405 with `Allow` when its path has other methods, else 404. */
export class UnservedRequest {
  private readonly routes: Array<{ method: string; url: string; pattern: RegExp }> = [];

  add(method: string, url: string): void {
    if (url.includes('*')) return;
    this.routes.push({ method, url, pattern: new RegExp(`^${url.replace(/:[^/]+/g, '[^/]+')}/?$`) });
  }

  refusal(method: string, url: string): DomainError {
    const path = url.split('?', 1)[0] ?? '';
    const matching = this.routes.filter(({ pattern }) => pattern.test(path));
    // A path of its own wins over one with parameters: /prompts/seed is not the prompt "seed".
    const own = matching.filter(({ url }) => url === path);
    const allowed = (own.length > 0 ? own : matching).map((route) => route.method);
    if (allowed.length === 0 || allowed.includes(method))
      return new DomainError('NOT_FOUND', `There is nothing at ${path.slice(0, 200)}`);
    return new DomainError(
      'METHOD_NOT_ALLOWED',
      `${path.slice(0, 200)} takes ${allowed.join(', ')}, not ${method}`,
      {
        headers: { allow: allowed.join(', ') },
      },
    );
  }
}
