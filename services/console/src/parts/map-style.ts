import type { CaseSummary } from '@wanmi/contracts';
import type { FeatureCollection } from 'geojson';
import type { StyleSpecification } from 'maplibre-gl';

/** From this zoom on unit grids are drawn: a screen then holds fewer than the interface gives at once. */
export const GRID_ZOOM = 15;
export const CASE_LAYER = 'cases';
export const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const source = { type: 'geojson', data: EMPTY } as const;

/** Lines of the areas and the cases on top, in the colours of the page. */
export function mapStyle(): StyleSpecification {
  const byLight = [
    'match',
    ['get', 'light'],
    'red',
    token('--over-fill'),
    'yellow',
    token('--warn-fill'),
    token('--ok-fill'),
  ];
  return {
    version: 8,
    sources: { community: source, street: source, grid: source, cases: source },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': token('--bg') } },
      { id: 'street-fill', type: 'fill', source: 'street', paint: { 'fill-color': token('--map-land') } },
      { id: 'grid', type: 'line', source: 'grid', paint: { 'line-color': token('--map-grid'), 'line-width': 0.75 } },
      {
        id: 'community',
        type: 'line',
        source: 'community',
        minzoom: 12.5,
        paint: { 'line-color': token('--map-comm'), 'line-dasharray': [6, 4] },
      },
      {
        id: 'street',
        type: 'line',
        source: 'street',
        paint: { 'line-color': token('--map-street'), 'line-width': 1.6 },
      },
      {
        id: CASE_LAYER,
        type: 'circle',
        source: 'cases',
        paint: {
          // as: MapLibre's expression types do not follow a list put together from tokens
          'circle-color': byLight as unknown as string,
          'circle-radius': ['case', ['get', 'chosen'], 10, ['==', ['get', 'light'], 'red'], 7, 6],
          'circle-opacity': ['case', ['get', 'open'], 1, 0.35],
          'circle-stroke-color': ['case', ['get', 'chosen'], token('--accent'), token('--map-halo')],
          'circle-stroke-width': 2,
        },
      },
    ],
  };
}

/** The cases of the list as points. */
export const casePoints = (rows: readonly CaseSummary[], chosen: string | undefined): FeatureCollection => ({
  type: 'FeatureCollection',
  features: rows.map(({ caseId, light, position, stage }) => ({
    type: 'Feature',
    properties: { caseId, light, open: stage !== 'end', chosen: caseId === chosen },
    geometry: { type: 'Point', coordinates: [position.lng, position.lat] },
  })),
});
