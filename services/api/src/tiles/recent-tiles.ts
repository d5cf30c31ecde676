/** Tiles cut lately, by a name that holds their version; concurrent askers share one cut. */
export type RecentTiles = (name: string, make: () => Promise<Uint8Array>) => Promise<Uint8Array>;

/** Keeps tiles up to so many bytes; those not asked for longest go first. */
export function keepRecentTiles(mostBytes: number): RecentTiles {
  const kept = new Map<string, { readonly tile: Promise<Uint8Array>; bytes: number }>();
  let bytes = 0;

  const drop = (name: string): void => {
    bytes -= kept.get(name)?.bytes ?? 0;
    kept.delete(name);
  };
  return (name, make) => {
    const found = kept.get(name);
    if (found !== undefined) {
      kept.delete(name);
      kept.set(name, found);
      return found.tile;
    }
    const entry = { tile: make(), bytes: 0 };
    kept.set(name, entry);
    entry.tile.then(
      ({ byteLength }) => {
        if (kept.get(name) !== entry) return;
        entry.bytes = byteLength + 200; // an empty tile takes room, too
        bytes += entry.bytes;
        for (const oldest of kept.keys()) {
          if (bytes <= mostBytes) break;
          drop(oldest);
        }
      },
      () => drop(name),
    );
    return entry.tile;
  };
}
