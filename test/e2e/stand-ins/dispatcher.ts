// Stands in for the dispatcher where the supervisor is tested: idles, and is deaf to SIGTERM when told to be.
setInterval(() => undefined, 1000);
if (process.env.STAND_IN_DEAF) process.on('SIGTERM', () => undefined);
