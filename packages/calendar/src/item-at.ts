/** An item that must be there; throws RangeError, since a miss is a bug of the caller. */
export function itemAt(list: readonly number[], index: number): number {
  const item = list[index];
  if (item === undefined) throw new RangeError(`no item ${index} in a list of ${list.length}`);
  return item;
}
