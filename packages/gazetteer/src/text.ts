/**
 * A text as searches compare it: half and full width, upper and lower case are the same, nothing but letters and digits
 * counts. A hyphen stays between digits: 12-3号 is not 123号.
 */
export const keyOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=\d)\s*[-–—之]\s*(?=\d)/gu, '-')
    .replace(/(?<!\d)-|-(?!\d)|[^\p{L}\p{N}-]+/gu, '');

/** Every run of `size` neighbouring characters, each once; the whole text where it is shorter. None for an empty text. */
export function gramsOf(key: string, size: number): readonly string[] {
  const characters = [...key];
  if (characters.length <= size) return key === '' ? [] : [key];
  const found = new Set<string>();
  for (let i = size; i <= characters.length; i++) found.add(characters.slice(i - size, i).join(''));
  return [...found];
}

/** The house numbers of a key: `12-3` of `东街12-3号`. */
export const numbersOf = (key: string): readonly string[] => key.match(/\d+(?:-\d+)*/g) ?? [];

/** True for a key in Latin letters: pinyin, as nobody's name here is Latin alone. */
export const isLatin = (key: string): boolean => /^[a-z\d-]*[a-z][a-z\d-]*$/.test(key);
