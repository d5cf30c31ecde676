/** An area by code and name. */
export type KnownArea = { readonly code: string; readonly name: string };

/** What a case says of its place. */
export type PlaceNames = {
  readonly district: string | null;
  readonly street: string | null;
  readonly community: string | null;
};

/**
 * Finds the narrowest area by the names of district, street and community, each inside the one above it; undefined where
 * no area has the name, or several have. A community may be called with or without its committee (居委会, 村委会).
 */
export function areaFinder(areas: readonly KnownArea[], within = ''): (names: PlaceNames) => string | undefined {
  const byName = Map.groupBy(
    areas.filter(({ code }) => code.startsWith(within) || within.startsWith(code)),
    ({ code, name }) => `${code.slice(0, -3)} ${baseOf(name)}`,
  );
  const inside = (parents: readonly string[], name: string | null): readonly string[] =>
    name === null
      ? []
      : parents.flatMap((parent) => byName.get(`${parent} ${baseOf(name)}`) ?? []).map(({ code }) => code);
  // A district stands in no area of ours: all of that name are looked through.
  const districts = Map.groupBy(
    areas.filter(({ code }) => code.length === 6),
    ({ name }) => baseOf(name),
  );
  return ({ district, street, community }) => {
    const own = (districts.get(baseOf(district ?? '')) ?? []).map(({ code }) => code);
    const outer = own.filter((code) => code.startsWith(within) || within.startsWith(code));
    const streets = inside(outer, street);
    const found = [inside(streets, community), streets, street === null ? outer : []].find(({ length }) => length > 0);
    return found?.length === 1 ? found[0] : undefined;
  };
}

const baseOf = (name: string): string => name.trim().replace(/(社区)?(居民委员会|村民委员会|居委会|村委会)$/, '$1');
