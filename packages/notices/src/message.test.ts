import { describe, expect, test } from 'vitest';
import { mailAddressProblem } from './mailer.ts';
import { mailOf, webhookBody } from './message.ts';
import { textOf } from './notice-texts.ts';

const notice = {
  noticeId: 7,
  about: 'supervision-ordered',
  details: null,
  createdAt: '2026-11-16T09:00:00+08:00',
  case: {
    caseId: '110101-202611-0f3k',
    caseNo: '11010120261116000001',
    classCode: '06010',
    className: '暴露垃圾',
    state: 'handling',
    dueAt: '2026-11-16T18:00:00+08:00',
    link: 'https://wanmi.example/?case=110101-202611-0f3k',
  },
};

describe('a message', () => {
  test.each([
    { language: 'zh', subject: '案件被督办，请答复 11010120261116000001', line: '状态: 处置中' },
    {
      language: 'en',
      subject: 'A supervision order was given; please answer it 11010120261116000001',
      line: 'State: being handled',
    },
  ] as const)('in $language has number, class, state, deadline and link', ({ language, subject, line }) => {
    const mail = mailOf(notice, language);
    expect(mail.subject).toBe(subject);
    for (const part of [line, '06010 暴露垃圾', '2026-11-16T18:00:00+08:00', notice.case.link]) {
      expect(mail.text).toContain(part);
    }
  });

  test('of a webhook holds the same in both languages', () => {
    expect(JSON.parse(webhookBody(notice))).toEqual({
      type: 'notice',
      noticeId: '7',
      about: 'supervision-ordered',
      text: { zh: '案件被督办，请答复', en: 'A supervision order was given; please answer it' },
      createdAt: notice.createdAt,
      case: { ...notice.case, stateText: { zh: '处置中', en: 'being handled' } },
    });
  });

  test('leaves out what there is not', () => {
    const bare = mailOf({ ...notice, case: { ...notice.case, dueAt: null, link: null } }, 'zh');
    expect(bare.text).not.toMatch(/时限|查看/);
    expect(mailOf({ ...notice, case: null }, 'zh').text).toContain('案件被督办');
    expect(JSON.parse(webhookBody({ ...notice, case: null }))).toMatchObject({ case: null });
  });
});

test('a text is filled with the details of its notice', () => {
  const details = { year: 2027, zone: 'Asia/Shanghai' };
  expect(textOf('calendar-uncovered', details).zh).toContain('Asia/Shanghai 尚未载入 2027 年节假日');
  expect(textOf('calendar-uncovered', null).zh).toContain('{year}');
});

test('an event without words of its own still has some', () => {
  expect(textOf('something-new', null)).toEqual({ zh: '案件有新进展', en: 'Something happened to the case' });
});

test.each([
  { text: 'head@city.example', ok: true },
  { text: 'a.b+c@mail.city.example', ok: true },
  { text: 'head', ok: false },
  { text: 'head@city.example, other@city.example', ok: false },
  { text: 'head@city.example\r\nbcc: x@y.z', ok: false },
  { text: '"head" <head@city.example>', ok: false },
])('"$text" is an e-mail address: $ok', ({ text, ok }) => {
  expect(mailAddressProblem(text) === undefined).toBe(ok);
});
