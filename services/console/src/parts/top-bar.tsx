import type { UserView } from '@wanmi/contracts';
import { useTranslation } from 'react-i18next';
import type { LineState } from '../live.ts';
import { switchLanguage } from '../text/index.ts';

type Props = {
  readonly user: UserView;
  readonly line: LineState;
  readonly placing: boolean;
  readonly onPlacing: (placing: boolean) => void;
  readonly onLeave: () => void;
};

/** Product, line, report, language, person. */
export function TopBar({ user, line, placing, onPlacing, onLeave }: Props) {
  const { t } = useTranslation();
  const mayReport = user.posts.some(({ role }) => role === 'inspector' || role === 'acceptor');
  return (
    <header className="bar">
      <strong>{t('product')}</strong>
      <span className="quiet">{t('subtitle')}</span>
      <span className={`line ${line}`} role="status">
        {t(line)}
      </span>
      <span className="grow" />
      {mayReport && (
        <button type="button" aria-pressed={placing} onClick={() => onPlacing(!placing)}>
          {placing ? t('reportHint') : t('report')}
        </button>
      )}
      <button type="button" onClick={() => void switchLanguage()}>
        {t('language')}
      </button>
      <span className="person">{user.displayName}</span>
      <button type="button" onClick={onLeave}>
        {t('signOut')}
      </button>
    </header>
  );
}
