// Runs PGlite off the main thread, so that a heavy query never stops the server from answering a resolve.
// Speaks PostgreSQL's wire protocol over the message port: bytes in, bytes out.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

try {
  const db = await PGlite.create(workerData.dataDir);
  parentPort.postMessage({ ready: true });
  parentPort.on('message', async ({ id, bytes, close }) => {
    try {
      if (close) {
        await db.close();
        parentPort.postMessage({ id });
        parentPort.close();
        return;
      }
      const answer = await db.execProtocolRaw(bytes);
      parentPort.postMessage({ id, bytes: answer });
    } catch (error) {
      parentPort.postMessage({ id, error: String(error?.message ?? error) });
    }
  });
} catch (error) {
  parentPort.postMessage({ ready: false, error: String(error?.message ?? error) });
}
