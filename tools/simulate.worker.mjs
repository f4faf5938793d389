// One worker of simulate.mjs: replications of one cell at a time, with the libraries as they are.
import { parentPort, workerData } from 'node:worker_threads';
import { createRequire } from 'node:module';

const { acceptanceCells, replicate } = createRequire(import.meta.url)(workerData.bundle);
const cells = new Map(acceptanceCells().map((cell) => [cell.name, cell]));

parentPort.on('message', ({ name, from, to }) => {
  const rows = replicate(cells.get(name), workerData.seed, from, to);
  parentPort.postMessage({ name, from, to, rows }, [rows.buffer]);
});
