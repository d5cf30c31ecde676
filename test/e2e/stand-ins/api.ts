// Stands in for the api where the supervisor is tested: ready at once, drains for a moment, dies when told to.
import http from 'node:http';

const server = http.createServer((request, response) => {
  if (request.url === '/die') process.exit(3);
  response.writeHead(request.url === '/readyz' ? 200 : 404).end(`${process.pid} ${process.env.DATABASE_URL}`);
});
server.listen(Number(process.env.WANMI_PORT), process.env.WANMI_HOST);
process.on('SIGTERM', () => setTimeout(() => process.exit(0), 200));
