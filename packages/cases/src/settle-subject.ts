import type { CatalogueClass, Edition, FilingCondition } from '@wanmi/catalogue';
import { accept, type Result, refuse, type WorkDate } from '@wanmi/kernel';
import type { Subject } from '@wanmi/workflow';
import { CaseError } from './case-error.ts';
import type { Reference } from './reference/reference.ts';
import type { ReportInput } from './report-input.ts';

type Asked = Pick<ReportInput, 'edition' | 'kind' | 'classCode' | 'conditionId' | 'componentId'>;

/**
 * What a report is about, by the catalogue: the class must exist in the edition, a component stands for its anomaly
 * where the edition has one, and a condition must belong to the class.
 */
export function settleSubject(reference: Reference, asked: Asked, today: WorkDate): Result<Subject, CaseError> {
  const { catalogue } = reference;
  const edition = asked.edition === undefined ? editionInForce(reference, today) : catalogue.findEdition(asked.edition);
  const filed = edition && catalogue.reportedClass(edition.id, asked.kind, asked.classCode);
  if (!filed) return refuse(unknownClass(asked, edition));
  const condition = conditionFor(reference, filed, asked.conditionId);
  if (!condition.ok) return condition;
  const { edition: editionId, kind, code: classCode } = filed;
  const { componentId = null } = asked;
  if (componentId !== null && !/^\d{16,17}$/.test(componentId)) return refuse(unknownComponent(componentId));
  return accept({ edition: editionId, kind, classCode, conditionId: condition.value.id, componentId });
}

/** The newest edition that is in force on a date; undefined when none is. */
export function editionInForce({ catalogue }: Pick<Reference, 'catalogue'>, today: WorkDate): Edition | undefined {
  return catalogue.editions
    .filter(({ inForceFrom }) => inForceFrom <= today)
    .reduce<Edition | undefined>(
      (newest, one) => (newest && newest.inForceFrom >= one.inForceFrom ? newest : one),
      undefined,
    );
}

function conditionFor(
  { catalogue }: Reference,
  filed: CatalogueClass,
  conditionId: string | undefined,
): Result<FilingCondition, CaseError> {
  if (conditionId === undefined) return accept(catalogue.defaultCondition(filed));
  const named = catalogue.conditionsOf(filed).find(({ id }) => id === conditionId);
  if (named) return accept(named);
  return refuse(
    new CaseError(
      'unknown-condition',
      `cannot register a report of class ${filed.code}: it has no condition ${conditionId}, needs one of the class or none`,
      { conditionId, classCode: filed.code, conditions: catalogue.conditionsOf(filed).map(({ id }) => id) },
    ),
  );
}

const unknownClass = ({ kind, classCode, edition }: Asked, found: Edition | undefined): CaseError =>
  new CaseError(
    'unknown-class',
    found
      ? `cannot register a report: edition ${found.id} has no ${kind} class ${classCode}, needs one of GET /catalogue`
      : `cannot register a report: there is no edition ${edition ?? 'in force'}, needs one of GET /catalogue`,
    { kind, classCode, edition: found?.id ?? edition ?? null },
  );

const unknownComponent = (componentId: string): CaseError =>
  new CaseError(
    'unknown-component',
    `cannot register a report: ${componentId} is no component, needs its code of 16 or 17 digits`,
    { componentId },
  );
