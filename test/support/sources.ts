import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

/** The repository. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

/** A source file; `file` is its path from the root with forward slashes. */
export type Source = { readonly file: string; readonly text: string };
/** One import or re-export of a source file. */
export type Import = { readonly specifier: string; readonly typeOnly: boolean };

/** Reads the TypeScript and plain JavaScript below these folders, without what is built or installed. */
export function listSources(folders: readonly string[]): readonly Source[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
      .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !/(^|\/)(node_modules|dist)\//.test(file))
      .map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') })),
  );
}

/** The code without comments and without the contents of strings, line by line as it was. */
export function readCode({ text }: Source): string {
  const blank = (found: string): string => found.replace(/[^\n]/g, ' ');
  return text.replace(/\/\*[\s\S]*?\*\/|(?<![:\\])\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, blank);
}

const FROM = /^(?:import|export)\s+(type\s+)?((?:[\w*\s,]|\{[^}]*\})*?)\s*from\s+'([^']+)'/gm;
const BARE = /^import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

/** Lists what a file imports, at its top or on the way. */
export function readImports({ text }: Source): readonly Import[] {
  const named = [...text.matchAll(FROM)].map(([, keyword, clause = '', specifier = '']) => ({
    specifier,
    typeOnly: keyword !== undefined || hasOnlyTypes(clause),
  }));
  const bare = [...text.matchAll(BARE)].map(([, first, second]) => ({
    specifier: first ?? second ?? '',
    typeOnly: false,
  }));
  return [...named, ...bare];
}

function hasOnlyTypes(clause: string): boolean {
  const names = /^\{([^}]*)\}$/
    .exec(clause.trim())?.[1]
    ?.split(',')
    .map((name) => name.trim()) ?? [''];
  return (
    names.filter((name) => name !== '').every((name) => name.startsWith('type ')) && names.some((name) => name !== '')
  );
}

const Manifest = Type.Object({
  name: Type.String(),
  exports: Type.Optional(Type.Unknown()),
  dependencies: Type.Optional(Type.Record(Type.String(), Type.String())),
});

/** Reads the package.json of a folder; `dependencies` are names, those for development left out. */
export function readManifest(folder: string): { name: string; exports: unknown; dependencies: readonly string[] } {
  const manifest = Value.Parse(Manifest, JSON.parse(readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8')));
  return { name: manifest.name, exports: manifest.exports, dependencies: Object.keys(manifest.dependencies ?? {}) };
}
