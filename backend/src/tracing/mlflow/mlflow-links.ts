import { type MlflowConfiguration } from './mlflow-configuration';

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

  private fill(template: string, values: Readonly<Record<string, string>>): string {
    return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
      if (name === 'base') return this.configuration.publicUrl;
      const value = values[name];
      return value === undefined ? whole : encodeURIComponent(value);
    });
  }
}
