import { writeSync } from 'node:fs';
import { PromptRegistry } from '../src/index';

// An agent that does nothing but finish traces until it is killed; says each one's id before it hands it over.
const registry = new PromptRegistry({
  url: process.argv[2] ?? '',
  apiKey: 'pr_test',
  sendEveryMs: 20,
  startDeadlineMs: 2_000,
});

async function writeForEver(): Promise<void> {
  await registry.start();
  for (;;) {
    const trace = registry.loadPrompt('greeting').trace();
    writeSync(1, `${trace.id}\n`);
    trace.finish();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

void writeForEver();
