import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { settle } from './fake-clock';
import type { RegistryServer } from './registry-server';

const begun = new Set<ClientRequest>();

subscribe('http.client.request.start', (message) => {
  const { request } = message as { request: ClientRequest };
  begun.add(request);
  request.once('close', () => begun.delete(request));
});

/**
 * Waits until a server has answered all that this process asked of it and everything has been read, however long the machine
 * takes; but for streams, and for answers that the server keeps back. Time in a test's hands must not pass meanwhile.
 */
export async function quiet(server: RegistryServer): Promise<void> {
  do await settle();
  while ([...begun].some((request) => !isWaiting(request, server)));
}

/** For something that only time or the test brings. */
function isWaiting({ socket }: ClientRequest, server: RegistryServer): boolean {
  return socket?.localPort !== undefined && server.sentWithoutEnd(socket.localPort) === socket.bytesRead;
}
