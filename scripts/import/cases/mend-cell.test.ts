import { expect, test } from 'vitest';
import { mendCell } from './mend-cell.ts';

test.each([
  { cell: '道路破损', text: '道路破损', mended: [] },
  { cell: '路灯&#40;灯光&#41;井盖', text: '路灯（灯光）井盖', mended: ['html-entity', 'bracket-width'] },
  { cell: '路灯(灯光)井盖', text: '路灯（灯光）井盖', mended: ['bracket-width'] },
  { cell: '路灯（灯光）井盖', text: '路灯（灯光）井盖', mended: [] },
  { cell: 'A &amp; B (c)', text: 'A & B (c)', mended: ['html-entity'] },
  { cell: '&#x5e02;&quot;', text: '市"', mended: ['html-entity'] },
  { cell: '&unknown; &#9999999;', text: '&unknown; &#9999999;', mended: [] },
  { cell: '井盖&nbsp;', text: '井盖', mended: ['html-entity'] },
  { cell: '-', text: null, mended: ['unknown-mark'] },
  { cell: '&#45;', text: null, mended: ['html-entity', 'unknown-mark'] },
  { cell: '', text: null, mended: [] },
])('"$cell" is kept as $text', ({ cell, text, mended }) => {
  expect(mendCell(cell)).toEqual({ text, mended });
});
