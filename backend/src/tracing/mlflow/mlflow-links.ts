import { type MlflowConfiguration } from './mlflow-configuration';
import { quoted } from './mlflow-wire';

/** Where people see it in MLflow; made from the configured templates ({@link MlflowConfiguration.links}). */
export class MlflowLinks {
  constructor(private readonly configuration: Pick<MlflowConfiguration, 'publicUrl' | 'links'>) {}

  /** @param traceId MLflow's: `tr-…`. */
  trace(experimentId: string, traceId: string): string {
    return this.fill(this.configuration.links.trace, { experimentId, traceId });
  }

  run(experimentId: string, runId: string): string {
    return this.fill(this.configuration.links.run, { experimentId, runId });
  }

  /** @param prompt MLflow's name. @param version MLflow's number. */
  prompt(experimentId: string, prompt: string, version: number): string {
    return this.fill(this.configuration.links.prompt, { experimentId, prompt, version: String(version) });
  }

  experiment(experimentId: string): string {
    return this.fill(this.configuration.links.experiment, { experimentId });
  }

  /** The list of the traces with all of these tags, of whatever age. */
  traces(experimentId: string, tags: Readonly<Record<string, string>>): string {
    const { traces } = this.configuration.links;
    // Twice: MLflow's page splits each value of the query at its "=" and decodes both sides.
    const query = Object.entries(tags).map(([key, value]) => {
      const pair = `${encodeURIComponent(key)}=${encodeURIComponent(value)}`;
      return `tag=${encodeURIComponent(pair)}`;
    });
    return this.fill(
      traces.replace('{tags}', () => query.join('&')),
      { experimentId },
    );
  }

  /** The list of the runs with all of these params. */
  runs(experimentId: string, params: Readonly<Record<string, string>>): string {
    const filter = Object.entries(params).map(([key, value]) => `params.${key} = ${quoted(value)}`);
    return this.fill(this.configuration.links.runs, { experimentId, filter: filter.join(' and ') });
  }

  private fill(template: string, values: Readonly<Record<string, string>>): string {
    return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
      if (name === 'base') return this.configuration.publicUrl;
      const value = values[name];
      return value === undefined ? whole : encodeURIComponent(value);
    });
  }
}
