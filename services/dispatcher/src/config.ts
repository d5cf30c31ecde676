import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

/** What the process reads from its environment. */
const Environment = Type.Object({
  DATABASE_URL: Type.String({ pattern: '^postgres(ql)?://', description: 'PostgreSQL 15 or later.' }),
  REDIS_URL: Type.Optional(
    Type.String({ pattern: '^rediss?://', description: 'Queues on Redis, else on PostgreSQL.' }),
  ),
  WANMI_DATA_DIR: Type.String({ minLength: 1, description: 'Folder for photos without an object store.' }),
  WANMI_SECRET_FILE: Type.String({ minLength: 1, description: 'File with the secret that keys are derived from.' }),
  WANMI_DISPATCHER_PORT: Type.Optional(
    Type.String({ pattern: '^\\d{1,5}$', description: 'Serves health and metrics here.' }),
  ),
  WANMI_DISPATCHER_HOST: Type.Optional(
    Type.String({ minLength: 1, description: 'Address for health and metrics, needed with the port.' }),
  ),
  WANMI_DISPATCHER_CONCURRENCY: Type.Optional(
    Type.String({ pattern: '^[1-9]\\d?$', description: 'Jobs of each queue at once, 4 by default.' }),
  ),
  WANMI_PUBLIC_URL: Type.Optional(
    Type.String({ pattern: '^https?://', description: 'Where people find the product; messages carry links to it.' }),
  ),
  WANMI_WEBHOOK_NETWORKS: Type.Optional(
    Type.String({
      pattern: '^[0-9a-fA-F.:]+/\\d{1,3}(,[0-9a-fA-F.:]+/\\d{1,3})*$',
      description: 'Private networks that webhooks may reach, by commas: 10.20.0.0/16.',
    }),
  ),
  SMTP_URL: Type.Optional(
    Type.String({ pattern: '^smtps?://', description: 'Mail server; without it e-mail is off.' }),
  ),
  SMTP_FROM: Type.Optional(Type.String({ minLength: 3, description: 'Sender of e-mails, needed with SMTP_URL.' })),
  WANMI_PARENT_PID: Type.Optional(Type.String({ pattern: '^\\d+$', description: 'Ends with this process.' })),
  WANMI_LOG_LEVEL: Type.Optional(Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])),
  S3_ENDPOINT: Type.Optional(Type.String({ pattern: '^https?://' })),
  S3_BUCKET: Type.Optional(Type.String({ minLength: 3 })),
  S3_ACCESS_KEY: Type.Optional(Type.String({ minLength: 1 })),
  S3_SECRET_KEY: Type.Optional(Type.String({ minLength: 1 })),
  S3_REGION: Type.Optional(Type.String({ minLength: 1 })),
});
type Environment = Static<typeof Environment>;

/** The configuration of the dispatcher process. */
export type Config = {
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly dataFolder: string;
  readonly secretFile: string;
  /** Where health and metrics are served; null: nowhere. */
  readonly health: { readonly host: string; readonly port: number } | null;
  readonly concurrency: number;
  readonly parentPid: number | null;
  readonly logLevel: string;
  readonly s3: S3Settings | null;
  /** Null: e-mail is off. */
  readonly mail: { readonly url: string; readonly from: string } | null;
  /** Networks as `10.20.0.0/16` that webhooks may reach although they are private. */
  readonly webhookNetworks: readonly string[];
  /** Without a slash at its end; null: messages carry no link. */
  readonly publicUrl: string | null;
};

/** An S3 store for photos. */
export type S3Settings = {
  readonly endpoint: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
};

/** Reads the environment once. Throws one error that names every variable that is missing or wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // An empty variable is an unset one: compose files cannot leave a variable out.
  const names = Object.keys(Environment.properties);
  const given = Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const problems = [...shapeProblems(given), ...groupProblems(given)];
  if (problems.length > 0 || !Value.Check(Environment, given)) {
    throw new Error(`cannot start the dispatcher: ${problems.join('; ')}`);
  }
  const port = given.WANMI_DISPATCHER_PORT;
  return Object.freeze({
    databaseUrl: given.DATABASE_URL,
    redisUrl: given.REDIS_URL,
    dataFolder: given.WANMI_DATA_DIR,
    secretFile: given.WANMI_SECRET_FILE,
    health: port === undefined ? null : { host: given.WANMI_DISPATCHER_HOST ?? '', port: Number(port) },
    concurrency: Number(given.WANMI_DISPATCHER_CONCURRENCY ?? 4),
    parentPid: given.WANMI_PARENT_PID === undefined ? null : Number(given.WANMI_PARENT_PID),
    logLevel: given.WANMI_LOG_LEVEL ?? 'info',
    s3: s3Of(given),
    mail: given.SMTP_URL && given.SMTP_FROM ? { url: given.SMTP_URL, from: given.SMTP_FROM } : null,
    webhookNetworks: given.WANMI_WEBHOOK_NETWORKS?.split(',') ?? [],
    publicUrl: given.WANMI_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
  });
}

const shapeProblems = (given: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Value.Errors(Environment, given).map((error) =>
    error.keyword === 'required'
      ? `${error.params.requiredProperties.join(', ')} missing`
      : `${error.instancePath.slice(1)} ${error.message}`,
  );

const S3_NAMES = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'];

/** Variables that only make sense together. */
function groupProblems(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  const missing = S3_NAMES.filter((name) => !given[name]);
  const halfS3 = missing.length > 0 && missing.length < S3_NAMES.length;
  const halfMail = (given.SMTP_URL === undefined) !== (given.SMTP_FROM === undefined);
  const portAlone = given.WANMI_DISPATCHER_PORT !== undefined && !given.WANMI_DISPATCHER_HOST;
  return [
    ...(halfMail ? ['SMTP_URL or SMTP_FROM missing, e-mail needs both'] : []),
    ...(halfS3 ? [`${missing.join(', ')} missing, an S3 store needs ${S3_NAMES.join(', ')}`] : []),
    ...(portAlone ? ['WANMI_DISPATCHER_HOST missing, WANMI_DISPATCHER_PORT needs an address to listen on'] : []),
  ];
}

function s3Of(given: Environment): S3Settings | null {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey } = given;
  if (!endpoint || !bucket || !accessKey || !secretKey) return null;
  return { endpoint, bucket, accessKey, secretKey, region: given.S3_REGION ?? 'us-east-1' };
}
