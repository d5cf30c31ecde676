import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { registerReport } from '@wanmi/cases';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { handleRouteCase } from '../../services/dispatcher/src/handlers/route-case.handler.ts';
import { type CaseDesk, MONDAY, newKey, openCaseDesk, reportInput } from '../support/case-desk.ts';
import { countAllRoutes } from '../support/count-routes.ts';
import { runWanmi } from '../support/run-wanmi.ts';

let open: CaseDesk;
let folder = '';
beforeAll(async () => {
  open = await openCaseDesk();
  open.setTime(MONDAY);
  folder = await mkdtemp(path.join(tmpdir(), 'wanmi-rules-'));
  vi.stubEnv('DATABASE_URL', open.database.url);
  for (const classCode of ['06010', '06010', '01035']) {
    const input = reportInput({ channel: 'inspector', classCode });
    const answer = await registerReport(open.desk, open.as('inspector'), input, newKey());
    if (!answer.ok) throw answer.error;
    const { caseId } = answer.value.body;
    const { rows } = await sql<{ id: number }>`select effect_id as id from outbox
      where case_id = ${caseId} and effect ->> 'type' = 'route-case'`.execute(open.desk.db);
    await handleRouteCase(open.desk, { effectId: rows[0]?.id ?? 0, caseId });
  }
  await countAllRoutes(open.desk);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await open.close();
  await rm(folder, { recursive: true, force: true });
});

const wanmi = (...line: string[]) => runWanmi(folder, ['rules', ...line]);

describe('wanmi rules', () => {
  test('export writes what import takes back unchanged', async () => {
    expect(await wanmi('export', 'rules.csv')).toMatchObject({ code: 0, err: '108 rules' });
    const again = await runWanmi(folder, ['import', 'rules', 'rules.csv', '--json']);
    expect(JSON.parse(again.out)).toMatchObject({ accepted: 108, added: 0, changed: 0, removed: 0, version: 1 });
    const printed = await wanmi('export', '--version', '1');
    expect(`${printed.out}\n`).toBe(await readFile(path.join(folder, 'rules.csv'), 'utf8'));
    expect(await wanmi('export', '--version', '7')).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is none'),
    });
  });

  test('dry-run tells what would move, why, and how often each side is as it ended', async () => {
    const rules = await readFile(path.join(folder, 'rules.csv'), 'utf8');
    const [head = '', ...lines] = rules.trimEnd().split('\n');
    const changed = lines.filter((line) => !line.split(',')[4]?.split(';').includes('06010'));
    await writeFile(path.join(folder, 'changed.csv'), [head, ...changed, ''].join('\n'));
    const json = await wanmi('dry-run', 'changed.csv', '--json', '--as-of', '2026-11-16');
    expect(JSON.parse(json.out)).toMatchObject({
      ...{ version: 1, cases: 3, moved: 2, judged: 2, withoutFacts: 0 },
      ...{ decided: { before: 2, after: 0 }, agreed: { before: 2, after: 0 }, wrong: { before: 0, after: 0 } },
      items: [{ from: { department: 'sanitation' }, to: { department: null } }, {}],
    });
    const text = await wanmi('dry-run', 'changed.csv', '--sample', '1');
    expect(text.out).toContain('sanitation -> a person (ended with sanitation)');
    expect((await wanmi('dry-run', 'changed.csv', '--from', '2025-01', '--to', '2025-12')).out).toContain(
      '0 cases asked',
    );
  });

  test('dry-run asks imported cases too, whose classes a table names', async () => {
    await sql`insert into case_history_import (source, source_id, area_code, reported_at, class_path, class_name, unit_name, raw)
      select 'elsewhere', n::text, '110101001001', '2026-03-03T10:00:00+08:00', '{}', name, '东城区环境卫生服务中心', '{}'
      from (values (1, '垃圾成堆'), (2, '没有人知道的类')) as t (n, name)`.execute(open.desk.db);
    await writeFile(
      path.join(folder, 'classes.csv'),
      'name,edition,kind,class_code\n垃圾成堆,gbt-47678.5-2026,matter,06010\n',
    );
    const line = ['dry-run', 'rules.csv', '--from', '2026-03', '--to', '2026-03', '--json'];
    expect(JSON.parse((await wanmi(...line)).out)).toMatchObject({ cases: 0, withoutFacts: 2 });
    expect(JSON.parse((await wanmi(...line, '--classes', 'classes.csv')).out)).toMatchObject({
      ...{ cases: 1, withoutFacts: 1, moved: 0, agreed: { before: 1, after: 1 } },
    });
    await writeFile(path.join(folder, 'classes.csv'), 'name,edition,kind,class_code\n垃圾成堆,x,matter,06010\n');
    expect(await wanmi(...line, '--classes', 'classes.csv')).toMatchObject({
      code: 2,
      err: expect.stringContaining('row 2'),
    });
  });

  test('accuracy shows first dispatches by group', async () => {
    const { out } = await wanmi('accuracy', '--period', '2026-11', '--by', 'by');
    expect(out.split('\n')).toHaveLength(3);
    const json = JSON.parse((await wanmi('accuracy', '--period', '2026-11', '--by', 'undecided', '--json')).out);
    expect(json).toMatchObject({ dispatched: 2, kept: 2, automatic: 2, undecided: 1, groups: [{ key: 'no-rule' }] });
  });

  test.each([
    { line: ['dry-run'], message: 'no file given' },
    { line: ['dry-run', 'absent.csv'], message: 'cannot read absent.csv' },
    { line: ['dry-run', 'broken.csv'], message: 'found 1 problems' },
    { line: ['dry-run', 'rules.csv', '--from', '2026'], message: 'needs a month' },
    { line: ['dry-run', 'rules.csv', '--as-of', 'today'], message: 'needs a date' },
    { line: ['accuracy'], message: 'no --period given' },
    { line: ['accuracy', '--period', '2026-13'], message: 'needs a month' },
    { line: ['accuracy', '--period', '2026-11', '--by', 'weather'], message: 'needs one of class' },
    { line: ['accuracy', '--period', '2026-11', '--area', '11'], message: 'needs a code' },
    { line: ['export', '--version', 'x'], message: 'needs a number' },
  ])('$line is refused: $message', async ({ line, message }) => {
    await writeFile(
      path.join(folder, 'broken.csv'),
      'id,principle,valid_from,department,source\nr,law,2026-01-01,nobody,x\n',
    );
    expect(await wanmi(...line)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });
});
