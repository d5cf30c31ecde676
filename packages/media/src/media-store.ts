/** Where photos lie. A key names one object; writing it again replaces it whole, deleting one that is not there is fine. */
export type MediaStore = {
  /** Resolves when the object is safely stored; a reader never sees half of it. */
  readonly put: (key: string, bytes: Uint8Array, mime: string) => Promise<void>;
  readonly get: (key: string) => Promise<Uint8Array | undefined>;
  readonly has: (key: string) => Promise<boolean>;
  readonly delete: (key: string) => Promise<void>;
  readonly close: () => void;
};

/**
 * Checks a key: letters, digits, `-` and `_`, in parts joined by single dots; at most 200 characters.
 * So no key can leave its folder or hide in it. Throws RangeError, since keys are ours, not the caller's.
 */
export function checkedKey(key: string): string {
  if (key.length > 200 || !/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(key)) {
    throw new RangeError(`cannot use media key ${JSON.stringify(key)}: needs letters, digits, "-", "_", single dots`);
  }
  return key;
}
