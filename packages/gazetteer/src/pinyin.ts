import { pinyin } from 'pinyin-pro';
import { keyOf } from './text.ts';

/** How a name sounds: all letters without tones (`ü` is `v`), and the first letter of each syllable. Digits stay. */
export type Sound = { readonly full: string; readonly initials: string };

/** The sound of a name, by the usual reading of each word: 长安街 is `changanjie`, 重庆路 `chongqinglu`. */
export function soundOf(name: string): Sound {
  const syllables = pinyin(keyOf(name), { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true });
  const initials = syllables.map((syllable) => (/^[a-z]/.test(syllable) ? syllable.charAt(0) : syllable));
  return { full: keyOf(syllables.join('')), initials: keyOf(initials.join('')) };
}
