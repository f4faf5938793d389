// `npm run demo`: a living registry to look at. Two weeks of a team at work are played in a minute, on a server, a port and a
// directory of their own; nothing else is touched. Then it goes on in real time, a conversation every few minutes, until Ctrl-C.
// USAGE says what can be given.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { install, requireNode, root, run } from './bootstrap.mjs';

const USAGE = `npm run demo -- [options]
  --port 3100      its port; 0 = a free one
  --dir .demo      where its data go; a second demonstration at the same time needs another --port and another --dir
  --seconds 60     how long the two weeks take       --days 14      how long the time is that is played
  --per-day 130    conversations of a working day    --seed 1       another one has other noise
  --until-done     ends when every experiment is where it was meant to be
  --clean          removes what it left behind (with --dir when it was given)
`;

requireNode();
const text = (byDefault) => ({ type: 'string', default: byDefault });
const flag = { type: 'boolean', default: false };
const options = readOptions();
if (options.help) end(0, USAGE.trimEnd());
const directory = resolve(root, options.dir);
const { clean } = await import('./demo-directory.mjs');
const { isBuilt } = await import('./build-current.mjs');
if (options.clean) end(0, await cleaned());

install();
if (!options['no-build'] && !isBuilt()) await build();
const { DEMO_EMAIL, DEMO_PASSWORD, startDemo } = await import('./demo-run.mjs');

/** Conversations. */
const TOLD_EVERY = 250;
const line = (words) => process.stdout.write(`${words}\n`);
const dayOf = (day) => `day ${day.toFixed(1).padStart(4)}`;
let demo = null;
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void finish(130, '\nStopped.'));

const beganAt = Date.now();
try {
  demo = await startDemo({
    directory,
    port: whole('port'),
    days: whole('days'),
    seconds: whole('seconds'),
    perDay: whole('per-day'),
    seed: options.seed,
    onStep: (day, title) => line(`  ${dayOf(day)}  ${title}`),
  });
} catch (error) {
  end(1, `demo: ${error.message}`);
}
line(`
  This is a demonstration: people, sites and figures are made up, and a stand-in plays the language model.
  Its clock runs ${options.days} days in ${options.seconds} seconds; then it is the real time.

  Console   ${demo.url}/            sign in as ${DEMO_EMAIL} with "${DEMO_PASSWORD}"
  Swagger   ${demo.url}/api/docs
  Look at   the dashboard while it fills; the experiments as they are decided; a trace for the words it used
`);
await watch();

async function watch() {
  const told = new Set();
  /** Once for each key. */
  const tell = (key, words) => {
    if (!told.has(key)) line(words);
    told.add(key);
  };
  for (; !ending; await new Promise((done) => setTimeout(done, 500))) {
    if (!demo.running()) return finish(1, 'demo: the server stopped');
    // While the machine is busy an answer may be late; the next one tells the same.
    const progress = await demo.progress().catch(() => null);
    if (!progress) continue;
    const { day, caughtUp, asMeant, conversations, ends, firstProblem } = progress;
    for (const { trial, id, end: how, note } of ends)
      if (how && how !== 'running')
        tell(
          `${id} ${how}`,
          `  ${dayOf(day)}  "${trial.name}" is ${how}: ${note}\n${' '.repeat(12)}${demo.url}/experiments/${id}`,
        );
    const counted = conversations.ended - (conversations.ended % TOLD_EVERY);
    if (counted > 0) tell(counted, `  ${dayOf(day)}  ${conversations.ended} conversations so far`);
    if (firstProblem)
      tell('problem', `  ${dayOf(day)}  something went wrong: ${firstProblem.message ?? firstProblem}`);
    const ended = `after ${seconds()} s. ${summary(progress)}`;
    if (options['until-done']) {
      if (asMeant) return finish(0, `\n  As meant ${ended}`);
      if (caughtUp) return finish(1, `\n  NOT as meant ${ended}`);
    } else if (caughtUp)
      tell(
        'caught up',
        `\n  The clock has caught up ${ended}\n  It goes on in real time, a conversation every few minutes. Ctrl-C stops everything.\n`,
      );
  }
}

function summary({ conversations, ends }) {
  const experiments = ends.map(
    ({ trial, status, end: how }) => `  "${trial.name}": ${how ?? `${status}, not as meant`}`,
  );
  const { ended, failed, leftOut } = conversations;
  return [`${ended} conversations, ${failed} failed, ${leftOut} left out.`, ...experiments].join('\n  ');
}

function seconds() {
  return ((Date.now() - beganAt) / 1_000).toFixed(1);
}

async function finish(code, words) {
  if (ending) return;
  ending = true;
  line(words);
  await demo?.stop().catch((error) => line(`demo: ${error.message}`));
  const where = options.dir === '.demo' ? '' : ` --dir ${options.dir}`;
  if (code === 130)
    line(`What it made is in ${options.dir}; remove it with: npm run demo -- --clean${where}`);
  process.exit(code === 130 ? 0 : code);
}

async function build() {
  process.stdout.write('Building ...\n');
  const args = ['run-many', '-t', 'build', '--outputStyle=static'];
  const { code, output } = await run('nx', args, { capture: true });
  if (code !== 0) end(1, `${output}\ndemo: the build failed (see above).`);
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        help: { ...flag, short: 'h' },
        clean: flag,
        'until-done': flag,
        'no-build': flag,
        dir: text('.demo'),
        port: text('3100'),
        days: text('14'),
        seconds: text('60'),
        'per-day': text('130'),
        seed: text('1'),
      },
    }).values;
  } catch (error) {
    return end(1, `demo: ${error.message}\n\n${USAGE.trimEnd()}`);
  }
}

function whole(name) {
  const value = Number(options[name]);
  return Number.isInteger(value) && value >= (name === 'port' ? 0 : 1)
    ? value
    : end(1, `demo: --${name} must be a whole number, not "${options[name]}"`);
}

async function cleaned() {
  try {
    return (await clean(directory)) ? `${options.dir} is removed.` : `There is no ${options.dir}.`;
  } catch (error) {
    return end(1, `demo: ${error.message}`);
  }
}

function end(code, words) {
  process[code === 0 ? 'stdout' : 'stderr'].write(`${words}\n`);
  process.exit(code);
}
