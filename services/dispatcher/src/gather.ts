/** Does many things at once and answers each, in their order. */
export type Together<Item, Answer> = (items: readonly Item[]) => Promise<readonly Answer[]>;

type Waiting<Item, Answer> = { readonly item: Item; readonly taker: PromiseWithResolvers<Answer> };

/**
 * Makes of work that is cheap for many at once a function for one: what is asked while a batch is at work waits, and makes
 * the next, `most` at once. A batch that fails is tried again one by one, so that each fails by itself alone.
 */
export function gather<Item, Answer>(together: Together<Item, Answer>, most: number): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = [];
  let working = false;

  const drain = async (): Promise<void> => {
    working = true;
    while (waiting.length > 0) await settle(together, waiting.splice(0, most));
    working = false;
  };
  return (item) => {
    const taker = Promise.withResolvers<Answer>();
    waiting.push({ item, taker });
    // What is asked in the same turn joins the batch.
    if (!working) {
      working = true;
      setImmediate(() => void drain());
    }
    return taker.promise;
  };
}

async function settle<Item, Answer>(
  together: Together<Item, Answer>,
  batch: readonly Waiting<Item, Answer>[],
): Promise<void> {
  try {
    const answers = await together(batch.map(({ item }) => item));
    for (const [i, { taker }] of batch.entries()) answerOrFail(taker, answers[i]);
  } catch (error) {
    const [only, ...others] = batch;
    if (only && others.length === 0) only.taker.reject(error);
    else for (const one of batch) await settle(together, [one]);
  }
}

function answerOrFail<Answer>({ resolve, reject }: PromiseWithResolvers<Answer>, answer: Answer | undefined): void {
  if (answer === undefined) reject(new Error('cannot tell what became of it: the batch gave fewer answers than asked'));
  else resolve(answer);
}
