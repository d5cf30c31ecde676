import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PHOTO_LIMITS } from '@wanmi/media';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readConfig as readApiConfig } from '../services/api/src/config.ts';
import { readConfig as readDispatcherConfig } from '../services/dispatcher/src/config.ts';
import {
  type ComposeService,
  interpolate,
  readComposeFile,
  readComposeYaml,
  readRootFile,
  textsIn,
  variablesIn,
} from './support/compose-file.ts';
import { ROOT } from './support/sources.ts';

const file = readComposeFile();
const serviceOf = (name: string): ComposeService => {
  const service = file.services[name];
  if (service === undefined) throw new Error(`cannot find service ${name} in docker-compose.yml`);
  return service;
};

/** Every variable that the file takes from the environment, and how. */
const taken = [
  ...textsIn(readComposeYaml()).flatMap(variablesIn),
  ...Object.values(file.secrets).map(({ environment }) => ({ name: environment, kind: ':?' as const })),
];
const namesOf = (kinds: readonly string[]): ReadonlySet<string> =>
  new Set(taken.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name));
const compulsory = namesOf([':?']);

/** What somebody writes into `.env` who follows `.env.example` and nothing else. */
const FILLED = Object.fromEntries(
  [...compulsory].map((name) => [name, name === 'WANMI_SITE' ? ':80' : 'a1'.repeat(32)]),
);
const environmentOf = (name: string, env = FILLED): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(serviceOf(name).environment).map(([key, text]) => [key, interpolate(text, env)]));

type ReadConfig = (env: Readonly<Record<string, string | undefined>>) => unknown;

/** Every variable that a service would read. */
function variablesReadBy(readConfig: ReadConfig): readonly string[] {
  const names = new Set<string>();
  const watched = new Proxy<Record<string, string>>({}, { get: (_none, name) => void names.add(String(name)) });
  expect(() => readConfig(watched)).toThrow(/missing/);
  return [...names];
}

describe('docker-compose.yml', () => {
  const require = createRequire(import.meta.url);
  const schemaFile = path.join(path.dirname(require.resolve('dclint/package.json')), 'schemas/compose.schema.json');
  const schema: unknown = JSON.parse(readFileSync(schemaFile, 'utf8'));
  if (typeof schema !== 'object' || schema === null) throw new Error(`cannot use ${schemaFile}: no schema`);
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  // The schema names draft 7 by an address of its own spelling.
  const validate = ajv.compile({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' });

  test('is one YAML document without errors', () => {
    const documents = parseAllDocuments(readRootFile('docker-compose.yml'), { merge: true });
    expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
    expect(documents).toHaveLength(1);
  });

  test('obeys the schema of the compose specification', () => {
    validate(readComposeYaml());
    expect(validate.errors ?? []).toEqual([]);
  });

  test.each([
    { fault: 'an unknown word in a service', broken: { services: { api: { image: 'a', restarts: 'always' } } } },
    { fault: 'a condition that none is', broken: { services: { a: { depends_on: { b: { condition: 'ready' } } } } } },
    { fault: 'a word at the top', broken: { services: {}, stores: {} } },
  ])('would not with $fault', ({ broken }) => {
    expect(validate(broken)).toBe(false);
  });

  test('starts what it names: dependencies, networks, volumes and secrets exist', () => {
    for (const [name, service] of Object.entries(file.services)) {
      for (const other of Object.keys(service.depends_on ?? {})) expect(file.services, name).toHaveProperty(other);
      for (const network of service.networks) expect(file.networks, name).toHaveProperty(network);
      for (const { source } of service.secrets ?? []) expect(file.secrets, name).toHaveProperty(source);
      const volumes = (service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '');
      for (const volume of volumes.filter((one) => !one.startsWith('.'))) {
        expect(file.volumes, name).toHaveProperty(volume);
      }
      for (const mounted of volumes.filter((one) => one.startsWith('.'))) {
        expect(readRootFile(mounted), name).not.toBe('');
      }
    }
  });

  test('waits for a service to be healthy only where that has a health check, and for an end only where one comes', () => {
    for (const service of Object.values(file.services)) {
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        const { healthcheck, restart } = serviceOf(name);
        const expected = restart === 'no' ? 'service_completed_successfully' : 'service_healthy';
        expect({ name, condition }).toEqual({ name, condition: expected });
        expect(healthcheck !== undefined, name).toBe(restart !== 'no');
      }
    }
  });

  test('restarts every service but the one that ends', () => {
    const restarts = Object.entries(file.services).map(([name, { restart }]) => [name, restart]);
    const others = restarts.filter(([name]) => name !== 'migrate');
    expect(new Set(others.map(([, restart]) => restart))).toEqual(new Set(['unless-stopped']));
    expect(serviceOf('migrate').restart).toBe('no');
  });

  test('names every foreign image with its full version', () => {
    const foreign = Object.values(file.services).filter(({ build }) => build === undefined);
    expect(foreign.map(({ image }) => image).filter((image) => !/:v?\d+\.\d+(\.\d+)?(-\w+)?$/.test(image))).toEqual([]);
  });

  test.each(['api', 'dispatcher'])('lets %s be scaled: no name and no port of this machine is its own', (name) => {
    const { container_name, hostname, ports, volumes } = serviceOf(name);
    expect({ container_name, hostname, ports, volumes }).toEqual({});
  });

  test('opens the proxy to the outside and nothing else', () => {
    const open = Object.entries(file.services).filter(([, { ports }]) => ports !== undefined);
    expect(open.map(([name]) => name)).toEqual(['proxy']);
    const stores = ['postgres', 'valkey', 'garage'].flatMap((name) => serviceOf(name).networks);
    expect(stores.map((network) => file.networks[network]?.internal)).toEqual([true, true, true]);
  });
});

describe.each([
  { name: 'api', readConfig: readApiConfig },
  { name: 'dispatcher', readConfig: readDispatcherConfig },
])('the variables of $name', ({ name, readConfig }) => {
  test('are all known to its configuration', () => {
    const known = variablesReadBy(readConfig);
    expect(Object.keys(environmentOf(name)).filter((variable) => !known.includes(variable))).toEqual([]);
  });

  test('are enough, and of the right shape, when .env has what is compulsory', () => {
    expect(readConfig(environmentOf(name))).toMatchObject({ s3: { endpoint: 'http://garage:3900' } });
  });

  test('hold nothing back when all that may be set is set', () => {
    const set = { WANMI_LOG_LEVEL: 'debug', WANMI_POOL_SIZE: '9', WANMI_DISPATCHER_CONCURRENCY: '8' };
    expect(readConfig(environmentOf(name, { ...FILLED, ...set }))).toMatchObject({ logLevel: 'debug' });
  });

  test('are told in docs/deployment.md, those left out too', () => {
    const page = readRootFile('docs/deployment.md');
    expect(variablesReadBy(readConfig).filter((variable) => !page.includes(`\`${variable}\``))).toEqual([]);
  });
});

describe('a secret', () => {
  const secrets = [...new Set(taken.map(({ name }) => name))].filter((name) => /PASSWORD|SECRET|KEY|TOKEN/.test(name));

  test('has no default, wherever it is used', () => {
    expect(secrets.toSorted()).toEqual(secrets.filter((name) => compulsory.has(name)).toSorted());
    expect(secrets.filter((name) => namesOf([':-', 'bare']).has(name))).toEqual([]);
  });

  test.each(secrets.filter((name) => name !== 'WANMI_SECRET'))('%s stops the start when it is absent', (secret) => {
    const texts = textsIn(readComposeYaml());
    const without = { ...FILLED, [secret]: '' };
    expect(() => texts.map((text) => interpolate(text, without))).toThrow(`required variable ${secret} is missing`);
  });

  test('of the installation is readable to the account of the image alone', () => {
    const [uid, gid] = /^USER (\d+):(\d+)$/m.exec(readRootFile('Dockerfile'))?.slice(1) ?? [];
    for (const name of ['api', 'dispatcher', 'migrate']) {
      expect(serviceOf(name).secrets).toEqual([{ source: 'wanmi-secret', uid, gid, mode: 0o400 }]);
      expect(serviceOf(name).environment).toMatchObject({ WANMI_SECRET_FILE: '/run/secrets/wanmi-secret' });
    }
    expect(uid).not.toBe('0');
  });
});

describe('.env.example', () => {
  const lines = readRootFile('.env.example').split('\n');
  const named = (pattern: RegExp) => lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);

  test('names what is compulsory, then what is optional, and each only once', () => {
    const optional = [...namesOf([':-'])];
    expect(named(/^([A-Z][A-Z0-9_]*)=/).toSorted()).toEqual([...compulsory].toSorted());
    expect(named(/^#([A-Z][A-Z0-9_]*)=/).toSorted()).toEqual(optional.toSorted());
  });

  test('holds no value', () => {
    expect(lines.filter((line) => /^#?[A-Z][A-Z0-9_]*=./.test(line))).toEqual([]);
  });
});

describe('the image', () => {
  const dockerfile = readRootFile('Dockerfile');
  const toolchain: unknown = JSON.parse(readRootFile('scripts/toolchain.json'));

  test('has the Node of the toolchain in every stage', () => {
    const [, version] = /^ARG NODE_IMAGE=node:(\d+\.\d+\.\d+)-[a-z]+-slim$/m.exec(dockerfile) ?? [];
    expect(toolchain).toMatchObject({ node: version });
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    const argument = `\${NODE_IMAGE}`;
    expect(new Set(bases)).toEqual(new Set([argument, 'source']));
  });

  test('starts what the services run', () => {
    for (const { command = [], entrypoint = [], healthcheck, build } of Object.values(file.services)) {
      if (build === undefined) continue;
      const scripts = [...command, ...entrypoint, ...(healthcheck?.test ?? [])].filter((word) =>
        /\.m?[jt]s$/.test(word),
      );
      for (const script of scripts) expect(readRootFile(script)).not.toBe('');
      expect(scripts.length).toBeGreaterThan(0);
    }
  });

  test('is built from files that .dockerignore lets through', () => {
    const through = readRootFile('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    const shut = copied.filter((name) => name !== '.' && !through.some((line) => name.startsWith(line.slice(1))));
    expect(shut).toEqual([]);
  });
});

describe('the proxy', () => {
  const caddyfile = readRootFile('deploy/Caddyfile');
  const api = environmentOf('api');

  test('looks for replicas where the api listens, in a network that both are in', () => {
    expect(caddyfile).toMatch(new RegExp(`dynamic a \\{\\s+name api\\s+port ${api.WANMI_PORT}\\s`));
    expect(serviceOf('api').networks).toEqual(expect.arrayContaining(serviceOf('proxy').networks));
  });

  test('lets the largest photo and its form through', () => {
    const [, megabytes] = /max_size (\d+)MB/.exec(caddyfile) ?? [];
    expect(Number(megabytes) * 1e6).toBeGreaterThan(PHOTO_LIMITS.bytes + 64 * 1024);
  });

  test.each([
    { name: 'api', port: api.WANMI_PORT },
    { name: 'dispatcher', port: environmentOf('dispatcher').WANMI_DISPATCHER_PORT },
  ])('and the health check ask $name where it listens', ({ name, port }) => {
    expect(serviceOf(name).healthcheck?.test.at(-1)).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/`));
  });
});

describe('the health check of a container', () => {
  test.each([
    { status: 200, code: 0, says: '' },
    { status: 503, code: 1, says: '503 the database does not answer' },
  ])('ends with $code when the service answers $status', async ({ status, code, says }) => {
    const server = createServer((_request, answer) => {
      answer.writeHead(status).end('the database does not answer');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      expect(await checkHealth(`http://127.0.0.1:${port}/readyz`)).toMatchObject({ code });
      expect((await checkHealth(`http://127.0.0.1:${port}/readyz`)).errors).toContain(says);
    } finally {
      server.close();
    }
  });

  test('ends with 1 when nobody listens', async () => {
    expect(await checkHealth('http://127.0.0.1:1/healthz')).toMatchObject({ code: 1 });
  });
});

async function checkHealth(address: string): Promise<{ code: unknown; errors: string }> {
  const child = spawn(process.execPath, [path.join(ROOT, 'deploy/check-health.mjs'), address]);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const [code] = await once(child, 'close');
  return { code, errors };
}
