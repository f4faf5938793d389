import { HttpClient, type HttpResponse } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { type Experiment, experimentUrl } from './experiments-api';
import { trialPromptUrl } from './planning-api';

/** A draft as the server has it. */
export interface SavedDraft {
  readonly experiment: Experiment;
  readonly etag: string | null;
}

/** Reads, writes and starts drafts; what is based on an older state than the server's is refused. */
@Injectable({ providedIn: 'root' })
export class ExperimentDrafts {
  private readonly http = inject(HttpClient);

  async read(id: string): Promise<SavedDraft | null> {
    return savedOf(
      await firstValueFrom(this.http.get<Experiment>(experimentUrl(id), { observe: 'response' })),
    );
  }

  /** Makes the draft, or changes the one that is there. */
  async write(
    prompt: string,
    body: Readonly<Record<string, unknown>>,
    saved: SavedDraft | null,
  ): Promise<SavedDraft | null> {
    const url = trialPromptUrl(prompt, '/experiments');
    const { layer, ...plain } = body;
    return savedOf(
      await firstValueFrom(
        saved
          ? this.http.put<Experiment>(`${url}/${saved.experiment.id}`, body, {
              observe: 'response',
              headers: basedOn(saved),
            })
          : this.http.post<Experiment>(url, layer === null ? plain : body, { observe: 'response' }),
      ),
    );
  }

  /** `reason` says why variants may differ in what callers rely on; null: they do not. */
  async start(saved: SavedDraft, reason: string | null): Promise<void> {
    const body = reason === null ? {} : { parityOverride: { reason } };
    await firstValueFrom(
      this.http.post(`${experimentUrl(saved.experiment.id)}/start`, body, { headers: basedOn(saved) }),
    );
  }
}

function basedOn({ etag }: SavedDraft): Record<string, string> {
  return etag === null ? {} : { 'if-match': etag };
}

function savedOf({ body, headers }: HttpResponse<Experiment>): SavedDraft | null {
  return body && { experiment: body, etag: headers.get('etag') };
}
