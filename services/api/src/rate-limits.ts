import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { ApiError } from './errors.ts';

/** Requests a minute from one address, unless a route says otherwise. The machine itself is not counted. */
const PER_ADDRESS = 6000;
const OWN_ADDRESSES = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/** Limits what one address may ask. Counted in each process. */
export async function limitRates(app: FastifyInstance): Promise<void> {
  await app.register(rateLimit, {
    max: PER_ADDRESS,
    timeWindow: '1 minute',
    allowList: (request) => request.routeOptions.config?.rateLimit === undefined && OWN_ADDRESSES.includes(request.ip),
    addHeaders: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
      'retry-after': true,
    },
    errorResponseBuilder: (_request, { ttl }) => tooMany(Math.ceil(ttl / 1000)),
  });
}

/** The refusal of an address that asks too often. */
export const tooMany = (seconds: number): ApiError =>
  new ApiError(
    'rate-limited',
    `too many requests; try again in ${seconds} s`,
    { retryAfterSeconds: seconds },
    { 'retry-after': String(seconds) },
  );
