import { createServer } from 'node:net';

/** Below those that systems give to whoever asks for any: Linux from 32768, others from 49152. */
const FIRST = 11_000;
const LAST = 32_000;

/**
 * A free port on loopback that nobody is given by chance, neither before it is used nor while its server is stopped to be
 * started again.
 */
export async function freePort() {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isFree(port)) return port;
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false)); // somebody has it
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
