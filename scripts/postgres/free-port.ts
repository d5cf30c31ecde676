import net from 'node:net';

/** A free TCP port on 127.0.0.1: `wanted` if nobody listens on it, else any. */
export async function freePort(wanted = 0): Promise<number> {
  const port = await probe(wanted);
  if (port !== undefined) return port;
  const other = await probe(0);
  if (other !== undefined) return other;
  throw new Error('cannot find a free port on 127.0.0.1: none can be opened, check the network limits of this machine');
}

function probe(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
