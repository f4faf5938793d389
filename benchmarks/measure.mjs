// Interleaved measuring: every candidate takes its turn in every round, forwards and backwards by turns, so that a busy
// machine slows all of them alike. Times are CPU times of this process, because wall time belongs to the neighbours too.

/** The last answer of every loop goes here, so that no compiler may leave the work out. */
export const kept = { answer: null };

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median and range. @example spread([3, 1, 2]) // { median: 2, min: 1, max: 3 } */
export function spread(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

export function cpuMicroseconds() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/**
 * Candidates in an order that changes with the round: forwards, backwards, and each time beginning with another one.
 * @example turns(['a', 'b', 'c'], 1) // ['a', 'c', 'b']
 */
export function turns(candidates, round) {
  const from = (round >> 1) % candidates.length;
  const order = [...candidates.slice(from), ...candidates.slice(0, from)];
  return round % 2 === 0 ? order : order.reverse();
}

// A loop of its own for each candidate: in a shared one the call would be polymorphic, and cost more than some candidates do.
function loopOf({ operation, isAsync }) {
  const [head, call] = isAsync ? ['async ', 'await operation(i)'] : ['', 'operation(i)'];
  const source = `return ${head}(n) => { let answer; for (let i = 0; i < n; i++) answer = ${call}; kept.answer = answer; }`;
  return new Function('operation', 'kept', source)(operation, kept);
}

async function cpuOf(loop, n) {
  const startedAt = cpuMicroseconds();
  const pending = loop(n);
  if (pending) await pending;
  return cpuMicroseconds() - startedAt;
}

/**
 * Measures candidates `{ name, operation(i), isAsync?, prepare?(), most? }` and answers ns of CPU per operation, by name.
 *
 * Each is given as many operations as fill `turnMs` of CPU, at most `most`; `prepare` runs before each turn, outside of the time.
 */
export async function interleave(candidates, { rounds = 9, turnMs = 60 } = {}) {
  const runs = new Map();
  for (const candidate of candidates) {
    const { name, prepare = () => undefined, most = 2 ** 24 } = candidate;
    const loop = loopOf(candidate);
    // Warm, and find out how many operations fill a turn.
    let n = Math.min(64, most);
    for (let total = 0; total < turnMs * 2_000;) {
      prepare();
      const cpu = await cpuOf(loop, n);
      total += Math.max(cpu, 1);
      if (cpu < turnMs * 500) n = Math.min(n * 2, most);
    }
    runs.set(name, { loop, prepare, n, times: [] });
  }
  for (let round = 0; round < rounds; round++) {
    for (const { name } of turns(candidates, round)) {
      const { loop, prepare, n, times } = runs.get(name);
      prepare();
      times.push(((await cpuOf(loop, n)) * 1_000) / n);
    }
  }
  return new Map([...runs].map(([name, { times }]) => [name, spread(times)]));
}

export function rounded(value, digits = 3) {
  return Number(value.toPrecision(digits));
}

/** One line of figures. @example printLine('resolve', { median: 98, min: 97, max: 100 }, 'ns', '1.2 x the floor') */
export function printLine(name, { median: middle, min, max }, unit, note = '') {
  const figure = (value) => (value >= 1_000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));
  const range = `[${figure(min)} .. ${figure(max)}]`;
  console.log(
    `  ${name.padEnd(58)} ${figure(middle).padStart(9)} ${unit.padEnd(6)} ${range.padEnd(22)} ${note}`.trimEnd(),
  );
}

/**
 * Prints the goals reached or missed, one JSON line each, at the end. `ours`, `floor` and `peer` are medians; `held` says
 * whether the must column holds.
 */
export function printResults(results) {
  console.log('');
  for (const result of results) console.log(JSON.stringify(result));
}
