import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, type Session, signIn } from './session.ts';
import { switchLanguage } from './text/index.ts';

/** Asks for name and password. */
export function SignIn({ onSignedIn }: { readonly onSignedIn: (session: Session) => void }) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);

  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    try {
      onSignedIn(await signIn(String(form.get('username')), String(form.get('password'))));
    } catch (error) {
      setProblem(
        error instanceof ApiError && error.status === 401 ? t('signInFailed') : String((error as Error).message),
      );
      setBusy(false);
    }
  };

  return (
    <main className="sign-in">
      <form onSubmit={(event) => void submit(event)} className="card">
        <h1>
          {t('product')} <small>{t('subtitle')}</small>
        </h1>
        <label>
          {t('username')}
          <input name="username" autoComplete="username" required />
        </label>
        <label>
          {t('password')}
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <p role="alert" className="problem">
          {problem}
        </p>
        <div className="row">
          <button type="submit" className="primary" disabled={busy}>
            {t('signIn')}
          </button>
          <button type="button" onClick={() => void switchLanguage()}>
            {t('language')}
          </button>
        </div>
        <p className="remark">{t('signInHint')}</p>
      </form>
    </main>
  );
}
