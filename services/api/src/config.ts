import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';

/** What the process reads from its environment. docs/deployment.md tells how to run it. */
const Environment = Type.Object({
  DATABASE_URL: Type.String({ pattern: '^postgres(ql)?://', description: 'PostgreSQL 15 or later.' }),
  WANMI_HOST: Type.String({ minLength: 1, description: 'Address to listen on.' }),
  WANMI_PORT: Type.String({ pattern: '^\\d{1,5}$', description: 'Port to listen on; 0 takes a free one.' }),
  WANMI_DATA_DIR: Type.String({ minLength: 1, description: 'Folder for photos without an object store.' }),
  WANMI_SECRET_FILE: Type.String({
    minLength: 1,
    description: 'File with the secret that keys are derived from, mode 0600.',
  }),
  WANMI_PARENT_PID: Type.Optional(Type.String({ pattern: '^\\d+$', description: 'Ends with this process.' })),
  WANMI_ALLOWED_ORIGINS: Type.Optional(Type.String({ description: 'Further origins of pages, by commas.' })),
  WANMI_TRUST_PROXY: Type.Optional(Type.String({ description: 'Addresses of reverse proxies, by commas.' })),
  WANMI_POOL_SIZE: Type.Optional(
    Type.String({ pattern: '^[1-9]\\d?$', description: 'Database connections, 6 by default.' }),
  ),
  WANMI_LOG_LEVEL: Type.Optional(Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])),
  S3_ENDPOINT: Type.Optional(Type.String({ pattern: '^https?://' })),
  S3_BUCKET: Type.Optional(Type.String({ minLength: 3 })),
  S3_ACCESS_KEY: Type.Optional(Type.String({ minLength: 1 })),
  S3_SECRET_KEY: Type.Optional(Type.String({ minLength: 1 })),
  S3_REGION: Type.Optional(Type.String({ minLength: 1 })),
});
type Environment = Static<typeof Environment>;

const shape = Compile(Environment);

/** The configuration of the API process. */
export type Config = {
  readonly databaseUrl: string;
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly secretFile: string;
  readonly parentPid: number | null;
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly poolSize: number;
  readonly logLevel: string;
  readonly s3: S3Config | null;
};

/** An S3 store for photos. */
export type S3Config = {
  readonly endpoint: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
};

/** Reads the environment once. Throws one error that names every variable that is missing or wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // An empty variable is an unset one: compose files cannot leave a variable out.
  const given = Object.fromEntries(
    Object.keys(Environment.properties).flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  );
  if (!shape.Check(given)) throw new Error(`cannot start the API: ${shape.Errors(given).map(problemOf).join('; ')}`);
  return Object.freeze({
    databaseUrl: given.DATABASE_URL,
    host: given.WANMI_HOST,
    port: Number(given.WANMI_PORT),
    dataFolder: given.WANMI_DATA_DIR,
    secretFile: given.WANMI_SECRET_FILE,
    parentPid: given.WANMI_PARENT_PID === undefined ? null : Number(given.WANMI_PARENT_PID),
    allowedOrigins: listOf(given.WANMI_ALLOWED_ORIGINS),
    trustedProxies: listOf(given.WANMI_TRUST_PROXY),
    poolSize: Number(given.WANMI_POOL_SIZE ?? 6),
    logLevel: given.WANMI_LOG_LEVEL ?? 'info',
    s3: readS3(given),
  });
}

const S3_NAMES = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'] as const;

function readS3(given: Environment): S3Config | null {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey } = given;
  if (endpoint && bucket && accessKey && secretKey) {
    return { endpoint, bucket, accessKey, secretKey, region: given.S3_REGION ?? 'us-east-1' };
  }
  const missing = S3_NAMES.filter((name) => !given[name]);
  if (missing.length === S3_NAMES.length) return null;
  throw new Error(`cannot start the API: ${missing.join(', ')} missing, an S3 store needs ${S3_NAMES.join(', ')}`);
}

const listOf = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

type ShapeError = ReturnType<typeof shape.Errors>[number];

const problemOf = (error: ShapeError): string =>
  error.keyword === 'required'
    ? `${error.params.requiredProperties.join(', ')} missing`
    : `${error.instancePath.slice(1)} ${error.message}`;
