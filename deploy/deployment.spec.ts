import { builtinModules } from 'node:module';
import addFormats from 'ajv-formats';
import Ajv2020 from 'ajv/dist/2020';
import { exists, json, text, variables, yaml, type Json } from './repository';

const { version, dependencies } = json('package.json');
const [compose] = yaml('docker-compose.yml');
/** In the image or the cluster these are set for the server's surroundings. */
const NOT_OURS = ['NODE_ENV', 'NODE_OPTIONS'];

describe('docker-compose.yml', () => {
  const services: Array<[string, Json]> = Object.entries(compose.services);
  const ours = services.filter(([, { image }]) => image.startsWith('prompt-registry:'));

  it('is what the Compose Specification describes', () => {
    const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
    // Formats of Go, for durations and ports, that are no part of JSON Schema.
    for (const name of ['duration', 'ports', 'expose', 'subnet_ip_address']) ajv.addFormat(name, true);
    const validate = ajv.compile(json('deploy/schema/compose-spec.json'));
    expect(validate(compose) ? [] : validate.errors).toEqual([]);
  });

  it('refers to nothing that is not there', () => {
    const volumes = Object.keys(compose.volumes);
    for (const [name, service] of services) {
      for (const needed of Object.keys(service.depends_on ?? {}))
        expect([
          name,
          Object.keys(compose.services[needed].healthcheck ?? compose.services[needed].build),
        ]).toEqual([name, expect.anything()]);
      for (const volume of service.volumes ?? []) {
        const [source] = (volume as string).split(':', 1);
        expect([name, source?.startsWith('./') ? exists(source) : volumes.includes(source ?? '')]).toEqual([
          name,
          true,
        ]);
      }
      expect(service.image).toMatch(/:[^:]+$/);
    }
  });

  it('gives this release the variables that it reads, and holds no secret', () => {
    expect(ours.map(([, { image }]) => image)).toEqual(ours.map(() => `prompt-registry:${version}`));
    for (const [, { environment }] of ours) {
      expect(variables()).toEqual(expect.arrayContaining(Object.keys(environment)));
      for (const name of ['DATABASE_URL', 'ADMIN_PASSWORD']) expect(environment[name]).toContain('${');
    }
    expect(compose.services.postgres.environment.POSTGRES_PASSWORD).toMatch(/^\$\{/);
    for (const [, name] of text('docker-compose.yml').matchAll(/\$\{(\w+):\?/g))
      expect(text('.env.example')).toContain(`${name}=\n`);
  });

  it('publishes on this machine only', () => {
    for (const [, { ports = [] }] of services)
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('runs the MLflow that is tested, and lets the registry in', () => {
    const { image, command } = compose.services.mlflow;
    expect(image).toBe(`ghcr.io/mlflow/mlflow:v${/VERSION = '(.+)'/.exec(text('tools/mlflow.mjs'))?.[1]}`);
    const { host } = new URL(compose.services.registry.environment.MLFLOW_TRACKING_URI);
    expect(command.find((word: string) => word.startsWith('--allowed-hosts='))).toContain(host);
  });

  it('has a proxy in front of its replicas that streams and takes whole batches', () => {
    const conf = text('deploy/nginx.conf');
    const replicas = services
      .filter(([, { profiles }]) => profiles?.includes('replicas'))
      .map(([name]) => name);
    expect([...conf.matchAll(/server (\S+):3000;/g)].map(([, name]) => name)).toEqual(
      replicas.filter((name) => name !== 'proxy'),
    );
    expect(conf).toContain('location = /api/v1/snapshot/events');
    expect(conf).toContain('proxy_buffering off');
    const limit = Number(
      /MAX_BATCH_BYTES = (\d+) \* 1_048_576/.exec(text('backend/src/tracing/batch-input.ts'))?.[1],
    );
    expect(Number(/client_max_body_size (\d+)m/.exec(conf)?.[1])).toBeGreaterThan(limit);
  });
});

describe('the Dockerfile', () => {
  const lines = text('Dockerfile')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line));
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  const kept = text('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));

  it('copies only what is there and what .dockerignore lets through', () => {
    const sources = lines
      .filter((line) => line.startsWith('COPY '))
      .flatMap((line) => {
        const words = line.split(' ').slice(1, -1);
        const built = words[0]?.startsWith('--from=build');
        if (words[0]?.startsWith('--from=') && !built) return [];
        return words.slice(built ? 1 : 0).map((path) => ({ path: path.replace('/app/', ''), built }));
      });
    expect(sources.length).toBeGreaterThan(10);
    for (const { path, built } of sources) {
      expect([path, exists(path)]).toEqual([path, true]);
      if (!built) expect(kept).toContain(path);
    }
  });

  it('serves without privileges, hears the signal that ends it, and says how it is', () => {
    expect(last).toContain('USER 1000:1000');
    expect(last).toContain('STOPSIGNAL SIGTERM');
    expect(last).toContain('CMD ["node", "dist/backend/main.cjs"]');
    expect(last.find((line) => line.startsWith('HEALTHCHECK'))).toContain('/health/ready');
    const environment = last.find((line) => line.startsWith('ENV ')) ?? '';
    const names = [...environment.matchAll(/ ([A-Z_]+)=/g)].map(([, name]) => name);
    expect(names).toContain('DATA_DIR');
    expect([...variables(), ...NOT_OURS]).toEqual(expect.arrayContaining(names));
  });

  it('needs no development package: what the server loads is a dependency', () => {
    const loaded = [...text('dist/backend/main.cjs').matchAll(/require\("([^".][^"]*)"\)/g)].map(
      ([, name = '']) => name,
    );
    const packages = loaded
      .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
      .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
    expect(packages.length).toBeGreaterThan(10);
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining([...new Set(packages)]));
  });
});

describe('deploy/kubernetes.yaml', () => {
  const documents = yaml('deploy/kubernetes.yaml');
  const one = (kind: string): Json => documents.find((document) => document.kind === kind);
  const pod = one('Deployment').spec.template;
  const [container] = pod.spec.containers;

  it('runs this release with variables that it reads', () => {
    expect(container.image).toMatch(new RegExp(`:${version}$`));
    const given = [one('Secret').stringData, one('ConfigMap').data].flatMap(Object.keys);
    expect(variables()).toEqual(expect.arrayContaining(given));
  });

  it('finds its pods and asks them what they answer', () => {
    const { labels } = pod.metadata;
    for (const selector of [
      one('Deployment').spec.selector.matchLabels,
      one('Service').spec.selector,
      one('PodDisruptionBudget').spec.selector.matchLabels,
    ])
      expect(labels).toMatchObject(selector);
    const { paths } = json('libs/client/openapi.json');
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'])
      expect(Object.keys(paths)).toContain(container[probe].httpGet.path);
    expect(container.volumeMounts.map(({ name }: Json) => name)).toEqual(
      pod.spec.volumes.map(({ name }: Json) => name),
    );
    expect(pod.spec.securityContext.runAsUser).toBe(1000);
  });
});

describe('the documentation', () => {
  it('has every variable that the server reads in the table, and no other', () => {
    const [, section = ''] = text('docs/operations.md').split('## All variables');
    const table = section.split('\n## ', 1)[0] ?? '';
    const documented = [...table.matchAll(/^\| ([^|]+)\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
    );
    expect(documented.sort()).toEqual(variables());
  });

  it('explains every code that a caller or an operator can meet', () => {
    const codes = [...text('backend/src/problems/problem-codes.ts').matchAll(/^ {2}([A-Z_]+):/gm)].map(
      ([, code]) => code,
    );
    const documentation = text('docs/operations.md');
    expect(codes.filter((code) => !documentation.includes(`\`${code}\``))).toEqual([]);
  });

  it('says what this release brings, and contract and SDK are of this release', () => {
    expect(text('CHANGELOG.md')).toContain(`\n## ${version}\n`);
    expect(json('libs/client/openapi.json').info.version).toBe(version);
    expect(text('libs/client/src/sdk-version.ts')).toContain(`SDK_VERSION = '${version}'`);
  });
});
