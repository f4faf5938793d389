import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { fileName, saveFile } from '../charts/save-file';
import type { ImportedFile } from './import-report';
import { bundleOf, portionsOf, type PromptFile, withDistinctPaths } from './prompt-bundle';
import type { PromptPageOfList } from './prompts-api';

/** Below the server's limit of a request. */
const PORTION = { mostBytes: 900_000, mostFiles: 200 };
const PROMPTS_A_REQUEST = 200;

const TOO_LARGE = 'is too large to be sent; make several files of it';

interface Report {
  readonly files: readonly ImportedFile[];
}

/** How files are imported. */
export interface ImportOptions {
  readonly dryRun: boolean;
  /** Only these, by their paths in a report; all when absent. */
  readonly only?: ReadonlySet<string>;
  /** Paths of files that are imported although people wrote something else since. */
  readonly overriding?: ReadonlySet<string>;
  /** Is told how many files the server has looked at so far. */
  readonly onProgress?: (files: number) => void;
}

/** Prompts from files, and to files. */
@Injectable({ providedIn: 'root' })
export class PromptTransfer {
  private readonly http = inject(HttpClient);

  /** Imports files, or says what would become of them. @throws HttpErrorResponse; what was imported until then stays. */
  async import(
    files: readonly PromptFile[],
    { dryRun, only, overriding = new Set(), onProgress }: ImportOptions,
  ): Promise<ImportedFile[]> {
    const report: ImportedFile[] = [];
    const { portions, tooLarge } = portionsOf(files, PORTION);
    let looked = 0;
    for (const portion of portions) {
      const wanted = only && [...only].filter((path) => portion.some((file) => isOf(path, file)));
      const forced = [...overriding].filter((path) => portion.some((file) => isOf(path, file)));
      const others = wanted?.filter((path) => !overriding.has(path));
      if (others === undefined || others.length > 0)
        report.push(...(await this.send({ files: portion, dryRun, only: others })));
      if (forced.length > 0)
        report.push(...(await this.send({ files: portion, dryRun, only: forced, onConflict: 'import' })));
      onProgress?.((looked += portion.length));
    }
    if (!only)
      for (const { path } of tooLarge)
        report.push({ path, name: null, status: 'skipped', reason: TOO_LARGE, warnings: [] });
    return report;
  }

  /** Imports the server's own folder of prompt files, or says what would become of it. @throws HttpErrorResponse. */
  async seed({ dryRun, overriding = new Set() }: ImportOptions): Promise<ImportedFile[]> {
    const { files } = await this.post<Report>('seed', { dryRun });
    if (overriding.size === 0) return [...files];
    const forced = await this.post<Report>('seed', { dryRun, onConflict: 'import', files: [...overriding] });
    return [...files.filter(({ path }) => !overriding.has(path)), ...forced.files];
  }

  /** Saves prompts on the person's computer: one as Markdown, several as one file that import reads back. @throws HttpErrorResponse. */
  async export(prompts: readonly { readonly id: string; readonly name: string }[]): Promise<number> {
    const files: PromptFile[] = [];
    for (let at = 0; at < prompts.length; at += PROMPTS_A_REQUEST) {
      const ids = prompts.slice(at, at + PROMPTS_A_REQUEST).map(({ id }) => id);
      files.push(...(await this.post<{ readonly files: readonly PromptFile[] }>('export', { ids })).files);
    }
    const [only, ...others] = withDistinctPaths(files);
    if (only && others.length === 0 && prompts.length === 1)
      saveFile(
        `${fileName(prompts[0]?.name ?? 'prompt')}.md`,
        new Blob([only.text], { type: 'text/markdown' }),
      );
    else if (files.length > 0)
      saveFile(
        `prompts-${new Date().toISOString().slice(0, 10)}.json`,
        new Blob([bundleOf(withDistinctPaths(files))], { type: 'application/json' }),
      );
    return files.length;
  }

  /** Every prompt that a list shows, on all its pages. @throws HttpErrorResponse. */
  async all(
    params: Readonly<Record<string, string | number | boolean>>,
  ): Promise<{ id: string; name: string }[]> {
    const found: { id: string; name: string }[] = [];
    for (let page = 1; ; page += 1) {
      const { items, total } = await firstValueFrom(
        this.http.get<PromptPageOfList>('/api/v1/prompts', {
          params: { ...params, page, pageSize: PROMPTS_A_REQUEST },
        }),
      );
      found.push(...items.map(({ id, name }) => ({ id, name })));
      if (items.length === 0 || found.length >= total) return found;
    }
  }

  private async send(body: object): Promise<readonly ImportedFile[]> {
    return (await this.post<Report>('import', body)).files;
  }

  private post<Answer>(path: string, body: object): Promise<Answer> {
    return firstValueFrom(this.http.post<Answer>(`/api/v1/prompts/${path}`, body));
  }
}

/** Whether a path of a report is a file's; a prompt of several in a file has `#` and its name behind it. */
function isOf(path: string, file: PromptFile): boolean {
  return path === file.path || path.startsWith(`${file.path}#`);
}
