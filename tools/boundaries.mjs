// Who may import whom, as lint rules. Projects are known by their Nx tags (`scope:<name>` in project.json); inside the
// backend, modules stand in the order of the data and imports go left only. The table is docs/architecture.md's.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What a project may import: other projects by scope, and which packages are closed to it. */
const MAY_IMPORT = {
  resolver: { projects: [], closed: ['*'] },
  statistics: { projects: [], closed: ['node:*', '@nestjs/*', '@angular/*', 'typeorm', 'pg'] },
  client: { projects: ['resolver'], closed: ['@nestjs/*', '@angular/*', 'typeorm', 'pg'] },
  agents: { projects: ['client', 'resolver'], closed: ['@nestjs/*', '@angular/*', 'typeorm', 'pg'] },
  migrations: { projects: [], closed: ['@nestjs/*', '@angular/*', 'pg', 'node:*'] },
  backend: {
    projects: ['resolver', 'statistics', 'migrations'],
    closed: ['@angular/*', 'monaco-editor', 'chart.js', 'ng2-charts'],
  },
  console: {
    projects: ['resolver', 'statistics', 'client'],
    closed: ['@nestjs/*', 'typeorm', 'pg', 'node:*'],
  },
};

/** The backend's modules in the order of the data; each may import those before it. */
const BACKEND_MODULES = [
  'problems',
  'database',
  'identity',
  'prompts',
  'versions',
  'experiments',
  'tracing',
  'evaluation',
];

/** Of another module only these files may be imported. */
const MODULE_ENTRANCES = ['service', 'query', 'entity', 'module'];

function projects() {
  const found = [
    'backend',
    'console',
    'migrations',
    'libs/resolver',
    'libs/statistics',
    'libs/client',
    'libs/agents',
  ];
  return found.flatMap((folder) => {
    try {
      const { tags = [] } = JSON.parse(readFileSync(join(root, folder, 'project.json'), 'utf8'));
      const scope = tags.find((tag) => tag.startsWith('scope:'))?.slice('scope:'.length);
      if (!scope || !MAY_IMPORT[scope]) throw new Error(`${folder}/project.json has no known scope tag`);
      return [{ folder, scope }];
    } catch (error) {
      if (error.code === 'ENOENT') return []; // not built yet
      throw error;
    }
  });
}

function projectRule({ folder, scope }) {
  const { projects: allowed, closed } = MAY_IMPORT[scope];
  const others = Object.keys(MAY_IMPORT).filter((other) => other !== scope && !allowed.includes(other));
  const depth = folder.split('/').length;
  const patterns = [
    ...others.map((other) => ({
      group: [`@prompt-registry/${other}`, `@prompt-registry/${other}/**`],
      message: `${scope} may not depend on ${other} (see docs/architecture.md).`,
    })),
    // A relative path that climbs out of the project would pass by the table.
    {
      regex: `^(\\.\\./){${depth + 1},}(backend|console|libs|migrations)/`,
      message: 'Import another project by its name.',
    },
    ...closed.map((name) =>
      name === '*'
        ? { regex: '^(?!\\.)', message: `${scope} is pure: it imports no package and nothing of Node.` }
        : { group: [name, `${name.replace(/\*$/, '')}**`], message: `${scope} may not import ${name}.` },
    ),
  ];
  return {
    name: `boundaries of ${scope}`,
    files: [`${folder}/**/*.ts`],
    ignores: ['**/*.spec.ts', '**/e2e/**', '**/vectors/**'],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
}

function moduleRule(module, index, projectPatterns) {
  const later = BACKEND_MODULES.slice(index + 1);
  const earlier = BACKEND_MODULES.slice(0, index).filter(
    (name) => name !== 'problems' && name !== 'database',
  );
  const patterns = [...projectPatterns];
  if (later.length)
    patterns.push({
      regex: `^(\\.\\./)+(${later.join('|')})/`,
      message: `Imports go left only: ${module} comes before ${later.join(', ')}.`,
    });
  if (earlier.length)
    patterns.push({
      regex: `^(\\.\\./)+(${earlier.join('|')})/.*\\.(controller|dto)$`,
      message: `Enter another module through its ${MODULE_ENTRANCES.join(', ')} files, not its controllers or DTOs.`,
    });
  return {
    name: `boundaries of backend/${module}`,
    files: [`backend/src/${module}/**/*.ts`],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
}

/** What a person goes to in the console. They share shell, session, problem and the like, and nothing with each other. */
const CONSOLE_FEATURES = ['prompts', 'experiments', 'traces', 'dashboard', 'settings'];

function featureRule(feature, projectPatterns) {
  const others = CONSOLE_FEATURES.filter((name) => name !== feature).join('|');
  const message = `Features do not import each other: move what ${feature} shares beside them.`;
  return {
    name: `boundaries of console/${feature}`,
    files: [`console/src/app/${feature}/**/*.ts`],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [...projectPatterns, { regex: `^(\\.\\./)+(${others})/`, message }] },
      ],
    },
  };
}

/** The rules for eslint.config.mjs. */
export function boundaryRules() {
  const rules = projects().map(projectRule);
  const patternsOf = (scope) =>
    rules.find(({ name }) => name === `boundaries of ${scope}`)?.rules['no-restricted-imports'][1].patterns ??
    [];
  return [
    ...rules,
    ...BACKEND_MODULES.map((module, index) => moduleRule(module, index, patternsOf('backend'))),
    ...CONSOLE_FEATURES.map((feature) => featureRule(feature, patternsOf('console'))),
  ];
}
