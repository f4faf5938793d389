import { Injectable } from '@angular/core';
import type * as Monaco from 'monaco-editor';
import { defineThemes } from './monaco-themes';
import { definePromptLanguage } from './prompt-language';

const BASE = 'assets/monaco/min/vs';

type MonacoApi = typeof Monaco;

interface AmdRequire {
  (modules: readonly string[], loaded: () => void, failed: (error: unknown) => void): void;
  config(options: { readonly paths: Readonly<Record<string, string>> }): void;
}

/** What Monaco's own loader and Monaco put on the window. */
interface MonacoWindow {
  readonly require?: AmdRequire;
  readonly monaco?: MonacoApi;
}

/**
 * Loads Monaco from our own origin, once, when an editor is first wanted.
 *
 * The wrapper (ngx-monaco-editor-v2) can load it too, but then a failure is never told to anybody.
 */
@Injectable({ providedIn: 'root' })
export class MonacoLoader {
  private loading: Promise<MonacoApi> | undefined;

  /** @throws Error when a file cannot be loaded; the next call tries again. */
  load(): Promise<MonacoApi> {
    this.loading ??= loadMonaco().catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }
}

async function loadMonaco(): Promise<MonacoApi> {
  const here = window as unknown as MonacoWindow;
  const base = new URL(BASE, document.baseURI).href;
  if (!here.require) await runScript(`${base}/loader.js`);
  const amd = here.require;
  if (!amd) throw new Error('Monaco’s loader did not start');
  amd.config({ paths: { vs: base } });
  await new Promise<void>((resolve, reject) => amd(['vs/editor/editor.main'], resolve, reject));
  const { monaco } = here;
  if (!monaco) throw new Error('Monaco did not start');
  // Monaco measures characters once; it must not measure the fallback font.
  await document.fonts.load("13px 'JetBrains Mono Variable'");
  defineThemes(monaco);
  definePromptLanguage(monaco);
  return monaco;
}

function runScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(`Could not load ${src}`));
    };
    document.head.append(script);
  });
}
