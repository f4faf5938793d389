import type { HttpClient } from '@angular/common/http';
import type { TemplateFormat } from '@prompt-registry/resolver';
import { firstValueFrom } from 'rxjs';
import type { Suggest } from '../monaco/prompt-language';
import { placeIn, variableSuggestions } from './editor-suggestions';
import type { PromptPageOfList } from './prompts-api';

const MOST_PROMPTS = 20;

/** What completion knows at the moment it is asked. */
export interface Known {
  readonly format: TemplateFormat;
  readonly variables: readonly string[];
  /** The prompt being written, which is not offered to itself. */
  readonly prompt: string;
}

/** Completes variables inside braces, and variables and names of other prompts anywhere when asked for. */
export function suggestions(http: HttpClient, known: () => Known): Suggest {
  return async (before, after, asked) => {
    const { format, variables, prompt } = known();
    const place = placeIn(before, after, format);
    if (place.kind === 'variable') return variableSuggestions(variables, place, format);
    // A slash in running text is only worth a look when it could be a folder.
    if (!asked && place.typed.length < 2) return null;
    const names = await promptNames(http, place.typed);
    const own = asked && format !== 'none' ? variableSuggestions(variables, place, format).items : [];
    const items = names
      .filter(({ name }) => name !== prompt)
      .map(({ name, description }) => ({
        label: name,
        detail: 'prompt',
        description,
        insert: name,
        match: name,
      }));
    return { before: place.typed.length, after: 0, items: [...own, ...items] };
  };
}

async function promptNames(http: HttpClient, typed: string) {
  try {
    const params = { q: typed, pageSize: MOST_PROMPTS, sort: 'name' };
    const { items } = await firstValueFrom(http.get<PromptPageOfList>('/api/v1/prompts', { params }));
    return items.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()));
  } catch {
    return []; // the server did not answer: there is nothing to offer, and nobody to disturb
  }
}
