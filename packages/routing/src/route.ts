import { consultComponent } from './consult-component.ts';
import { consultRules } from './consult-rules.ts';
import type { DepartmentIndex } from './department.ts';
import type { Conclusion, Explanation, ExplanationStep } from './explanation.ts';
import { activeOnly, decided, type Finding, isActive, proposed } from './finding.ts';
import type { RoutingIndex } from './index-rules.ts';
import type { Arbitration, Question } from './question.ts';

/** The answer to one question, with its reasons. */
export type Routing = Conclusion & { readonly explanation: Explanation };

/**
 * Names the department that answers for a case, or the reason why a person must, with ranked candidates.
 *
 * An arbitration binds above all; then the component's own record; then the rules, by principle and by how narrowly
 * they name class, area, channel and hours. It never falls back to the territorial unit in silence: it proposes it.
 * Cost: some thirty look-ups and the rules that share the class and place, however many others there are.
 */
export function route(index: RoutingIndex, question: Question): Routing {
  const { steps, conclusion } = find(index, question);
  const { edition, kind, classCode, conditionId, gridCode, channel, date, minuteOfDay } = question;
  const asked = {
    ...{ edition, kind, classCode, gridCode, date, minuteOfDay },
    ...(conditionId === undefined ? {} : { conditionId }),
    ...(channel === undefined ? {} : { channel }),
  };
  const names = namesOf(index.departments, steps, conclusion);
  return { ...conclusion, explanation: { rulesVersion: index.version, asked, steps, conclusion, names } };
}

function find(index: RoutingIndex, question: Question): Finding {
  const { departments } = index;
  if (question.arbitration !== undefined) return obey(departments, question.arbitration, question.gridCode);
  if (question.component === undefined) return consultRules(index, question);
  const { settled, steps } = consultComponent(departments, question.component);
  if (settled !== undefined) return settled;
  const ruled = consultRules(index, question);
  return { steps: [...steps, ...ruled.steps], conclusion: ruled.conclusion };
}

function obey(departments: DepartmentIndex, arbitration: Arbitration, gridCode: string): Finding {
  const { department, assisting = [], reference } = arbitration;
  const active = isActive(departments, department);
  const step = { step: 'arbitrated', department, reference, active } as const;
  if (!active) {
    const reason = 'inactive-arbitrated-department';
    return proposed(departments, gridCode, { reason, steps: [step], candidates: [] });
  }
  const helpers = activeOnly(departments, assisting);
  return { steps: [step, ...helpers.steps], conclusion: decided(department, helpers.departments, []) };
}

/** The names, now, of every department that an explanation mentions. */
function namesOf(
  departments: DepartmentIndex,
  steps: readonly ExplanationStep[],
  conclusion: Conclusion,
): Readonly<Record<string, string>> {
  const codes = [...steps.flatMap(departmentsIn), ...departmentsConcluded(conclusion)];
  return Object.fromEntries([...new Set(codes)].map((code) => [code, departments.find(code)?.name ?? code]));
}

function departmentsIn(step: ExplanationStep): readonly string[] {
  switch (step.step) {
    case 'arbitrated':
    case 'inactive':
    case 'territorial':
      return [step.department];
    case 'component':
      return step.units.flatMap(({ department }) => department ?? []);
    case 'rules':
      return step.applied.flatMap(({ department, assisting }) => [department, ...assisting]);
    case 'assisting-dropped':
      return step.departments;
    case 'won':
    case 'tied':
      return [];
  }
}

const departmentsConcluded = (conclusion: Conclusion): readonly string[] =>
  conclusion.outcome === 'decided'
    ? [conclusion.department, ...conclusion.assisting, ...conclusion.told]
    : conclusion.candidates.map(({ department }) => department);
