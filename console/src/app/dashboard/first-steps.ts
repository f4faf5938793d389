import { DOCUMENT } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { CopyButton } from '../copy/copy-button';
import { listed } from '../table/listed';

/** An empty registry: the three commands that bring it to life. */
@Component({
  selector: 'pr-first-steps',
  imports: [CopyButton, MatIcon, RouterLink],
  templateUrl: './first-steps.html',
  styleUrl: './first-steps.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FirstSteps {
  private readonly origin = inject(DOCUMENT).location.origin;
  private readonly found = listed<{
    readonly total: number;
    readonly items: readonly { readonly name: string }[];
  }>(() => ({ url: '/api/v1/prompts', params: { pageSize: 1 } }));
  protected readonly prompts = computed(() => this.found.latest()?.total ?? 0);
  protected readonly steps = computed(() => {
    const name = this.found.latest()?.items[0]?.name ?? 'depth/quick';
    const send = (path: string, body: string) =>
      `curl -s ${this.origin}/api/v1/${path} -H "authorization: Bearer $PROMPT_REGISTRY_API_KEY" -H 'content-type: application/json' \\\n  -d '${body}'`;
    return [
      {
        title: 'Bring your prompt files in',
        why: 'Every Markdown and text file of the server’s prompts directory becomes version 1. Safe to repeat.',
        command: 'npm run seed',
        done: this.prompts() > 0,
      },
      {
        title: 'Ask what an agent should say',
        why: 'The answer names the version, where it comes from, and why.',
        command: send('resolve', `{"name": "${name}", "conversationId": "conv-1"}`),
        done: false,
      },
      {
        title: 'Record a use',
        why: 'Agents on the SDK do this by themselves. This page then shows how prompts do.',
        command: send(
          'traces',
          `{"traces": [{"id": "'$(openssl rand -hex 16)'", "promptName": "${name}", "promptVersion": 1, "source": "latest", "conversationId": "conv-1", "agent": "first", "startedAt": "'$(date -u +%FT%TZ)'", "latencyMs": 840, "status": "ok"}]}`,
        ),
        done: false,
      },
    ];
  });
}
