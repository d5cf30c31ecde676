import { command as areasDraw } from './areas-draw.ts';
import { command as auditVerify } from './audit-verify.ts';
import { command as censusAccept } from './census-accept.ts';
import { command as censusJudge } from './census-judge.ts';
import { command as censusLoad } from './census-load.ts';
import { command as censusPlan } from './census-plan.ts';
import { command as censusSample } from './census-sample.ts';
import type { Command } from './command.ts';
import { command as deadline } from './deadline.ts';
import { command as doctor } from './doctor.ts';
import { command as gridBuild } from './grid-build.ts';
import { command as gridChange } from './grid-change.ts';
import { command as gridCheck } from './grid-check.ts';
import { command as gridManagement } from './grid-management.ts';
import { command as gridResponsibility } from './grid-responsibility.ts';
import { command as importAddresses } from './import-addresses.ts';
import { command as importAreas } from './import-areas.ts';
import { command as importCalendar } from './import-calendar.ts';
import { command as importCases } from './import-cases.ts';
import { command as importCatalogue } from './import-catalogue.ts';
import { command as importComponents } from './import-components.ts';
import { command as importGrids } from './import-grids.ts';
import { command as importOrganisation } from './import-organisation.ts';
import { command as importPolicy } from './import-policy.ts';
import { command as importResponsibilityGrids } from './import-responsibility-grids.ts';
import { command as importRoads } from './import-roads.ts';
import { command as importRules } from './import-rules.ts';
import { command as migrate } from './migrate.ts';
import { command as replay } from './replay.ts';
import { command as route } from './route.ts';
import { command as rulesAccuracy } from './rules-accuracy.ts';
import { command as rulesDryRun } from './rules-dry-run.ts';
import { command as rulesExport } from './rules-export.ts';
import { command as rulesLearn } from './rules-learn.ts';
import { command as rulesLint } from './rules-lint.ts';
import { command as user } from './user.ts';
import { command as workflowVerify } from './workflow-verify.ts';

/** Every admin command; a test compares the list with the files of this folder. */
export const COMMANDS: readonly Command[] = [
  areasDraw,
  auditVerify,
  censusAccept,
  censusJudge,
  censusLoad,
  censusPlan,
  censusSample,
  deadline,
  doctor,
  gridBuild,
  gridChange,
  gridCheck,
  gridManagement,
  gridResponsibility,
  migrate,
  replay,
  route,
  rulesAccuracy,
  rulesDryRun,
  rulesExport,
  rulesLearn,
  rulesLint,
  importAddresses,
  importAreas,
  importCalendar,
  importCases,
  importCatalogue,
  importComponents,
  importGrids,
  importOrganisation,
  importPolicy,
  importResponsibilityGrids,
  importRoads,
  importRules,
  user,
  workflowVerify,
];
