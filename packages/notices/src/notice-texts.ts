/** The languages of users, the first one first. */
export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One sentence in each language. */
export type BothTexts = { readonly zh: string; readonly en: string };

const both = (zh: string, en: string): BothTexts => ({ zh, en });

/**
 * What a notice says, by the type of the event that it tells of; `{name}` stands for a detail of the notice. A test keeps
 * a row here for every event of the workflow.
 */
export const NOTICE_TEXTS: Readonly<Record<string, BothTexts>> = {
  'case-reported': both('有新上报的案件', 'A case was reported'),
  'case-accepted': both('案件已受理', 'The case was accepted'),
  'verification-requested': both('请到现场核实', 'Please verify on the spot'),
  'verification-submitted': both('核实结果已报', 'The verification is in'),
  'case-filed': both('案件已立案，请派遣', 'The case was filed; please dispatch it'),
  'case-rejected': both('案件不予受理或立案', 'The case was not accepted or not filed'),
  'filing-sent-back': both('立案有误，案件退回', 'The filing was wrong; the case came back'),
  'case-dispatched': both('案件已派来，请签收', 'A case was dispatched to you; please sign for it'),
  'routing-undecided': both('没有规则可定部门，请人工派遣', 'No rule decides the department; please dispatch by hand'),
  'case-signed': both('部门已签收', 'The department signed for the case'),
  'case-assigned': both('案件已交办给您', 'The case was assigned to you'),
  'return-requested': both('部门申请退回，请审定', 'A department asks to return the case; please decide'),
  'return-proposed': both('派遣员同意退回，请批准', 'The dispatcher agrees to the return; please confirm'),
  'return-accepted': both('退回已批准', 'The return was accepted'),
  'return-refused': both('不准退回，请继续处置', 'The return was refused; please go on'),
  'arbitration-requested': both('案件请求裁定', 'The case asks for arbitration'),
  'case-arbitrated': both('案件已裁定', 'The case was arbitrated'),
  'result-submitted': both('处置结果已报，请确认', 'The result is in; please confirm it'),
  'feedback-confirmed': both('处置结果已确认', 'The result was confirmed'),
  'feedback-refused': both('处置结果被退回，请继续处置', 'The result was refused; please go on'),
  'check-requested': both('请到现场核查', 'Please check on the spot'),
  'check-submitted': both('核查结果已报', 'The check is in'),
  'closing-sent-back': both('结案被退回', 'The closing was sent back'),
  'case-closed': both('案件已结案', 'The case was closed'),
  'case-reopened': both('案件重新打开', 'The case was reopened'),
  'case-voided': both('案件已作废', 'The case was voided'),
  'case-merged': both('案件已并入另一案件', 'The case was merged into another one'),
  'case-handed-over': both('案件已移交应急部门', 'The case was handed over to the emergency services'),
  'case-referred': both('案件已转介', 'The case was referred to another body'),
  'extension-requested': both('申请延期，请审定', 'More time is asked for; please decide'),
  'extension-supported': both('延期已获同意，请继续审定', 'The extension has support; please decide'),
  'extension-granted': both('延期已批准', 'More time was granted'),
  'extension-refused': both('不准延期', 'More time was refused'),
  'suspension-requested': both('申请挂账，请审定', 'A suspension is asked for; please decide'),
  'suspension-supported': both('挂账已获同意，请继续审定', 'The suspension has support; please decide'),
  'case-suspended': both('案件已挂账', 'The case was suspended'),
  'suspension-refused': both('不准挂账', 'The suspension was refused'),
  'case-resumed': both('挂账结束，继续处置', 'The suspension ended; the work goes on'),
  'assisting-started': both('请协助办理，时限已开始', 'Please assist; your clock has started'),
  'assisting-released': both('您部门不必再协办', 'Your department need not assist any more'),
  'task-done': both('协办任务或阶段任务已完成', 'A part of the work is done'),
  'recheck-requested': both('请到现场抽查', 'Please judge a sample on the spot'),
  'recheck-submitted': both('抽查结果已报', 'The sample was judged'),
  'case-sent-up': both('案件已上报上级', 'The case was sent up'),
  'case-taken-back': both('案件已从上级收回', 'The case was taken back'),
  'upper-refused': both('上级不予受理，请重新派遣', 'The upper level refused the case; please dispatch it'),
  'upper-done': both('上级已办结，请核查', 'The upper level is done; please check'),
  'void-proposed': both('提请作废，请审批', 'It is proposed to void the case; please decide'),
  'void-refused': both('不准作废', 'Voiding was refused'),
  'reopening-ended': both('重新打开的期限已过', 'The time for reopening is over'),
  'kept-apart': both('已认定不是重复案件', 'The case is no duplicate'),
  'follower-added': both('有重复上报并入本案', 'Another report was merged into this case'),
  'lead-ended': both('所并入的案件已办结', 'The case that this was merged into has ended'),
  'referral-closed': both('转介已有答复', 'The referral was answered'),
  'reply-given': both('已答复上报人', 'The reporter was answered'),
  'case-rated': both('上报人已评价', 'The reporter gave ratings'),
  'priority-set': both('案件优先级已改', 'The priority was changed'),
  'meeting-recorded': both('协调会已记录', 'A coordination meeting was recorded'),
  'deadlines-recounted': both('日历变更，时限已重新计算', 'The calendar changed; the deadlines were counted anew'),
  'light-changed': both('案件时限变灯，请尽快办理', 'A deadline is near or past; please act'),
  'deadline-escalated': both('案件严重超期，已升级告知', 'A deadline is long past; this is the next level'),
  'supervision-ordered': both('案件被督办，请答复', 'A supervision order was given; please answer it'),
  'supervision-answered': both('督办已答复', 'The supervision order was answered'),
  'note-added': both('案件有新备注', 'A note was added'),
  'calendar-uncovered': both(
    '{zone} 尚未载入 {year} 年节假日，涉及该年的时限为暂定，请导入日历',
    'The holidays of {year} in {zone} are not loaded: deadlines that reach into it are provisional; please import the calendar',
  ),
};

/** For an event that the table does not know: a notice is never lost for want of words. */
const OTHER = both('案件有新进展', 'Something happened to the case');

/** What a notice says in each language. `details` fill the gaps of texts that have some. */
export function textOf(about: string, details: unknown): BothTexts {
  const { zh, en } = NOTICE_TEXTS[about] ?? OTHER;
  return { zh: filled(zh, details), en: filled(en, details) };
}

const filled = (text: string, details: unknown): string =>
  text.replaceAll(/\{(\w+)\}/g, (gap, name: string) => {
    const value: unknown = typeof details === 'object' && details !== null ? Reflect.get(details, name) : undefined;
    return value === undefined ? gap : String(value);
  });

/** The states of a case by name; a test keeps a row for each. */
export const STATE_TEXTS: Readonly<Record<string, BothTexts>> = {
  reported: both('待受理', 'to be accepted'),
  verifying: both('核实中', 'being verified'),
  verified: both('待立案', 'to be filed'),
  filed: both('待派遣', 'to be dispatched'),
  'sent-up': both('已上报上级', 'sent up'),
  dispatched: both('待签收', 'to be signed for'),
  handling: both('处置中', 'being handled'),
  suspended: both('挂账', 'suspended'),
  handled: both('待反馈确认', 'result to be confirmed'),
  confirmed: both('待核查', 'to be checked'),
  checking: both('核查中', 'being checked'),
  checked: both('待结案', 'to be closed'),
  closed: both('已结案', 'closed'),
  rejected: both('不予受理或立案', 'not accepted or not filed'),
  voided: both('已作废', 'voided'),
  merged: both('已合并', 'merged'),
  'handed-over': both('已移交', 'handed over'),
  referred: both('已转介', 'referred'),
};
