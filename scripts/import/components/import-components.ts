import { type Database, imports, reference } from '@wanmi/db';
import { buildGridIndex } from '@wanmi/grid';
import type { Kysely, Transaction } from 'kysely';
import { polygonsOf } from '../geometry.ts';
import type { FieldMap, RawRecord, RejectedRecord } from '../records/raw-record.ts';
import { storedCatalogue } from '../stored-reference.ts';
import { type ComponentDraft, type DraftFacts, draftOf, type KnownClass } from './component-draft.ts';

export type ComponentImport = {
  readonly records: AsyncIterable<RawRecord>;
  /** The register: with a record's own id it finds the component again. */
  readonly source: string;
  readonly fields?: FieldMap;
  readonly set?: FieldMap;
  /** Only classes of this edition; any edition without it, the first by name where several have the class. */
  readonly edition?: string;
  /** Only components inside this area and of these classes, where they are given: the bounds of a census. */
  readonly area?: string;
  readonly classes?: readonly string[];
  /** What is done with lawful rows: the register takes them, unless a census round does. */
  readonly save?: (trx: Transaction<Database>, rows: readonly imports.ComponentRow[]) => Promise<imports.SyncCounts>;
  readonly onRejected: (rejected: RejectedRecord) => Promise<void> | void;
  /** Called after every batch. */
  readonly onProgress?: (sofar: ComponentCounts) => void;
};

/** `read` is `accepted` + `rejected`. */
export type ComponentCounts = {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly added: number;
  readonly changed: number;
  /** Accepted ones for which nobody named a competent department. */
  readonly withoutDepartment: number;
  /** False before any catalogue is imported: class codes were not looked up. */
  readonly classesChecked: boolean;
};

/** Records that are checked and saved together: one transaction of a few megabytes. */
const BATCH = 2_000;
const MOST = 999_999;

/**
 * Imports a register of components, batch by batch: what is lawful is taken, what is not is told with its reasons. A
 * component id of 17 or 16 digits is checked and kept; any other id is the source's own, and the component gets the next
 * number of its district and class. Run again it finds them by it and changes nothing. Components that the file leaves
 * out stay.
 */
export const importComponents = (db: Kysely<Database>, order: ComponentImport): Promise<ComponentCounts> =>
  imports.whileImportingComponents(db, async (own) => {
    const facts = await factsOf(own, order);
    const run = new Run(own, order, facts);
    let batch: RawRecord[] = [];
    for await (const record of order.records) {
      batch.push(record);
      if (batch.length < BATCH) continue;
      await run.save(batch);
      batch = [];
    }
    if (batch.length > 0) await run.save(batch);
    if (run.counts.added > BATCH) await imports.analyseComponents(own);
    return run.counts;
  });

async function factsOf(db: Kysely<Database>, { source, fields = {}, set = {}, edition }: ComponentImport) {
  const grids = (await reference.grids(db)).filter(({ validTo }) => validTo === null);
  const index = buildGridIndex(grids.map(({ code, geometry }) => ({ code, polygons: polygonsOf(geometry) })));
  const { editions } = await storedCatalogue(db);
  const classes = new Map<string, KnownClass>();
  for (const one of editions.filter(({ id }) => edition === undefined || id === edition)) {
    for (const { kind, code, name } of one.classes) {
      if (kind === 'component' && !classes.has(code)) classes.set(code, { edition: one.id, name });
    }
  }
  return { grids: index, classes: editions.length === 0 ? undefined : classes, fields, set, source };
}

type Accepted = { readonly record: RawRecord; readonly draft: ComponentDraft };

class Run {
  private readonly db: Kysely<Database>;
  private readonly order: ComponentImport;
  private readonly facts: DraftFacts;
  /** Ids so far and where they stood: of the source's own and of ours. */
  private readonly seen = new Map<string, string>();
  /** The last number given by district and class. */
  private readonly last = new Map<string, number>();
  counts: ComponentCounts;

  constructor(db: Kysely<Database>, order: ComponentImport, facts: DraftFacts) {
    this.db = db;
    this.order = order;
    this.facts = facts;
    const none = { read: 0, accepted: 0, rejected: 0, added: 0, changed: 0, withoutDepartment: 0 };
    this.counts = { ...none, classesChecked: facts.classes !== undefined };
  }

  async save(batch: readonly RawRecord[]): Promise<void> {
    const rejected: RejectedRecord[] = [];
    const accepted = batch.flatMap((record): Accepted[] => {
      const result = this.judge(record);
      if ('draft' in result) return [{ record, draft: result.draft }];
      rejected.push({ record, reasons: result.reasons });
      return [];
    });
    const { added, changed, rows } = await this.db.transaction().execute(async (trx) => {
      const made = await this.identify(trx, accepted, rejected);
      const save = this.order.save ?? imports.saveComponents;
      return { ...(await save(trx, made)), rows: made };
    });
    for (const one of rejected) await this.order.onRejected(one);
    const before = this.counts;
    this.counts = {
      ...before,
      read: before.read + batch.length,
      accepted: before.accepted + rows.length,
      rejected: before.rejected + rejected.length,
      added: before.added + added,
      changed: before.changed + changed,
      withoutDepartment: before.withoutDepartment + rows.filter(isOrphan).length,
    };
    this.order.onProgress?.(this.counts);
  }

  private judge(record: RawRecord) {
    const result = draftOf(record, this.facts);
    if (!('draft' in result)) return result;
    const beyond = this.beyond(result.draft);
    if (beyond !== undefined) return { reasons: [beyond] };
    const id = result.draft.component_id ?? result.draft.source_id ?? '';
    const earlier = this.seen.get(id);
    if (earlier !== undefined) return { reasons: [`id ${id} is that of ${earlier} too, needs to be unique`] };
    this.seen.set(id, record.place);
    return result;
  }

  private beyond({ grid_code, class_code }: ComponentDraft): string | undefined {
    const { area = '', classes = [] } = this.order;
    if (!grid_code.startsWith(area)) return `it lies in grid ${grid_code}, the round is for ${area}`;
    if (classes.length === 0 || classes.includes(class_code)) return undefined;
    return `it is of class ${class_code}, the round is for ${classes.join(', ')}`;
  }

  /** Gives each its id: the one it has, the one it got earlier, or the next number. */
  private async identify(trx: Transaction<Database>, accepted: readonly Accepted[], rejected: RejectedRecord[]) {
    const ownIds = accepted.flatMap(({ draft }) => draft.source_id ?? []);
    const issued = await imports.listIssued(trx, this.facts.source, ownIds);
    const rows: imports.ComponentRow[] = [];
    for (const { record, draft } of accepted) {
      const known = draft.component_id ?? issued.get(draft.source_id ?? '');
      const prefix = `${draft.grid_code.slice(0, 6)}${draft.class_code}`;
      const component_id = known ?? (await this.nextId(trx, prefix));
      const fault = faultOf(component_id, draft, prefix);
      if (fault === undefined && component_id !== undefined) rows.push({ ...draft, component_id });
      else rejected.push({ record, reasons: [fault ?? ''] });
    }
    return rows;
  }

  private async nextId(trx: Transaction<Database>, prefix: string): Promise<string | undefined> {
    const last = this.last.get(prefix) ?? (await imports.lastComponentNumber(trx, prefix));
    this.last.set(prefix, Math.min(last + 1, MOST));
    return last < MOST ? `${prefix}${String(last + 1).padStart(6, '0')}` : undefined;
  }
}

function faultOf(
  id: string | undefined,
  { class_code, source_id }: ComponentDraft,
  prefix: string,
): string | undefined {
  if (id === undefined) return `all ${MOST} numbers of ${prefix} (district and class) are given`;
  const own = id.slice(6, -6);
  if (own === class_code) return undefined;
  return `"${source_id}" is component ${id} of class ${own} already, which cannot become ${class_code}`;
}

const isOrphan = (row: imports.ComponentRow): boolean => row.competent_code === null && row.competent_name === null;
