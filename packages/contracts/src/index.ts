export { ERROR_CODES, type ErrorCode } from './error-codes.ts';
export * from './http/index.ts';
export * from './live/protocol.ts';
