import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { fileName, saveFile } from '../charts/save-file';
import type { ImportedFile } from './import-report';
import { bundleOf, portionsOf, type PromptFile } from './prompt-bundle';
import type { PromptPageOfList } from './prompts-api';

/** Below the server's limit of a request. */
const PORTION = { mostBytes: 900_000, mostFiles: 200 };
const PROMPTS_A_REQUEST = 200;

interface Report {
  readonly files: readonly ImportedFile[];
}

/** How files are imported. */
export interface ImportOptions {
  readonly dryRun: boolean;
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
    { dryRun, overriding = new Set(), onProgress }: ImportOptions,
  ): Promise<ImportedFile[]> {
    const report: ImportedFile[] = [];
    for (const onConflict of ['report', 'import'] as const) {
      const group = files.filter(({ path }) => overriding.has(path) === (onConflict === 'import'));
      const { portions, tooLarge } = portionsOf(group, PORTION);
      for (const portion of portions) {
        report.push(...(await this.post<Report>('import', { files: portion, dryRun, onConflict })).files);
        onProgress?.(report.length);
      }
      for (const { path } of tooLarge)
        report.push({ path, name: null, status: 'skipped', reason: 'is too large to be sent', warnings: [] });
    }
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
    const [only, ...others] = files;
    if (only && others.length === 0 && prompts.length === 1)
      saveFile(
        `${fileName(prompts[0]?.name ?? 'prompt')}.md`,
        new Blob([only.text], { type: 'text/markdown' }),
      );
    else if (files.length > 0)
      saveFile(
        `prompts-${new Date().toISOString().slice(0, 10)}.json`,
        new Blob([bundleOf(files)], { type: 'application/json' }),
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

  private post<Answer>(path: string, body: object): Promise<Answer> {
    return firstValueFrom(this.http.post<Answer>(`/api/v1/prompts/${path}`, body));
  }
}
