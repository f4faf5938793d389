import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '../configuration';
import type { PromptFile, UnusableFile } from './prompt-file';
import { readPromptFolder } from './prompt-folder';

export type { PromptFile, UnusableFile } from './prompt-file';

/** The prompt files, read at start and whenever asked: what `seed` imports, and the last fallback of a resolve. */
@Injectable()
export class PromptFilesService implements OnModuleInit {
  private readonly logger = new Logger('PromptFiles');
  private byName: ReadonlyMap<string, PromptFile> = new Map();

  constructor(@Inject(CONFIGURATION) private readonly configuration: Configuration) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
  }

  /** The usable file of this exact name, as it was at the last reading; only names are looked up, never paths. */
  find(name: string): PromptFile | undefined {
    return this.byName.get(name);
  }

  /** The names of all usable files. */
  names(): string[] {
    return [...this.byName.keys()];
  }

  /** Reads the folder again and answers all files in the order of their paths, unusable ones with the reason. */
  async refresh(): Promise<Array<PromptFile | UnusableFile>> {
    const files = await this.read();
    this.byName = new Map(files.flatMap((file) => (file.ok ? [[file.name, file] as const] : [])));
    return files;
  }

  private async read(): Promise<Array<PromptFile | UnusableFile>> {
    try {
      return await readPromptFolder(this.configuration.promptsDir);
    } catch (error) {
      // No folder of prompt files is a way to run: everything is written in the registry.
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT') this.logger.warn(`The folder of prompt files cannot be read (${code ?? error})`);
      return [
        {
          ok: false,
          path: '.',
          reason:
            code === 'ENOENT' ? 'the folder of prompt files does not exist' : `cannot be read (${code})`,
        },
      ];
    }
  }
}
