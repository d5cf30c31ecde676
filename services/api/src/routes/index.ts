import type { Route } from '../context.ts';
import { loginRoute } from './auth/login.route.ts';
import { logoutRoute } from './auth/logout.route.ts';
import { meRoute } from './auth/me.route.ts';
import { refreshRoute } from './auth/refresh.route.ts';
import { commandCaseRoutes } from './cases/command-case.route.ts';
import { getCaseRoute } from './cases/get-case.route.ts';
import { listCandidatesRoute } from './cases/list-candidates.route.ts';
import { listCasesRoute } from './cases/list-cases.route.ts';
import { caseDuplicatesRoute, listDuplicatesRoute } from './cases/list-duplicates.route.ts';
import { readCaseRoutes } from './cases/read-case.route.ts';
import { listCensusRoute, readCensusRoutes } from './census/read-census.route.ts';
import { planCensusRoute, sampleCensusRoutes, settleCensusRoute } from './census/run-census.route.ts';
import { changeComponentRoute } from './components/change-component.route.ts';
import { getComponentRoute, listComponentsRoutes } from './components/components.route.ts';
import { changeGridsRoute, listGridChangesRoute } from './grids/change-grids.route.ts';
import { areasRoutes } from './grids/list-areas.route.ts';
import { listGridsRoute } from './grids/list-grids.route.ts';
import { locateRoutes } from './grids/locate.route.ts';
import { assignRoute, responsibilityRoutes } from './grids/responsibility.route.ts';
import { readPhotoRoutes } from './media/read-photo.route.ts';
import { uploadPhotoRoute } from './media/upload-photo.route.ts';
import { listNoticesRoute } from './notices/list-notices.route.ts';
import { myChannelRoutes } from './notices/my-channels.route.ts';
import { readNoticesRoute } from './notices/read-notices.route.ts';
import { sharedChannelRoutes } from './notices/shared-channels.route.ts';
import { geocodeRoute, reverseGeocodeRoute } from './places/geocode.route.ts';
import { changeAddressRoutes, createAddressRoute } from './places/keep-addresses.route.ts';
import { listRoadsRoute } from './places/list-roads.route.ts';
import { readAddressesRoutes } from './places/read-addresses.route.ts';
import { getCalendarRoute } from './reference/get-calendar.route.ts';
import { getCatalogueRoute } from './reference/get-catalogue.route.ts';
import { getPolicyRoute } from './reference/get-policy.route.ts';
import { listDepartmentsRoute } from './reference/list-departments.route.ts';
import { createReportRoute } from './reports/create-report.route.ts';
import { routingAccuracyRoutes } from './routing/accuracy.route.ts';
import { askRouteRoute } from './routing/ask-route.route.ts';
import { dryRunRoute } from './rules/dry-run.route.ts';
import { importRulesRoute } from './rules/import-rules.route.ts';
import { lintRulesRoute } from './rules/lint-rules.route.ts';
import { listRulesRoutes } from './rules/list-rules.route.ts';
import { proposalRoutes } from './rules/proposals.route.ts';
import { listTasksRoute } from './tasks/list-tasks.route.ts';
import { getTileRoute } from './tiles/get-tile.route.ts';

/** Every route under /api/v1 except the live line. */
export const ROUTES: readonly Route[] = [
  loginRoute,
  refreshRoute,
  logoutRoute,
  meRoute,
  createReportRoute,
  listCasesRoute,
  getCaseRoute,
  readCaseRoutes,
  commandCaseRoutes,
  listCandidatesRoute,
  listDuplicatesRoute,
  caseDuplicatesRoute,
  listTasksRoute,
  listNoticesRoute,
  readNoticesRoute,
  myChannelRoutes,
  sharedChannelRoutes,
  uploadPhotoRoute,
  readPhotoRoutes,
  locateRoutes,
  areasRoutes,
  listGridsRoute,
  changeGridsRoute,
  listGridChangesRoute,
  responsibilityRoutes,
  assignRoute,
  getTileRoute,
  geocodeRoute,
  reverseGeocodeRoute,
  readAddressesRoutes,
  createAddressRoute,
  changeAddressRoutes,
  listRoadsRoute,
  listComponentsRoutes,
  getComponentRoute,
  changeComponentRoute,
  listCensusRoute,
  readCensusRoutes,
  planCensusRoute,
  sampleCensusRoutes,
  settleCensusRoute,
  getCatalogueRoute,
  listDepartmentsRoute,
  getCalendarRoute,
  getPolicyRoute,
  listRulesRoutes,
  importRulesRoute,
  lintRulesRoute,
  dryRunRoute,
  proposalRoutes,
  askRouteRoute,
  routingAccuracyRoutes,
];
