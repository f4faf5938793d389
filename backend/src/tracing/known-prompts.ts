import { Injectable } from '@nestjs/common';
import { DatabaseService } from '../database/database.service';
import type { KnownExperiment, KnownPrompt, KnownVariant } from './trace-flag';

/** Beyond these the longest known are forgotten, and looked up again when they are named. */
const MOST_VERSIONS = 100_000;
const MOST_PROMPTS = 20_000;
const MOST_EXPERIMENTS = 20_000;

/** Everything that a batch names and that is not in memory, in one statement. Names are unique without regard to case. */
const LOOK_UP = `
SELECT
  (SELECT json_agg(json_build_object('wanted', wanted.name, 'id', p.id, 'name', p.name))
    FROM unnest($1::text[]) AS wanted (name) JOIN prompts p ON lower(p.name) = lower(wanted.name)) AS prompts,
  (SELECT json_agg(json_build_object('wanted', wanted.name, 'version', v.version, 'contentHash', v.content_hash))
    FROM unnest($2::text[], $3::integer[]) AS wanted (name, version)
    JOIN prompts p ON lower(p.name) = lower(wanted.name)
    JOIN prompt_versions v ON v.prompt_id = p.id AND v.version = wanted.version) AS versions,
  (SELECT json_agg(json_build_object('id', e.id, 'promptId', e.prompt_id,
      'startedAt', extract(epoch FROM e.start_at) * 1000,
      'variants', (SELECT json_agg(json_build_object('name', variant ->> 'name', 'version', v.version, 'contentHash', v.content_hash))
        FROM jsonb_array_elements(e.variants) AS variant
        JOIN prompt_versions v ON v.prompt_id = e.prompt_id AND v.version = (variant ->> 'version')::integer)))
    FROM prompt_experiments e WHERE e.id = ANY ($4::uuid[])) AS experiments`;

interface Found {
  readonly prompts: ReadonlyArray<{
    readonly wanted: string;
    readonly id: string;
    readonly name: string;
  }> | null;
  readonly versions: ReadonlyArray<{ wanted: string; version: number; contentHash: string }> | null;
  readonly experiments: ReadonlyArray<{
    readonly id: string;
    readonly promptId: string;
    readonly startedAt: number | null;
    readonly variants: ReadonlyArray<KnownVariant & { readonly name: string }> | null;
  }> | null;
}

/** What the traces of a batch may name. */
export interface Named {
  readonly promptName: string;
  readonly promptVersion: number | null;
  readonly experimentId: string | null;
}

/** What a batch names and what of it exists. */
export interface Known {
  /** By the names that the batch has for them. */
  readonly prompts: ReadonlyMap<string, KnownPrompt>;
  readonly experiments: ReadonlyMap<string, KnownExperiment>;
}

interface PromptEntry extends KnownPrompt {
  readonly hashes: Map<number, string>;
}

/**
 * Remembers what never changes: which prompt has a name (in whatever case), which hash a version, what a started experiment's variants are.
 * What does not exist is asked for again each time, because it may exist the next moment.
 */
@Injectable()
export class KnownPrompts {
  private readonly prompts = new Map<string, PromptEntry>();
  private readonly experiments = new Map<string, KnownExperiment>();
  private versions = 0;

  constructor(private readonly database: DatabaseService) {}

  /** Everything that these traces name, with at most one statement; without any when all of it is in memory. */
  async of(traces: readonly Named[]): Promise<Known> {
    const versions = new Map<string, Set<number>>();
    const experimentIds = new Set<string>();
    for (const { promptName, promptVersion, experimentId } of traces) {
      let wanted = versions.get(promptName);
      if (!wanted) versions.set(promptName, (wanted = new Set()));
      if (promptVersion !== null) wanted.add(promptVersion);
      if (experimentId !== null) experimentIds.add(experimentId);
    }
    return this.find(versions, experimentIds);
  }

  /** Those of these experiments that exist, by id. */
  async experimentsOf(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, KnownExperiment>> {
    return (await this.find(new Map(), ids)).experiments;
  }

  private async find(
    versions: ReadonlyMap<string, ReadonlySet<number>>,
    experimentIds: ReadonlySet<string>,
  ): Promise<Known> {
    const prompts = new Map<string, PromptEntry>();
    const experiments = new Map<string, KnownExperiment>();
    const missing = {
      names: [] as string[],
      of: [] as string[],
      versions: [] as number[],
      experiments: [] as string[],
    };
    for (const [name, wanted] of versions) {
      const prompt = this.prompts.get(name);
      if (prompt) prompts.set(name, prompt);
      else missing.names.push(name);
      for (const version of wanted) {
        if (prompt?.hashes.has(version)) continue;
        missing.of.push(name);
        missing.versions.push(version);
      }
    }
    for (const id of experimentIds) {
      const experiment = this.experiments.get(id);
      if (experiment) experiments.set(id, experiment);
      else missing.experiments.push(id);
    }
    if (missing.names.length + missing.of.length + missing.experiments.length > 0) {
      const [found] = (await this.database.query(LOOK_UP, [
        missing.names,
        missing.of,
        missing.versions,
        missing.experiments,
      ])) as [Found];
      this.take(found, prompts, experiments);
    }
    return { prompts, experiments };
  }

  /** Adds what was found to the batch's, and remembers it. */
  private take(
    found: Found,
    prompts: Map<string, PromptEntry>,
    experiments: Map<string, KnownExperiment>,
  ): void {
    for (const { wanted, id, name } of found.prompts ?? []) {
      // Another batch may have asked for the same meanwhile.
      const prompt = this.prompts.get(wanted) ?? { id, name, hashes: new Map() };
      prompts.set(wanted, prompt);
      this.prompts.set(wanted, prompt);
    }
    for (const { wanted, version, contentHash } of found.versions ?? []) {
      const hashes = prompts.get(wanted)?.hashes;
      if (!hashes || hashes.has(version)) continue;
      hashes.set(version, contentHash);
      if (this.prompts.get(wanted)?.hashes === hashes) this.versions += 1;
    }
    for (const { id, promptId, startedAt, variants } of found.experiments ?? []) {
      const byName = new Map((variants ?? []).map((variant) => [variant.name, variant]));
      const experiment = { promptId, startedAt, variants: byName };
      experiments.set(id, experiment);
      if (startedAt !== null) this.experiments.set(id, experiment);
    }
    this.forget();
  }

  /** A Map keeps the order of insertion: the first key is the longest known. */
  private forget(): void {
    for (const [name, { hashes }] of this.prompts) {
      if (this.prompts.size <= MOST_PROMPTS && this.versions <= MOST_VERSIONS) break;
      this.prompts.delete(name);
      this.versions -= hashes.size;
    }
    for (const id of this.experiments.keys()) {
      if (this.experiments.size <= MOST_EXPERIMENTS) break;
      this.experiments.delete(id);
    }
  }
}
