import { readMlflowConfiguration } from './mlflow-configuration';
import { MlflowLinks } from './mlflow-links';

function links(env: Record<string, string> = {}): MlflowLinks {
  const configuration = readMlflowConfiguration({ MLFLOW_TRACKING_URI: 'http://mlflow:5000', ...env });
  if (!configuration) throw new Error('no configuration');
  return new MlflowLinks(configuration);
}

describe('MlflowLinks', () => {
  it('leads to the pages of MLflow', () => {
    const to = links({ MLFLOW_PUBLIC_URL: 'https://ui.example/mlflow' });
    expect([to.experiment('1'), to.run('1', 'r'), to.trace('1', 'tr-a'), to.prompt('1', 'a.b', 3)]).toEqual([
      'https://ui.example/mlflow/#/experiments/1/traces',
      'https://ui.example/mlflow/#/experiments/1/runs/r',
      'https://ui.example/mlflow/#/experiments/1/traces?selectedEvaluationId=tr-a',
      'https://ui.example/mlflow/#/experiments/1/prompts/a.b?promptVersion=3',
    ]);
  });

  it('leads to lists of the traces and runs that are meant, as MLflow’s pages read their addresses', () => {
    const to = links();
    expect(to.traces('1', { 'registry.prompt': 'a/b', 'registry.version': '3' })).toBe(
      'http://mlflow:5000/#/experiments/1/traces?startTimeLabel=ALL' +
        '&tag=registry.prompt%3Da%252Fb&tag=registry.version%3D3',
    );
    expect(to.runs('1', { experiment_id: 'e', experiment_variant: 'b' })).toBe(
      'http://mlflow:5000/#/experiments/1/runs?searchFilter=' +
        "params.experiment_id%20%3D%20'e'%20and%20params.experiment_variant%20%3D%20'b'",
    );
  });

  it('follows other templates, and encodes what it fills in', () => {
    const to = links({ MLFLOW_LINK_PROMPT: 'https://x/{prompt}/v{version}?$&' });
    expect(to.prompt('1', 'a/b&c{base}', 2)).toBe('https://x/a%2Fb%26c%7Bbase%7D/v2?$&');
  });
});
