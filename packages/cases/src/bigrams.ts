/** Half and full width, upper and lower case are the same to a search. */
const normalizeWords = (text: string): string => text.normalize('NFKC').toLowerCase();

/** The words of a query: what spaces separate. */
export const wordsOf = (text: string): readonly string[] => normalizeWords(text).split(/\s+/u).filter(Boolean);

/** Every two neighbouring characters of every word, each pair once. A word of one character has none. */
export function bigramsOf(...texts: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const word of texts.flatMap(wordsOf)) {
    const characters = [...word];
    for (let i = 1; i < characters.length; i++) found.add(`${characters[i - 1]}${characters[i]}`);
  }
  return [...found];
}
