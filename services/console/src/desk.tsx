import type { UserView } from '@wanmi/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CaseMap } from './parts/case-map.tsx';
import { CasePanel } from './parts/case-panel.tsx';
import { ReportForm } from './parts/report-form.tsx';
import { TopBar } from './parts/top-bar.tsx';
import { WorkList } from './parts/work-list.tsx';
import { useCases, useLive } from './queries.ts';

type Place = { readonly lng: number; readonly lat: number };

/** List, map and case on one screen; every change arrives by itself. */
export function Desk({ user, onLeave }: { readonly user: UserView; readonly onLeave: () => void }) {
  const { t } = useTranslation();
  const line = useLive();
  const { rows } = useCases();
  // Notices lead here by the case's id.
  const [chosen, setChosen] = useState(() => new URLSearchParams(location.search).get('case') ?? undefined);
  const [placing, setPlacing] = useState(false);
  const [place, setPlace] = useState<Place>();
  const done = (caseId?: string): void => {
    setPlace(undefined);
    setPlacing(false);
    if (caseId) setChosen(caseId);
  };

  return (
    <div className={chosen ? 'desk with-panel' : 'desk'}>
      <TopBar user={user} line={line} placing={placing} onPlacing={setPlacing} onLeave={onLeave} />
      <WorkList chosen={chosen} onChoose={setChosen} />
      <section className="map" aria-label={t('map')}>
        <CaseMap
          rows={rows}
          chosen={chosen}
          onChoose={setChosen}
          onPlace={placing ? setPlace : undefined}
          place={place}
        />
        <p className="remark drawn">{t('drawn')}</p>
        {place && <ReportForm place={place} user={user} onDone={done} />}
      </section>
      {chosen && <CasePanel key={chosen} caseId={chosen} onClose={() => setChosen(undefined)} />}
    </div>
  );
}
