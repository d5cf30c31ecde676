import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { parse } from 'yaml';
import { ROOT } from './sources.ts';

const Texts = Type.Record(Type.String(), Type.String());

const Service = Type.Object({
  image: Type.String(),
  build: Type.Optional(Type.String()),
  container_name: Type.Optional(Type.String()),
  hostname: Type.Optional(Type.String()),
  command: Type.Optional(Type.Array(Type.String())),
  entrypoint: Type.Optional(Type.Array(Type.String())),
  restart: Type.String(),
  ports: Type.Optional(Type.Array(Type.String())),
  volumes: Type.Optional(Type.Array(Type.String())),
  networks: Type.Array(Type.String()),
  environment: Texts,
  depends_on: Type.Optional(Type.Record(Type.String(), Type.Object({ condition: Type.String() }))),
  healthcheck: Type.Optional(Type.Object({ test: Type.Array(Type.String()) })),
  secrets: Type.Optional(
    Type.Array(Type.Object({ source: Type.String(), uid: Type.String(), gid: Type.String(), mode: Type.Integer() })),
  ),
});

const ComposeFile = Type.Object({
  services: Type.Record(Type.String(), Service),
  networks: Type.Record(Type.String(), Type.Object({ internal: Type.Optional(Type.Boolean()) })),
  volumes: Type.Record(Type.String(), Type.Object({})),
  secrets: Type.Record(Type.String(), Type.Object({ environment: Type.String() })),
});

/** What tests look at in docker-compose.yml: as much as our own file has, written its way. */
export type ComposeFile = Static<typeof ComposeFile>;
/** One service of it. */
export type ComposeService = Static<typeof Service>;

/** Reads docker-compose.yml with its anchors and merges resolved, variables still in place. */
export function readComposeYaml(): unknown {
  return parse(readRootFile('docker-compose.yml'), { merge: true, version: '1.2' });
}

/** Reads docker-compose.yml as our own tests know it. Throws where it is written another way. */
export const readComposeFile = (): ComposeFile => Value.Parse(ComposeFile, readComposeYaml());

/** Reads a file below the root of the repository. */
export const readRootFile = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');

const VARIABLE = /\$(?:(\$)|\{([A-Z][A-Z0-9_]*)(?:(:-|:\?)([^}]*))?\})/g;

/** One variable that a text takes from the environment. */
export type ComposeVariable = { readonly name: string; readonly kind: ':-' | ':?' | 'bare' };

/** Lists the variables in a text, in their order. */
export const variablesIn = (text: string): readonly ComposeVariable[] =>
  [...text.matchAll(VARIABLE)].flatMap(([, dollar, name = '', kind]) =>
    dollar === undefined ? [{ name, kind: kind === ':-' || kind === ':?' ? kind : 'bare' }] : [],
  );

/**
 * Puts the values of `env` in, as `docker compose` does for the forms that our file uses: `$$`, `${A}`, `${A:-default}` and
 * `${A:?reason}`, which throws when A is absent or empty.
 */
export function interpolate(text: string, env: Readonly<Record<string, string | undefined>>): string {
  return text.replace(VARIABLE, (_found, dollar, name: string, kind, rest: string = '') => {
    if (dollar !== undefined) return '$';
    const value = env[name] || (kind === ':-' ? rest : '');
    if (value === '' && kind === ':?') throw new Error(`required variable ${name} ${rest}`);
    return value;
  });
}

/** Lists every text below a value of YAML. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
