// Stands in for the dispatcher where the supervisor is tested: ready at once, and deaf to SIGTERM when told to be.
import http from 'node:http';

const server = http.createServer((_request, response) => response.writeHead(200).end());
server.listen(Number(process.env.WANMI_DISPATCHER_PORT), process.env.WANMI_DISPATCHER_HOST);
process.on('SIGTERM', () => {
  if (!process.env.STAND_IN_DEAF) process.exit(0);
});
