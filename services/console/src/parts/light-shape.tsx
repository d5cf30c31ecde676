import type { CaseSummary } from '@wanmi/contracts';

type Light = CaseSummary['light'];
const SHAPES: Readonly<Record<Light, React.ReactNode>> = {
  green: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="var(--ok-fill)" strokeWidth="2" />
      <circle cx="8" cy="8" r="2.5" fill="var(--ok-fill)" />
    </>
  ),
  yellow: (
    <>
      <path d="M8 1.5 15 14.5H1Z" fill="var(--warn-fill)" stroke="var(--warn)" />
      <path d="M8 6v4M8 11.5v1.5" stroke="var(--on-warn)" strokeWidth="1.6" />
    </>
  ),
  red: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5Z" fill="var(--over-fill)" />
      <path d="M8 4v5M8 11v1.6" stroke="var(--on-over)" strokeWidth="1.8" />
    </>
  ),
};

/** The sign of a light: a shape of its own beside its colour. The word stands next to it. */
export const LightShape = ({ light }: { readonly light: Light }) => (
  <svg className="light" viewBox="0 0 16 16" aria-hidden="true">
    {SHAPES[light]}
  </svg>
);
