type Close = () => unknown;

/** What a process has opened, closed last to first. What is opened after the closing began is closed at once. */
export class ClosingOrder {
  readonly #closes: Close[] = [];
  #closing: Promise<void> | undefined;

  /** Remembers how to close what was just opened. */
  async defer(close: Close): Promise<void> {
    if (this.#closing) await close();
    else this.#closes.push(close);
  }

  /** Closes everything once. Throws an AggregateError after all were tried, if any failed. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const errors: unknown[] = [];
    for (const close of this.#closes.reverse()) {
      try {
        await close();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'not everything closed in order');
  }
}
