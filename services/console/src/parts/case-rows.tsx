import type { CaseSummary } from '@wanmi/contracts';
import { useTranslation } from 'react-i18next';
import { LightShape } from './light-shape.tsx';
import { momentText } from './moments.ts';

type RowsQuery = { readonly isPending: boolean; readonly error: Error | null; readonly refetch: () => unknown };
type Props = {
  readonly rows: readonly CaseSummary[];
  readonly chosen: string | undefined;
  readonly onChoose: (caseId: string) => void;
  readonly empty: string;
  readonly query: RowsQuery;
};

/** The list: light and due instant first, then the problem and the place, then number and state. */
export function CaseRows({ rows, chosen, onChoose, empty, query }: Props) {
  const { t } = useTranslation();
  if (query.error && rows.length === 0) {
    return (
      <p className="remark" role="alert">
        {t('failed', { detail: query.error.message })}{' '}
        <button type="button" onClick={() => query.refetch()}>
          {t('retry')}
        </button>
      </p>
    );
  }
  if (query.isPending) return <p className="remark">{t('loading')}</p>;
  if (rows.length === 0) return <p className="remark">{empty}</p>;
  return (
    <ul className="rows">
      {rows.map((row) => (
        <li key={row.caseId}>
          <button
            type="button"
            className="case"
            aria-current={row.caseId === chosen}
            onClick={() => onChoose(row.caseId)}
          >
            <CaseRow row={row} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function CaseRow({ row }: { readonly row: CaseSummary }) {
  const { t } = useTranslation();
  const { deadline, light } = row;
  return (
    <>
      <span className={`when ${light}`}>
        <LightShape light={light} />
        <span>
          {t(`light.${light}`)}
          <small>{deadline ? `${t(`stage.${deadline.stage}`)} ${t('due')} ${momentText(deadline.due)}` : '—'}</small>
        </span>
      </span>
      <span className="what">
        <b>{row.className}</b>
        <small>{row.address ?? row.gridCode ?? row.areaCode}</small>
      </span>
      <span className="who">
        {row.departmentName ?? t('undispatched')}
        <small>{row.caseNo}</small>
      </span>
      <span className="tag">{t(`state.${row.state}`)}</span>
    </>
  );
}
