import type { RenderValues } from '@prompt-registry/client';

/** A site and what its platform has recorded. @example { name: 'Mill Lane 4', type: 'detached house', … } */
export interface SiteReport {
  readonly name: string;
  readonly type: string;
  readonly timezone: string;
  readonly language: string;
  /** The period under analysis, and the one to compare it with; each half-open, ISO dates. */
  readonly period: { readonly start: string; readonly end: string };
  readonly baseline: { readonly start: string; readonly end: string };
  readonly entities: readonly string[];
  /** One figure a line. */
  readonly dataSummary: string;
  readonly currency: string;
  readonly tariff: string;
  readonly automations: string;
  readonly consentScope: string;
  readonly platformLog: string;
}

/** The values that prompts about a site ask for. @example siteValues(site).site_name // 'Mill Lane 4' */
export function siteValues(site: SiteReport): RenderValues {
  return {
    site_name: site.name,
    site_type: site.type,
    entity_count: site.entities.length,
    entities: site.entities.join('\n'),
    data_summary: site.dataSummary,
    period_start: site.period.start,
    period_end: site.period.end,
    baseline_start: site.baseline.start,
    baseline_end: site.baseline.end,
    timezone: site.timezone,
    language: site.language,
  };
}
