import type { AppliedRule, ExplanationStep, UndecidedReason, UnitStanding } from './explanation.ts';
import type { ClassLevel, RankKey } from './match-rule.ts';
import type { Principle } from './rule.ts';
import { clockText, type NameOf, type Wording } from './wording.ts';

const PRINCIPLE: Readonly<Record<Principle, string>> = {
  law: 'law and regulation',
  'city-rule': 'city rule',
  'nearest-function': 'nearest function',
  'district-leaders': 'decision of the district leaders',
};

const LEVEL: Readonly<Record<ClassLevel, string>> = {
  any: 'any class',
  kind: 'the whole kind',
  major: 'major class',
  class: 'class',
  condition: 'filing condition',
};

const STANDING: Readonly<Record<UnitStanding['standing'], string>> = {
  lead: 'takes the lead',
  told: 'is told',
  inactive: 'is no longer active, passed over',
  unknown: 'is not a unit of this organisation, passed over',
};

const BY: Readonly<Record<RankKey, string>> = {
  principle: 'its principle stands higher',
  class: 'it names the class more narrowly',
  area: 'it names the area more narrowly',
  channel: 'it names the channel',
  hours: 'it names the hours',
};

const REASON: Readonly<Record<UndecidedReason, string>> = {
  'no-rule': 'no rule applies',
  tie: 'rules of equal rank name different departments',
  'inactive-department': "the winning rule's department is no longer active",
  'inactive-arbitrated-department': 'the department named by arbitration is no longer active',
};

const list = (items: readonly string[]): string => items.join(', ');

/** Sentences in English. Names of departments stay as they are. */
export const ENGLISH: Wording = {
  asked: ({ kind, classCode, gridCode, channel, date, minuteOfDay }, version) =>
    `Question: ${kind} ${classCode} in grid ${gridCode}, ${date} ${clockText(minuteOfDay)}` +
    `${channel === undefined ? '' : `, channel ${channel}`}; rules version ${version}.`,
  step: stepLines,
  rule: ruleLine,
  conclusion: (conclusion, nameOf) => {
    if (conclusion.outcome === 'decided') {
      const { department, assisting, told } = conclusion;
      const helpers = assisting.length === 0 ? '' : `; assisting: ${list(assisting.map(nameOf))}`;
      const informed = told.length === 0 ? '' : `; told: ${list(told.map(nameOf))}`;
      return [`Conclusion: dispatched to ${nameOf(department)}${helpers}${informed}.`];
    }
    const names = list(conclusion.candidates.map(({ department }) => nameOf(department)));
    return [
      `Conclusion: left to the dispatcher, ${REASON[conclusion.reason]}${names === '' ? '' : `; candidates: ${names}`}.`,
    ];
  },
};

function stepLines(step: ExplanationStep, nameOf: NameOf): readonly string[] {
  switch (step.step) {
    case 'arbitrated': {
      const gone = step.active ? '' : ' (no longer active)';
      return [`Arbitration ${step.reference} names ${nameOf(step.department)}${gone}; it stands above every rule.`];
    }
    case 'component':
      if (step.units.length === 0) {
        return [`Component ${step.componentId} is not on record, or no unit is recorded with it; the rules decide.`];
      }
      return [
        `The record of component ${step.componentId} comes first:`,
        ...step.units.map(({ role, unit, standing }) => `- ${role} "${unit}" ${STANDING[standing]}.`),
      ];
    case 'rules':
      return [
        `Rules that apply: ${step.applied.length + step.more}.`,
        ...step.applied.map((rule) => `- ${ruleLine(rule, nameOf)}`),
        ...(step.more === 0 ? [] : [`- and ${step.more} more.`]),
        ...(step.unjudged.length === 0 ? [] : [`Not judged for want of a position: ${list(step.unjudged)}.`]),
      ];
    case 'won':
      if ('over' in step) return [`Rule ${step.rule} wins over ${step.over}: ${BY[step.by]}.`];
      return [`Rule ${step.rule} wins: ${step.by === 'only' ? 'no other applies' : 'all name the same department'}.`];
    case 'tied':
      return [`Rules ${list(step.rules)} have equal rank.`];
    case 'inactive':
      return [`Rule ${step.rule} names ${nameOf(step.department)}, no longer active; no lower rule takes its place.`];
    case 'assisting-dropped':
      return [`Assisting departments no longer active, left out: ${list(step.departments.map(nameOf))}.`];
    case 'territorial':
      return [`Territorial unit proposed: ${nameOf(step.department)} (${step.area}).`];
  }
}

function ruleLine(applied: AppliedRule, nameOf: NameOf): string {
  const { rule, principle, level, area, polygon, channel, hours, department, assisting, source } = applied;
  const scope = [
    PRINCIPLE[principle],
    LEVEL[level],
    ...(area === undefined ? [] : [`area ${area}`]),
    ...(polygon === undefined ? [] : ['drawn area']),
    ...(channel === undefined ? [] : [`channel ${channel}`]),
    ...(hours === undefined ? [] : [`${clockText(hours.fromMinute)}–${clockText(hours.toMinute)}`]),
  ];
  const helpers = assisting.length === 0 ? '' : `, assisting ${list(assisting.map(nameOf))}`;
  return `${rule} (${scope.join(', ')}) → ${nameOf(department)}${helpers}; source: ${source}`;
}
