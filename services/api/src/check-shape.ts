import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** One field that does not fit, by JSON pointer. Values are never repeated: one may be a password. */
export type FieldProblem = { readonly field: string; readonly problem: string };

/** A part of a request that does not fit its schema. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
  readonly part: string;
  readonly fields: readonly FieldProblem[];

  constructor(part: string, fields: readonly FieldProblem[]) {
    super(fields.map(({ field, problem }) => `${field === '' ? 'it' : field} ${problem}`).join('; '));
    this.part = part;
    this.fields = fields;
  }
}

/** Problems shown of one request; a body of a thousand wrong items says no more. */
const SHOWN = 20;

const PART_NAMES: Readonly<Record<string, string>> = { querystring: 'query', params: 'path' };

/**
 * Checks parts of requests against TypeBox schemas, for Fastify. Bodies are taken as they are; words of a query become
 * numbers and booleans only where they are written as such. Text that PostgreSQL cannot hold is refused here.
 */
export const compileShape: FastifySchemaCompiler<TSchema> = ({ schema, httpPart = 'body' }) => {
  const shape = Compile(schema);
  const part = PART_NAMES[httpPart] ?? httpPart;
  return (given: unknown) => {
    const value = httpPart === 'body' ? given : readWords(schema, given);
    if (!shape.Check(value)) return { error: new ShapeError(part, fieldsOf(shape.Errors(value))) };
    const unstorable = findUnstorable(value, '');
    if (unstorable === undefined) return { value };
    return {
      error: new ShapeError(part, [
        { field: unstorable, problem: 'holds NUL or half a character, needs plain Unicode' },
      ]),
    };
  };
};

type RawError = ReturnType<ReturnType<typeof Compile>['Errors']>[number];

function fieldsOf(errors: readonly RawError[]): readonly FieldProblem[] {
  const fields = errors.flatMap(describe);
  return fields
    .filter(({ field, problem }, i) => fields.findIndex((one) => one.field === field && one.problem === problem) === i)
    .slice(0, SHOWN);
}

function describe(error: RawError): readonly FieldProblem[] {
  const at = error.instancePath;
  switch (error.keyword) {
    case 'required':
      return error.params.requiredProperties.map((name) => ({
        field: `${at}/${name}`,
        problem: 'is missing, is needed',
      }));
    case 'additionalProperties':
      return error.params.additionalProperties.map((name) => ({
        field: `${at}/${name}`,
        problem: 'is not a field here',
      }));
    case 'boolean': // The same field again, from `additionalProperties: false`.
      return [];
    case 'enum':
      return [{ field: at, problem: `must be one of ${error.params.allowedValues.join(', ')}` }];
    default:
      return [{ field: at, problem: error.message }];
  }
}

/** Reads flat words (of a query, a path, headers) as the schema's numbers and booleans. Others stay words. */
function readWords(schema: TSchema, given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given;
  const properties = propertiesOf(schema);
  return Object.fromEntries(
    Object.entries(given).map(([name, word]) => [name, readWord(properties[name]?.type, word)]),
  );
}

const propertiesOf = (schema: TSchema): Readonly<Record<string, { readonly type?: unknown }>> =>
  'properties' in schema && typeof schema.properties === 'object' ? { ...schema.properties } : {};

function readWord(type: unknown, word: unknown): unknown {
  if (typeof word !== 'string') return word;
  if ((type === 'number' || type === 'integer') && /^-?\d+(\.\d+)?$/.test(word)) return Number(word);
  if (type === 'boolean' && (word === 'true' || word === 'false')) return word === 'true';
  return word;
}

/** The pointer to the first text that holds NUL or an unpaired surrogate; jsonb and text columns take neither. */
function findUnstorable(value: unknown, at: string): string | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? at : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, one] of Object.entries(value)) {
    const found = findUnstorable(one, `${at}/${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
