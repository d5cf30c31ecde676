import { type Logger, pino } from 'pino';

/** The log of the process: JSON lines on standard output. */
export const makeLog = (level: string): Logger => pino({ name: 'dispatcher', level });
