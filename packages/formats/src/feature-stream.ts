import { FormatError, shown } from './format-error.ts';

/** Text without a list of features: perhaps a single one. */
export class NoCollectionError extends FormatError {}

/** Characters that one feature may have: a guard against a file that never closes its first brace. */
const LONGEST = 50_000_000;
/** Members in front of the features are read up to so many characters. */
const LONGEST_HEAD = 1_000_000;

/**
 * Reads the features of a GeoJSON FeatureCollection one by one from pieces of text, so that a file of any size passes
 * through. What a feature holds is not judged. Throws FormatError for text that is no such collection or ends too early;
 * the features before the fault have been given by then.
 *
 * `onMembers` is told, before the first feature, what stands in front of them (`crs`, `targetAreaM2` and the like).
 *
 * How: brackets are counted outside strings. The array that follows the key `features` of the outermost object holds
 * the features; each runs from the brace that opens at its level to the one that closes there.
 */
export async function* readFeatureStream(
  pieces: AsyncIterable<string>,
  file: string,
  onMembers?: (members: Readonly<Record<string, unknown>>) => void,
): AsyncGenerator<unknown> {
  const scanner = new FeatureScanner();
  let count = 0;
  for await (const piece of pieces) {
    const found = scanner.push(piece);
    if (scanner.head !== undefined) onMembers?.(membersOf(scanner.takeHead()));
    for (const text of found) yield parseFeature(text, count++, file);
    if (scanner.hasOther) {
      throw new FormatError(
        `cannot read feature ${count} of ${file}: it or what stands beside it is no object, needs a Feature`,
      );
    }
    if (scanner.pending > LONGEST) {
      throw new FormatError(`cannot read feature ${count} of ${file}: it is longer than ${LONGEST} characters`);
    }
  }
  if (!scanner.isFound) {
    throw new NoCollectionError(`cannot read ${file}: "features" is missing, needs a FeatureCollection`);
  }
  if (!scanner.isEnded) {
    throw new FormatError(`cannot read ${file}: it ends inside or behind feature ${count}, needs to be whole`);
  }
}

/** The outermost object up to the array of features. */
function membersOf(head: string): Readonly<Record<string, unknown>> {
  try {
    const { features: _, ...members } = JSON.parse(`${head.replace(/^\uFEFF/, '')}]}`);
    return members;
  } catch {
    return {}; // whatever is wrong with it shows with the features
  }
}

function parseFeature(text: string, index: number, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(`cannot read feature ${index} of ${file}: ${shown(text)} is not JSON (${reason})`, { cause });
  }
}

/** Depth inside the collection's array: the object, then the array. */
const FEATURE_DEPTH = 2;
/** What may stand before, between and behind features; those begin with a brace. */
const BETWEEN = /[\s,{\]]/;

class FeatureScanner {
  isFound = false;
  isEnded = false;
  /** Something stands in the array that is no object. */
  hasOther = false;
  /** The text up to the array of features, once that is found and until it is taken. */
  head: string | undefined;
  private before = '';
  /** Where the array begins in its piece. */
  private arrayAt = 0;
  private depth = 0;
  private inString = false;
  private isEscaped = false;
  /** The last string of the outermost object: its key, when a colon and a value follow. */
  private key = '';
  private kept = '';
  private isKeeping = false;

  /** Characters kept of a feature that has not ended. */
  get pending(): number {
    return this.kept.length;
  }

  /** In the array, outside its features. */
  private get isBetween(): boolean {
    return this.depth === FEATURE_DEPTH && this.isFound && !this.isEnded && !this.isKeeping;
  }

  takeHead(): string {
    const { head = '' } = this;
    this.head = undefined;
    return head;
  }

  /** The features that end in this piece. */
  push(piece: string): string[] {
    const wasFound = this.isFound;
    const ended: string[] = [];
    let start = 0;
    for (let i = 0; i < piece.length; i++) {
      const char = piece[i] ?? '';
      if (this.isBetween && !BETWEEN.test(char)) this.hasOther = true;
      if (this.inString) this.passString(char);
      else if (this.opens(char, i)) start = i;
      else if (this.closes(char)) {
        ended.push(this.kept + piece.slice(start, i + 1));
        this.kept = '';
        start = i + 1;
      }
    }
    if (this.isKeeping) this.kept += piece.slice(start);
    if (!wasFound) this.keepHead(piece);
    return ended;
  }

  private keepHead(piece: string): void {
    if (this.before.length < LONGEST_HEAD) this.before += piece;
    if (!this.isFound) return;
    this.head = this.before.slice(0, this.before.length - piece.length + this.arrayAt + 1);
    this.before = '';
  }

  private passString(char: string): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (char === '\\') this.isEscaped = true;
    else if (char === '"') this.inString = false;
    else if (this.depth === 1) this.key += char;
  }

  /** True when a feature begins at this character. */
  private opens(char: string, at: number): boolean {
    if (char === '"') {
      this.inString = true;
      if (this.depth === 1) this.key = '';
      return false;
    }
    if (char !== '{' && char !== '[') return false;
    if (char === '[' && this.depth === 1 && this.key === 'features' && !this.isFound) {
      this.isFound = true;
      this.arrayAt = at;
    }
    this.depth += 1;
    const begins = char === '{' && this.depth === FEATURE_DEPTH + 1 && this.isFound && !this.isEnded;
    if (begins) this.isKeeping = true;
    return begins;
  }

  /** True when a feature ends with this character. */
  private closes(char: string): boolean {
    if (char !== '}' && char !== ']') return false;
    this.depth -= 1;
    if (this.isFound && this.depth === 1 && char === ']') this.isEnded = true;
    if (!this.isKeeping || this.depth !== FEATURE_DEPTH) return false;
    this.isKeeping = false;
    return true;
  }
}
