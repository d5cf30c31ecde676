/** A file or a value that cannot be read. The message names the file, the place in it, what was found and what is needed. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}

/** A found value, short enough for an error message. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
