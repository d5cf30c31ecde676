import { connect } from '@wanmi/db';
import { type Instant, instantOf } from '@wanmi/kernel';
import { importAreas } from '../import/import-areas.ts';
import { type CatalogueImport, importCatalogue } from '../import/import-catalogue.ts';
import { PATIENT } from '../import/import-command.ts';
import { importGrids } from '../import/import-grids.ts';
import { importOrganisation } from '../import/import-organisation.ts';
import { importRules } from '../import/import-rules.ts';
import { importCalendar, importPolicy } from '../import/import-settings.ts';
import { describeOutcome, describeRejection, type ImportOutcome, type SourceFile } from '../import/outcome.ts';

/** The reference data of a replay, as files that the import commands take. */
export type ReferenceFiles = {
  readonly areas: SourceFile;
  /** Where the borders come from. */
  readonly source: string;
  readonly grids: SourceFile;
  readonly catalogue: CatalogueImport;
  readonly departments: SourceFile;
  readonly shifts?: SourceFile;
  readonly users: SourceFile;
  readonly posts: SourceFile;
  readonly rules: SourceFile;
  readonly calendars: { readonly city: SourceFile; readonly duty: SourceFile };
  readonly policy: SourceFile;
};

/** Grids of a replay are managed from here on: before any of its cases. */
const GRIDS_FROM: Instant = instantOf('2018-01-01T00:00:00Z');

/** Imports all of it into a migrated database. Throws with what was rejected, if anything was. */
export async function loadReference(
  databaseUrl: string,
  files: ReferenceFiles,
  say: (text: string) => void,
): Promise<void> {
  const db = connect(databaseUrl, { ...PATIENT, max: 2, applicationName: 'wanmi replay' });
  const done = async (importing: Promise<ImportOutcome>): Promise<void> => say(accepted(await importing));
  try {
    const { areas, source, grids, departments, shifts, users, posts } = files;
    await done(importAreas(db, { files: [areas], source }));
    await done(importGrids(db, { files: [grids], at: GRIDS_FROM }));
    await done(importCatalogue(db, files.catalogue));
    await done(importOrganisation(db, { departments, ...(shifts ? { shifts } : {}), users, posts }));
    await done(importRules(db, [files.rules]));
    await done(importCalendar(db, 'city', files.calendars.city));
    await done(importCalendar(db, 'duty', files.calendars.duty));
    await done(importPolicy(db, files.policy));
  } finally {
    await db.destroy();
  }
}

function accepted(outcome: ImportOutcome): string {
  if (outcome.rejected.length === 0) return describeOutcome(outcome);
  const lines = outcome.rejected.slice(0, 20).map((rejection) => `  ${describeRejection(rejection)}`);
  throw new Error(`cannot load the reference data: ${describeOutcome(outcome)}\n${lines.join('\n')}`);
}
