import { validateContent, type SnapshotVersion } from '@prompt-registry/resolver';
import { isVerified } from './content-hash';
import type { ResolvedVersion } from './contract';
import type { RegistryApi } from './registry-api';
import { ServerError } from './registry-errors';

/** A version that was read by itself. */
export interface ExplicitVersion {
  readonly promptId: string | null;
  readonly content: SnapshotVersion;
}

/** Most versions kept besides the snapshot. */
const MOST = 1_000;

/**
 * Versions that the snapshot does not hold: each is read once, whoever asks how often at the same time, checked against its
 * hash, and kept, because a version never changes.
 *
 * @example await versions.load('greeting', 3); versions.get('greeting', 3)
 */
export class ExplicitVersions {
  private readonly kept = new Map<string, ExplicitVersion>();
  private readonly reading = new Map<string, Promise<ExplicitVersion>>();

  constructor(private readonly api: Pick<RegistryApi, 'version'> | null) {}

  /** One that is in memory. */
  get(name: string, version: number): ExplicitVersion | undefined {
    return this.kept.get(key(name, version));
  }

  /**
   * One from memory or the server.
   * @throws ServerError; HTTP_STATUS with status 404 when the version does not exist.
   */
  load(name: string, version: number): Promise<ExplicitVersion> {
    const at = key(name, version);
    const known = this.kept.get(at);
    if (known) return Promise.resolve(known);
    let read = this.reading.get(at);
    if (!read) {
      read = this.read(name, version).finally(() => this.reading.delete(at));
      this.reading.set(at, read);
    }
    return read;
  }

  private async read(name: string, version: number): Promise<ExplicitVersion> {
    if (!this.api)
      throw new ServerError('CONNECTION_FAILED', 'There is no registry to ask: the option url was not given');
    const explicit = checked(await this.api.version(name, version), version);
    // The oldest goes; a Map keeps its order.
    const [oldest] = this.kept.keys();
    if (this.kept.size >= MOST && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(key(name, version), explicit);
    return explicit;
  }
}

function checked(
  { promptId, type, templateFormat, content, config, contentHash }: ResolvedVersion,
  version: number,
): ExplicitVersion {
  const result = validateContent({ type, templateFormat, content, config });
  const candidate = result.ok ? ({ ...result.content, version, contentHash } as SnapshotVersion) : null;
  if (!candidate || !isVerified(candidate))
    throw new ServerError(
      'INVALID_ANSWER',
      `The words of version ${version} that came are not those of its checksum`,
    );
  return { promptId: typeof promptId === 'string' ? promptId : null, content: candidate };
}

// NUL cannot be in a prompt's name.
function key(name: string, version: number): string {
  return `${name}\0${version}`;
}
