import { Injectable, Logger } from '@nestjs/common';
import type { Actor } from '../identity/principal';
import { MutationsService } from '../identity/mutations.service';
import { isOutage } from '../problems/database-errors';
import { DomainError } from '../problems/domain-error';
import { PromptsService } from '../prompts/prompts.service';
import { importFile, type ImportOptions, SEED_AUTHOR } from './import-file';
import type { ImportDto } from './import.dto';
import { PromptFilesService, type PromptFile, type UnusableFile } from './prompt-files.service';
import type { SeedDto, SeedReportDto, SeededFileDto } from './seed.dto';
import { readSentFiles } from './sent-files';

export type SeedOptions = SeedDto;
export type SeedReport = SeedReportDto;

/** Imports prompt files, of the server's folder or sent by a person; can be repeated, also by several replicas at once. */
@Injectable()
export class SeedService {
  private readonly logger = new Logger('Seed');

  constructor(
    private readonly files: PromptFilesService,
    private readonly mutations: MutationsService,
    private readonly prompts: PromptsService,
  ) {}

  /**
   * Imports the files, each in a transaction of its own, and reports what became of each. One file that cannot be imported
   * does not stop the others.
   * @throws DomainError DATABASE_UNAVAILABLE when the database goes away; what was imported until then stays.
   */
  async seed(
    actor: Actor,
    { dryRun = false, onConflict = 'report', files: wanted }: SeedOptions,
  ): Promise<SeedReport> {
    const found = selected(await this.files.refresh(), wanted);
    return this.importAll(actor, found, { dryRun, onConflict, author: SEED_AUTHOR });
  }

  /**
   * Imports files that a person sent, by the rules of the folder; the versions are theirs.
   * @throws DomainError DATABASE_UNAVAILABLE when the database goes away; what was imported until then stays.
   */
  async import(
    actor: Actor,
    { dryRun = false, onConflict = 'report', files, only }: ImportDto,
  ): Promise<SeedReport> {
    const found = selected(readSentFiles(files), only);
    return this.importAll(actor, found, { dryRun, onConflict, author: actor.name });
  }

  private async importAll(
    actor: Actor,
    found: ReadonlyArray<PromptFile | UnusableFile>,
    options: ImportOptions,
  ): Promise<SeedReport> {
    const files: SeededFileDto[] = [];
    for (const file of found)
      files.push(file.ok ? await this.importOne(actor, file, options) : skipped(file));
    const count = (status: SeededFileDto['status']) => files.filter((file) => file.status === status).length;
    const counts = {
      created: count('created'),
      newVersion: count('new_version'),
      unchanged: count('unchanged'),
      conflict: count('conflict'),
      skipped: count('skipped'),
    };
    return { dryRun: options.dryRun, files, counts };
  }

  private async importOne(actor: Actor, file: PromptFile, options: ImportOptions): Promise<SeededFileDto> {
    const { path, name, format, content, templateFormatReason, variables } = file;
    const read = { type: content.type, templateFormat: content.templateFormat, templateFormatReason };
    const common = { path, name, format, ...read, variables: [...variables], warnings: [...file.warnings] };
    const run = () =>
      this.mutations.run(actor, (mutation) => importFile(mutation, this.prompts, file, options));
    try {
      const { decision, version, labels, warnings } = await run().catch((error: unknown) => {
        // Another replica created it between our look and our insert; now it is there to be looked at.
        if (error instanceof DomainError && error.code === 'NAME_TAKEN') return run();
        throw error;
      });
      const status = decision.kind === 'create' ? 'created' : decision.kind;
      return {
        ...common,
        status,
        warnings: [...common.warnings, ...warnings],
        ...(labels.length ? { labels: [...labels] } : {}),
        ...(version === undefined ? {} : { version }),
        ...('reason' in decision ? { reason: decision.reason } : {}),
      };
    } catch (error) {
      if (isOutage(error)) throw error;
      this.logger.error(`${path}: ${(error as Error).stack}`);
      return {
        ...common,
        status: 'skipped',
        reason: error instanceof DomainError ? error.message : 'the import failed; the log says why',
      };
    }
  }
}

function selected(
  found: ReadonlyArray<PromptFile | UnusableFile>,
  wanted: readonly string[] | undefined,
): Array<PromptFile | UnusableFile> {
  if (!wanted) return [...found];
  const all = new Set(wanted);
  const missing = new Set(wanted);
  const chosen = found.filter(({ path }) => all.has(path));
  for (const { path } of chosen) missing.delete(path);
  const unknown = [...missing].map((path) => ({ ok: false as const, path, reason: 'there is no such file' }));
  return [...chosen, ...unknown].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function skipped({ path, name, reason }: UnusableFile): SeededFileDto {
  return { path, name: name ?? null, status: 'skipped', reason, warnings: [] };
}
