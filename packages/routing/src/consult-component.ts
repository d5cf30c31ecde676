import type { DepartmentCode } from '@wanmi/kernel';
import type { Department, DepartmentIndex } from './department.ts';
import type { ExplanationStep, UnitStanding } from './explanation.ts';
import { decided, type Finding } from './finding.ts';
import { COMPONENT_ROLES, type ComponentRecord } from './question.ts';

/** What a component's record settles: the lead, if one of its units is ours and active, and in any case what it read. */
export function consultComponent(
  departments: DepartmentIndex,
  component: ComponentRecord,
): { readonly settled: Finding | undefined; readonly steps: readonly ExplanationStep[] } {
  let lead: Department | undefined;
  const told = new Set<DepartmentCode>();
  const units: UnitStanding[] = [];
  for (const role of COMPONENT_ROLES) {
    const reference = component[role];
    if (reference === undefined) continue;
    const found = departments.findUnit(reference);
    const shown = { role, unit: reference.name ?? reference.code ?? '' };
    if (found === undefined) {
      units.push({ ...shown, standing: 'unknown' });
      continue;
    }
    if (found.active) lead ??= found;
    const standing = !found.active ? 'inactive' : found === lead ? 'lead' : 'told';
    if (standing === 'told') told.add(found.code);
    units.push({ ...shown, department: found.code, standing });
  }
  const steps = [{ step: 'component', componentId: component.id, units } as const];
  return { settled: lead && { steps, conclusion: decided(lead.code, [], [...told]) }, steps };
}
