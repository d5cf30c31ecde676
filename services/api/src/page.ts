/** Rows of a page when the client names no number. */
const DEFAULT_LIMIT = 50;

/** The page of a list that a query asks for. */
export const pageOf = ({ cursor, limit = DEFAULT_LIMIT }: { cursor?: string; limit?: number }) => ({
  limit,
  ...(cursor === undefined ? {} : { cursor }),
});
