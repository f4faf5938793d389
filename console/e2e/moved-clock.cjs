// Preloaded into a server under test: its clock, in every thread, is the machine's moved by the milliseconds in a file, so
// that days of an experiment pass in seconds. The database is embedded, so it has the same time.
const { readFileSync } = require('node:fs');

const MachineDate = Date;
const FRESH_MS = 20;
let movedByMs = 0;
let readAt = 0;

function now() {
  const machine = MachineDate.now();
  if (machine - readAt > FRESH_MS) {
    // Empty while it is being written.
    const text = readFileSync(process.env.MOVED_CLOCK_FILE, 'utf8');
    if (text !== '') movedByMs = Number(text);
    readAt = machine;
  }
  return machine + movedByMs;
}

globalThis.Date = new Proxy(MachineDate, {
  construct: (target, values, created) =>
    Reflect.construct(target, values.length > 0 ? values : [now()], created),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});
