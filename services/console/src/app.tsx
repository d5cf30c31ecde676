import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Desk } from './desk.tsx';
import { type Session, session, signOut } from './session.ts';
import { SignIn } from './sign-in.tsx';

/** The whole page: the sign-in form, or the desk of the one who signed in. */
export function App() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [now, setNow] = useState<Session | 'none' | 'looking'>('looking');

  useEffect(() => {
    session().then(
      (found) => setNow(found ?? 'none'),
      () => setNow('none'),
    );
  }, []);

  if (now === 'looking') return <p className="remark">{t('loading')}</p>;
  if (now === 'none') return <SignIn onSignedIn={setNow} />;
  const leave = async (): Promise<void> => {
    setNow('none');
    queries.clear();
    await signOut();
  };
  return <Desk user={now.user} onLeave={() => void leave()} />;
}
