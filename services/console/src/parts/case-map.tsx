import type { CaseSummary, FeatureCollection } from '@wanmi/contracts';
import type { FeatureCollection as GeoJson } from 'geojson';
import { type GeoJSONSource, Map as MapView, Marker, NavigationControl, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { useEffect, useRef, useState } from 'react';
import { read } from '../session.ts';
import { CASE_LAYER, casePoints, EMPTY, GRID_ZOOM, mapStyle } from './map-style.ts';

setWorkerUrl(workerUrl);

type Props = {
  readonly rows: readonly CaseSummary[];
  readonly chosen: string | undefined;
  readonly onChoose: (caseId: string) => void;
  /** Set while a place is being chosen. */
  readonly onPlace: ((at: { lng: number; lat: number }) => void) | undefined;
  readonly place: { lng: number; lat: number } | undefined;
};

/** Streets, communities, unit grids when near, and the cases by light. */
export function CaseMap({ rows, chosen, onChoose, onPlace, place }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const handlers = useRef({ onChoose, onPlace });
  handlers.current = { onChoose, onPlace };
  const [map, setMap] = useState<MapView>();

  useEffect(() => {
    if (!box.current) return;
    const view = openMap(box.current, handlers, setMap);
    return () => view.remove();
  }, []);

  useEffect(() => {
    map?.getSource<GeoJSONSource>('cases')?.setData(casePoints(rows, chosen));
  }, [map, rows, chosen]);
  useEffect(() => {
    if (!map) return;
    map.getCanvas().style.cursor = onPlace ? 'crosshair' : '';
  }, [map, onPlace]);
  useEffect(() => {
    if (!map || !place) return;
    const marker = new Marker().setLngLat([place.lng, place.lat]).addTo(map);
    return () => {
      marker.remove();
    };
  }, [map, place]);

  return <div ref={box} className="canvas" />;
}

type Handlers = { readonly current: Pick<Props, 'onChoose' | 'onPlace'> };

function openMap(container: HTMLElement, handlers: Handlers, onLoad: (map: MapView) => void): MapView {
  const view = new MapView({
    container,
    style: mapStyle(),
    attributionControl: false,
  });
  view.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  // Until the district is in view a place pressed would be anywhere in the world.
  let inView = false;
  view.on('load', () => {
    onLoad(view);
    void showAreas(view).then(() => {
      inView = true;
    });
    void showGrids(view);
  });
  view.on('moveend', () => void showGrids(view));
  view.on('click', (event) => {
    if (!inView) return;
    const { onPlace: choosing, onChoose: choose } = handlers.current;
    if (choosing) {
      choosing({ lng: event.lngLat.lng, lat: event.lngLat.lat });
      return;
    }
    const [found] = view.queryRenderedFeatures(event.point, { layers: [CASE_LAYER] });
    if (found) choose(String(found.properties['caseId']));
  });
  return view;
}

async function showAreas(map: MapView): Promise<void> {
  for (const level of ['community', 'street'] as const) {
    const areas = await read<FeatureCollection>(`/areas/outlines?level=${level}`);
    map.getSource<GeoJSONSource>(level)?.setData(areas as GeoJson);
    if (level === 'street') {
      nameStreets(map, areas);
      showWhole(map, areas);
    }
  }
}

/** Names as page elements, since a style's own labels need fonts from elsewhere. */
function nameStreets(map: MapView, { features }: FeatureCollection): void {
  const labels: HTMLElement[] = [];
  for (const { properties, geometry } of features) {
    const ring = (geometry as { type: string; coordinates: number[][][] }).coordinates[0] ?? [];
    const label = document.createElement('span');
    label.className = 'street-name';
    label.textContent = String(properties['name']);
    const middle = (axis: 0 | 1): number => {
      const [low, high] = span(ring, axis);
      return (low + high) / 2;
    };
    if (ring.length === 0) continue;
    new Marker({ element: label }).setLngLat([middle(0), middle(1)]).addTo(map);
    labels.push(label);
  }
  map.on('idle', () => thinOut(labels));
}

/** Hides each name that would lie on one shown before it. */
function thinOut(labels: readonly HTMLElement[]): void {
  const shown: DOMRect[] = [];
  for (const label of labels) {
    const box = label.getBoundingClientRect();
    const covered = shown.some(
      (other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom,
    );
    label.style.visibility = covered ? 'hidden' : '';
    if (!covered) shown.push(box);
  }
}

const span = (points: readonly (readonly number[])[], axis: 0 | 1): [number, number] => {
  const values = points.map((point) => point[axis] ?? 0);
  return [Math.min(...values), Math.max(...values)];
};

function showWhole(map: MapView, { features }: FeatureCollection): void {
  const points = features.flatMap(({ geometry }) => (geometry as { coordinates: number[][][] }).coordinates.flat());
  if (points.length === 0) return;
  const [west, east] = span(points, 0);
  const [south, north] = span(points, 1);
  // The line at the foot says that borders are drawn: nothing of the district lies below it.
  const padding = { top: 24, right: 24, bottom: 48, left: 24 };
  map.fitBounds([west, south, east, north], { padding, animate: false });
}

async function showGrids(map: MapView): Promise<void> {
  const grids = map.getSource<GeoJSONSource>('grid');
  if (map.getZoom() < GRID_ZOOM) {
    grids?.setData(EMPTY);
    return;
  }
  const seen = map.getBounds();
  const bbox = [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()].map((value) => value.toFixed(6));
  grids?.setData((await read<FeatureCollection>(`/grids?bbox=${bbox.join(',')}`)) as GeoJson);
}
