/** Writes a text to a stream and ends its last line, once; an empty text leaves nothing. */
export const lineWriter =
  (stream: { write(text: string): unknown }): ((text: string) => void) =>
  (text) => {
    if (text !== '') stream.write(text.endsWith('\n') ? text : `${text}\n`);
  };
