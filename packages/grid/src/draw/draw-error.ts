/** Facts from which nothing can be drawn. The message says what to change. */
export class DrawError extends Error {
  override readonly name = 'DrawError';
}
