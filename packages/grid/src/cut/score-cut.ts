import type { Cut } from './cut.ts';

/** Zero for equal halves, one when all pieces lie on one side. Three pieces or fewer have no better balance. */
export function imbalance(pieces: number, piecesBelow: number): number {
  if (pieces <= 3) return 0;
  const lean = (2 * piecesBelow) / pieces - 1;
  return lean * lean;
}

/** The greater relative error of the areas of the two parts. */
export function misfitOf({ ring, below, above }: Cut, pieces: number, piecesBelow: number): number {
  const unitM2 = ring.areaM2 / pieces;
  const piecesAbove = pieces - piecesBelow;
  return Math.max(Math.abs(below.areaM2 / unitM2 / piecesBelow - 1), Math.abs(above.areaM2 / unitM2 / piecesAbove - 1));
}

/** Lower is better. The weights were found by trial on drawn communities of Dongcheng. */
export function scoreOf(cut: Cut, pieces: number, piecesBelow: number): number {
  const sideM = Math.sqrt(cut.ring.areaM2 / pieces);
  return (
    cut.lengthM / sideM / Math.sqrt(Math.min(pieces, 8)) +
    3 * (shapeLoss(cut.below.compactness, piecesBelow) + shapeLoss(cut.above.compactness, pieces - piecesBelow)) +
    0.5 * imbalance(pieces, piecesBelow) +
    4 * misfitOf(cut, pieces, piecesBelow)
  );
}

/** How far a part of so many pieces is from a good shape; a square has 0.785, two squares 0.70. */
function shapeLoss(compactness: number, pieces: number): number {
  const [good, weight] =
    pieces === 1 ? [0.785, 1] : pieces === 2 ? [0.7, 0.5] : pieces <= 4 ? [0.75, 0.25] : [0.75, 0.1];
  return weight * Math.max(0, good - compactness);
}
