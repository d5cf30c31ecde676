import { type TArray, type TObject, type TProperties, type TSchema, type TSchemaOptions, Type } from 'typebox';

/** An object that takes no other field: a misspelt one is refused by name instead of dropped in silence. */
export const closed = <Fields extends TProperties>(fields: Fields, options: TSchemaOptions = {}): TObject<Fields> =>
  Type.Object(fields, { ...options, additionalProperties: false });

/** A page of a list. `nextCursor` is null on the last page. */
export const pageOf = <Item extends TSchema>(item: Item, description: string) =>
  closed(
    {
      items: Type.Array(item),
      nextCursor: Type.Union([Type.String(), Type.Null()], {
        description: 'Hand it back as `cursor` for the next page; null on the last one. Opaque.',
      }),
    },
    { description },
  );

/** A whole list that is never cut into pages. */
export const listOf = <Item extends TSchema>(item: Item, description: string): TObject<{ items: TArray<Item> }> =>
  closed({ items: Type.Array(item) }, { description });

/** One of a fixed set of words. */
export const oneOf = <Word extends string>(words: readonly Word[], description: string) =>
  Type.Enum([...words], { type: 'string', description, examples: [words[0] ?? ''] });

/** A value that may be null: known to be absent. */
export const orNull = <One extends TSchema>(one: One, description: string) =>
  Type.Union([one, Type.Null()], { description });

/** Free text of a person, at most `maxLength` UTF-16 units. */
export const text = (maxLength: number, description: string, example: string) =>
  Type.String({ minLength: 1, maxLength, description, examples: [example] });

/** An instant in RFC 3339 with an offset, from 1970 to 2199: a time without an offset is ambiguous and refused. */
export const instant = (description: string) =>
  Type.String({
    format: 'date-time',
    pattern: '^(19[7-9]|2[01]\\d)\\d-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?([Zz]|[+-]\\d{2}:\\d{2})$',
    description,
    examples: ['2026-11-21T09:30:00+08:00'],
  });

/** A department's slug. */
export const departmentCode = (description: string) =>
  Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', description, examples: ['sanitation'] });

/** A prefix of the 15-digit code: district 6, street 9, community 12, grid 15. */
export const areaPrefix = (description: string) =>
  Type.String({ pattern: '^\\d{6}(\\d{3}){0,3}$', description, examples: ['110101002'] });
