import { inject, Injectable } from '@angular/core';
import { CHAT_ROLES, TEMPLATE_FORMATS } from '@prompt-registry/resolver';
import { Session } from '../session/session';
import type { Draft } from './draft';

/** A draft as this browser keeps it. */
export interface KeptDraft {
  readonly draft: Draft;
  /** ISO 8601. */
  readonly keptAt: string;
  /** The base it was written on before it was continued on another. */
  readonly continuedFrom?: number;
  /** Of a new prompt: everything about it that is not words. */
  readonly about?: Readonly<Record<string, unknown>>;
}

/** Drafts of prompts that do not exist yet are kept under this base. */
export const NEW = 0;
const PREFIX = 'draft';

/** Unfinished work, kept in this browser by person, prompt and base version, so that nothing typed is ever lost. */
@Injectable({ providedIn: 'root' })
export class DraftStore {
  private readonly session = inject(Session);
  /** Whose drafts these are: also while the session has just ended, when the last words are kept. */
  private person = '';

  /** The draft, or null when there is none that this console understands. */
  read(prompt: string, base: number): KeptDraft | null {
    try {
      const found = localStorage.getItem(this.key(prompt, base));
      const kept: unknown = found === null ? null : JSON.parse(found);
      return isKeptDraft(kept) ? kept : null;
    } catch {
      return null; // storage is denied by the browser's settings, or somebody else wrote under this key
    }
  }

  /** False when the browser has no room or keeps nothing. */
  write(prompt: string, base: number, kept: KeptDraft): boolean {
    try {
      localStorage.setItem(this.key(prompt, base), JSON.stringify(kept));
      return true;
    } catch {
      return false; // full, or denied by the browser's settings: the page says so
    }
  }

  remove(prompt: string, base: number): void {
    try {
      localStorage.removeItem(this.key(prompt, base));
    } catch {
      // Storage is denied by the browser's settings, so nothing was kept.
    }
  }

  /** The bases on which a prompt has drafts, newest first. */
  basesOf(prompt: string): readonly number[] {
    const prefix = this.key(prompt, '');
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(prefix))
        .map((key) => Number(key.slice(prefix.length)))
        .filter((base) => Number.isInteger(base) && this.read(prompt, base) !== null)
        .sort((a, b) => b - a);
    } catch {
      return []; // storage is denied by the browser's settings
    }
  }

  private key(prompt: string, base: number | ''): string {
    this.person = this.session.person()?.id ?? this.person;
    return [PREFIX, this.person, encodeURIComponent(prompt), base].join(':');
  }
}

/** What another release kept is not trusted to have today's shape. */
function isKeptDraft(value: unknown): value is KeptDraft {
  if (!isRecord(value) || typeof value['keptAt'] !== 'string' || !isRecord(value['draft'])) return false;
  const { type, templateFormat, text, entries, config, message } = value['draft'];
  return (
    (type === 'text' || type === 'chat') &&
    TEMPLATE_FORMATS.some((known) => known === templateFormat) &&
    [text, config, message].every((part) => typeof part === 'string') &&
    Array.isArray(entries) &&
    entries.every(isEntry)
  );
}

function isEntry(value: unknown): boolean {
  if (!isRecord(value) || typeof value['key'] !== 'number' || typeof value['name'] !== 'string') return false;
  const { kind, role, text } = value;
  if (kind === 'placeholder') return true;
  return kind === 'message' && typeof text === 'string' && CHAT_ROLES.some((known) => known === role);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
