import type { HairStyle } from './features.ts';
import type { DrawHair, Hairdo } from './hairdo.ts';
import { curls, afro } from './hair-curly.ts';
import { longStyles } from './hair-long.ts';
import { shortStyles } from './hair-short.ts';
import { headscarf, headwrap, turban } from './head-coverings.ts';
import { hairTones } from './palette.ts';
import type { Sitting } from './skin.ts';
import { hairPaint } from './strands.ts';

const styles: Record<HairStyle, DrawHair> = {
  ...longStyles,
  ...shortStyles,
  curls,
  afro,
  headscarf,
  headwrap,
  turban,
};

/** Draws the hair of a portrait in its style and colour. */
export function drawHair(sitting: Sitting): Hairdo {
  const { features, head, sketch } = sitting;
  const tones = hairTones(features.hair.colour, features.hair.grey);
  const paint = hairPaint(sketch, tones, features.hair.grey, head.at(0, 0), head.height);
  return styles[features.hair.style](sitting, paint);
}
