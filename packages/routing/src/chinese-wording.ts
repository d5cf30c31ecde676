import type { AppliedRule, ExplanationStep, UndecidedReason, UnitStanding } from './explanation.ts';
import type { ClassLevel, RankKey } from './match-rule.ts';
import type { ComponentRole } from './question.ts';
import type { Principle } from './rule.ts';
import { clockText, type NameOf, type Wording } from './wording.ts';

const PRINCIPLE: Readonly<Record<Principle, string>> = {
  law: '法律法规',
  'city-rule': '市有关规定',
  'nearest-function': '职能就近',
  'district-leaders': '区领导意见',
};

const LEVEL: Readonly<Record<ClassLevel, string>> = {
  any: '不限类别',
  kind: '部件或事项全类',
  major: '大类',
  class: '小类',
  condition: '立案条件',
};

const ROLE: Readonly<Record<ComponentRole, string>> = {
  maintainer: '养护单位',
  owner: '权属单位',
  competent: '主管部门',
};

const STANDING: Readonly<Record<UnitStanding['standing'], string>> = {
  lead: '由其主办',
  told: '告知',
  inactive: '已停用，跳过',
  unknown: '不在本区组织机构内，跳过',
};

const BY: Readonly<Record<RankKey, string>> = {
  principle: '所依原则优先',
  class: '类别更具体',
  area: '区域更具体',
  channel: '限定了来源渠道',
  hours: '限定了时段',
};

const REASON: Readonly<Record<UndecidedReason, string>> = {
  'no-rule': '没有适用的规则',
  tie: '同等规则指向不同部门',
  'inactive-department': '规则指定的部门已停用',
  'inactive-arbitrated-department': '裁定指定的部门已停用',
};

const list = (items: readonly string[]): string => items.join('、');

/** Sentences in Chinese. */
export const CHINESE: Wording = {
  asked: ({ kind, classCode, gridCode, channel, date, minuteOfDay }, version) =>
    `问题：${kind === 'matter' ? '事项' : '部件'} ${classCode}，网格 ${gridCode}，${date} ${clockText(minuteOfDay)}` +
    `${channel === undefined ? '' : `，渠道 ${channel}`}；规则版本 ${version}。`,
  step: stepLines,
  rule: ruleLine,
  conclusion: (conclusion, nameOf) => {
    if (conclusion.outcome === 'decided') {
      const { department, assisting, told } = conclusion;
      const helpers = assisting.length === 0 ? '' : `；协办：${list(assisting.map(nameOf))}`;
      const informed = told.length === 0 ? '' : `；告知：${list(told.map(nameOf))}`;
      return [`结论：派遣至${nameOf(department)}${helpers}${informed}。`];
    }
    const names = list(conclusion.candidates.map(({ department }) => nameOf(department)));
    return [`结论：转派遣员处理，${REASON[conclusion.reason]}${names === '' ? '' : `；候选：${names}`}。`];
  },
};

function stepLines(step: ExplanationStep, nameOf: NameOf): readonly string[] {
  switch (step.step) {
    case 'arbitrated':
      return [
        `裁定：${step.reference}，指定${nameOf(step.department)}${step.active ? '' : '（已停用）'}，高于一切规则。`,
      ];
    case 'component':
      if (step.units.length === 0) return [`部件 ${step.componentId} 未登记，或未登记责任单位，按规则处理。`];
      return [
        `部件 ${step.componentId} 的登记优先：`,
        ...step.units.map(({ role, unit, standing }) => `- ${ROLE[role]}“${unit}”：${STANDING[standing]}。`),
      ];
    case 'rules':
      return [
        `适用规则 ${step.applied.length + step.more} 条：`,
        ...step.applied.map((rule) => `- ${ruleLine(rule, nameOf)}`),
        ...(step.more === 0 ? [] : [`- 另有 ${step.more} 条。`]),
        ...(step.unjudged.length === 0 ? [] : [`因无坐标未能判断的规则：${list(step.unjudged)}。`]),
      ];
    case 'won':
      if ('over' in step) return [`规则 ${step.rule} 优先于 ${step.over}：${BY[step.by]}。`];
      return [`规则 ${step.rule} 胜出：${step.by === 'only' ? '唯一适用' : '各规则指向同一部门'}。`];
    case 'tied':
      return [`规则 ${list(step.rules)} 同等，无法取舍。`];
    case 'inactive':
      return [`规则 ${step.rule} 指定的${nameOf(step.department)}已停用，不改用较低的规则。`];
    case 'assisting-dropped':
      return [`协办部门已停用，略去：${list(step.departments.map(nameOf))}。`];
    case 'territorial':
      return [`属地建议：${nameOf(step.department)}（${step.area}）。`];
  }
}

function ruleLine(applied: AppliedRule, nameOf: NameOf): string {
  const { rule, principle, level, area, polygon, channel, hours, department, assisting, source } = applied;
  const scope = [
    PRINCIPLE[principle],
    LEVEL[level],
    ...(area === undefined ? [] : [`区域 ${area}`]),
    ...(polygon === undefined ? [] : ['划定范围']),
    ...(channel === undefined ? [] : [`渠道 ${channel}`]),
    ...(hours === undefined ? [] : [`时段 ${clockText(hours.fromMinute)}–${clockText(hours.toMinute)}`]),
  ];
  const helpers = assisting.length === 0 ? '' : `，协办 ${list(assisting.map(nameOf))}`;
  return `${rule}（${scope.join('，')}）→ ${nameOf(department)}${helpers}；依据：${source}`;
}
