import { describe, expect, test } from 'vitest';
import { describeProblem, parseEdition, parseEditionMetas, type Row, readCsv } from './index.ts';
import { classic, classRow, classRows, modern } from './testing/build-rows.ts';

/** The problems of a table, one line each. */
function problemsOf(rows: readonly Row[], meta = modern): readonly string[] {
  const parsed = parseEdition(rows, meta);
  return parsed.ok ? [] : parsed.error.map(describeProblem);
}

describe('classes', () => {
  test('[C1] a component and a matter may share a code', () => {
    expect(problemsOf([classRow('component', '01001'), classRow('matter', '01001')])).toEqual([]);
  });

  test('[C1] the same kind and code twice is an error that names both rows', () => {
    expect(problemsOf([classRow('matter', '06001'), classRow('matter', '06001')])).toEqual([
      'row 3, class_code: found "06001", needed a matter code that is not already in row 2',
    ]);
  });

  test.each([
    {
      shape: '5 majors with 84 components, 5 with 32 events',
      components: { majors: 5, count: 84 },
      matters: { majors: 5, count: 32 },
      local: 0,
    },
    {
      shape: '7 majors with 95 components, 6 with 55 events',
      components: { majors: 7, count: 95 },
      matters: { majors: 6, count: 55 },
      local: 13 + 9,
    },
  ])('[C2] [C5] a local catalogue of $shape loads', ({ components, matters, local }) => {
    const rows = [
      ...classRows('component', components.majors, components.count),
      ...classRows('matter', matters.majors, matters.count),
    ];
    const parsed = parseEdition(rows, classic);
    if (!parsed.ok) throw new Error(parsed.error.map(describeProblem).join('\n'));
    expect(parsed.value.classes).toHaveLength(components.count + matters.count);
    expect(parsed.value.majors).toHaveLength(components.majors + matters.majors);
    expect(parsed.value.classes.filter((one) => one.local)).toHaveLength(local);
  });

  test.each([
    { code: '6001', problem: 'found "6001", needed 5 digits (a spreadsheet may have dropped a leading zero)' },
    { code: '0600a', problem: 'found "0600a", needed 5 digits (a spreadsheet may have dropped a leading zero)' },
    { code: '06002', problem: 'found "06002", needed 06001, its major and minor code' },
  ])('[C2] class code $code beside major 06 and minor 001 is refused', ({ code, problem }) => {
    expect(problemsOf([classRow('matter', '06001', { class_code: code })])).toEqual([`row 2, class_code: ${problem}`]);
  });

  test('[C3] an anomaly must name a component that exists, and nothing else may', () => {
    expect(
      problemsOf([
        classRow('component-anomaly', '01001'),
        classRow('component-anomaly', '01002', { linked_component_class: '' }),
        classRow('matter', '06001', { linked_component_class: '01001' }),
      ]),
    ).toEqual([
      'row 3, linked_component_class: found "", needed the class of the component',
      'row 4, linked_component_class: found "01001", needed nothing: only a component-anomaly has one',
      'row 2, linked_component_class: found "01001", needed the code of a component of this edition',
      'row 4, linked_component_class: found "01001", needed the code of a component of this edition',
    ]);
  });

  test('[C6] a misspelt column is a problem, not a loss', () => {
    const { minor_name: name, ...rest } = classRow('matter', '06001');
    const problems = problemsOf([{ ...rest, minor_nmae: name }]);
    expect(problems.some((line) => line.startsWith('table, minor_nmae: found "minor_nmae", needed one of'))).toBe(true);
    expect(problems).toContain('table, minor_name: found "", needed a column minor_name');
  });

  test('[C6] problems of all rows come together, and nothing is taken', () => {
    const rows = [
      classRow('thing', '06001'),
      classRow('matter', '06002'),
      classRow('matter', '06003', { minor_name: '' }),
      classRow('matter', '06004', { major_name: 'another name' }),
    ];
    expect(problemsOf(rows)).toEqual([
      'row 2, kind: found "thing", needed one of component, matter, component-anomaly',
      'row 4, minor_name: found "", needed a name',
      'row 5, major_name: found "another name", needed major 06, as above for matter major 06',
    ]);
    expect(problemsOf([])).toEqual(['table, class_code: found "", needed at least one class']);
  });
});

describe('local classes by minor', () => {
  const local = (code: string, minorName = `摊点 ${code}（自定义）`): Row =>
    classRow('matter', code, { minor_name: minorName });

  test.each([
    { title: 'the first at 999', codes: ['06999'], problems: [] },
    { title: 'downward without holes, in any order of rows', codes: ['06998', '06999', '06997'], problems: [] },
    { title: 'each major by itself', codes: ['06999', '07999'], problems: [] },
    {
      title: 'a hole',
      codes: ['06999', '06997'],
      problems: ['row 3, minor_code: found "997", needed 998 next, counting downward'],
    },
    {
      title: 'upward from 080',
      codes: ['06080'],
      problems: ['row 2, minor_code: found "080", needed 999 next, counting downward'],
    },
  ])('[C4] $title', ({ codes, problems }) => {
    expect(problemsOf(codes.map((code) => local(code)))).toEqual(problems);
  });

  test('[C4] the suffix marks local classes, and only them', () => {
    expect(problemsOf([local('06999', '摊点'), local('06079')])).toEqual([
      'row 2, minor_name: found "摊点", needed a local name ending in （自定义）',
      'row 3, minor_code: found "079", needed a local minor code from 999 down to 80',
    ]);
  });
});

describe('tables as text', () => {
  test('[C6] CSV may begin with a byte order mark, quote cells and hold blank lines', () => {
    const rows = readCsv('\ufeffa,b\r\n1,"x, ""y""\nz"\r\n\r\n');
    expect(rows).toEqual({ ok: true, value: [{ a: '1', b: 'x, "y"\nz' }] });
  });

  test('[C6] a line with a cell too few is refused, not shifted', () => {
    expect(readCsv('a,b\n1\n').ok).toBe(false);
  });

  test('[C6] problems in the list of editions are reported together', () => {
    const row = { id: 'A b', name: '', in_force_from: 'soon', major_digits: 'x', minor_digits: '3' };
    const parsed = parseEditionMetas([{ ...row, source: '', transcribed: 'maybe' }]);
    const fields = parsed.ok ? [] : parsed.error.map(({ field }) => field);
    expect(fields).toEqual([
      'id',
      'name',
      'in_force_from',
      'transcribed',
      'major_digits',
      'standard_component_majors',
      'standard_matter_majors',
    ]);
  });
});
