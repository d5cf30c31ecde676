import { useQuery } from '@tanstack/react-query';
import type { DepartmentsView } from '@wanmi/contracts';
import { useTranslation } from 'react-i18next';
import { read } from '../session.ts';
import { bodyOf, type Field } from './command-forms.ts';

type AskProps = {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly onGive: (body: Readonly<Record<string, unknown>>) => void;
};

/** The form of one command. */
export function AskForm({ name, fields, onGive }: AskProps) {
  const { t } = useTranslation();
  return (
    <form className="ask" action={(form) => onGive(bodyOf(fields, form))} aria-label={t(`command.${name}`)}>
      {fields.map((field) => (
        <div key={field.name}>
          <label htmlFor={`ask-${field.name}`}>{t(field.label)}</label>
          <Input field={field} />
        </div>
      ))}
      <button type="submit" className="primary">
        {t('submit')}
      </button>
    </form>
  );
}

function Input({ field: { name, kind, choices, optional } }: { readonly field: Field }) {
  const { t } = useTranslation();
  const options = useOptions(choices);
  const shared = { id: `ask-${name}`, name, required: !optional };
  switch (kind) {
    case 'choice':
      return (
        <select {...shared}>
          {options.map(([value, label]) => (
            <option key={value} value={value}>
              {Array.isArray(choices) ? t(label) : label}
            </option>
          ))}
        </select>
      );
    case 'number':
      return <input {...shared} type="number" min="1" step="any" />;
    case 'moment':
      return <input {...shared} type="datetime-local" />;
    case 'yes':
      return <input {...shared} type="checkbox" value="yes" required={false} />;
    default:
      return <input {...shared} maxLength={500} />;
  }
}

type Policy = { readonly voidReasons: readonly { readonly code: string; readonly zh: string; readonly en: string }[] };

/** The choices of a field, from the page or from the reference data. */
function useOptions(choices: Field['choices']): readonly (readonly [string, string])[] {
  const { i18n } = useTranslation();
  const departments = useQuery({
    queryKey: ['departments'],
    queryFn: () => read<DepartmentsView>('/departments'),
    enabled: choices === 'departments',
  });
  const policy = useQuery({
    queryKey: ['policy'],
    queryFn: () => read<Policy>('/policy'),
    enabled: choices === 'void-reasons',
  });
  if (choices === 'departments') return departments.data?.items.map((one) => [one.code, one.name] as const) ?? [];
  if (choices === 'void-reasons') {
    const word = i18n.language === 'en' ? 'en' : 'zh';
    return policy.data?.voidReasons.map((one) => [one.code, one[word]] as const) ?? [];
  }
  return choices ?? [];
}
