import type { RenderValues } from '@prompt-registry/client';
import type { SiteReport } from './site-report';

/** What makes an analyst a specialist. @example const { agent, prompt } = energyAnalyst */
export interface Specialist {
  /** As traces and tags name it. */
  readonly agent: string;
  /** The prompt of its domain. */
  readonly prompt: string;
  /** The values that only its prompt asks for. */
  values(site: SiteReport): RenderValues;
}
