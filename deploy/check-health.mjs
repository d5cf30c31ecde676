// `node deploy/check-health.mjs URL`: exit code 0 if the address answers 2xx within four seconds, else 1 with the reason on
// stderr. Containers run it as their health check: the image has no curl.
const [address = ''] = process.argv.slice(2);

try {
  const answer = await fetch(address, { signal: AbortSignal.timeout(4_000) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text.slice(0, 500)}`);
} catch (error) {
  process.stderr.write(`cannot reach ${JSON.stringify(address)}: ${error.cause?.message ?? error.message}\n`);
  process.exitCode = 1;
}
