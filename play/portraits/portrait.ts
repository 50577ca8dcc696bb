import { createRandom } from '../../foundation/random.ts';
import { drawEarrings, drawGlasses } from './accessories.ts';
import { drawMarks } from './ageing.ts';
import { drawBeard } from './beard.ts';
import { drawBrows } from './brows.ts';
import { drawGarment } from './clothing.ts';
import { hex } from './colour.ts';
import { drawEyes } from './eyes.ts';
import type { PortraitFeatures } from './features.ts';
import { drawHair } from './hair.ts';
import { measureHead } from './head.ts';
import { drawMouth } from './mouth.ts';
import { drawNeck } from './neck.ts';
import { drawNose } from './nose.ts';
import { hairTones, skinTones } from './palette.ts';
import { drawEars, drawFace } from './skin.ts';
import type { Point } from './sketch.ts';
import type { Sitting } from './skin.ts';
import { canvas, createSketch, curve, ellipse, group, shape, tag } from './sketch.ts';

/** Scales neck and shoulders so that they meet the chin. */
const bust = 'translate(240 600) scale(1.05 1.11) translate(-240 -600)';

/** The viewBox of the picture: it leaves out the edges of the canvas. */
const frame = '24 20 432 540';

function drawBackdrop({ features, sketch }: Sitting): string {
  const { hue, lightness } = features.backdrop;
  const random = createRandom(`${features.detail}:backdrop`);
  const tone = (factor: number, chroma: number): string =>
    hex({ lightness: Math.min(0.97, lightness * factor), chroma, hue });
  const wall = sketch.radial([160, 200], 560, [
    [0, tone(1.14, 0.03)],
    [0.5, tone(1, 0.035)],
    [1, tone(0.72, 0.04)],
  ]);
  const blots = Array.from({ length: 7 }, () => {
    const radius = 90 + random.next() * 130;
    const centre: Point = [random.next() * canvas.width, random.next() * canvas.height];
    const colour = tone(random.next() < 0.5 ? 1.15 : 0.82, 0.04);
    const fading = sketch.radial(centre, radius, [
      [0, colour, 0.36],
      [0.4, colour, 0.2],
      [1, colour, 0],
    ]);
    return ellipse(centre, radius, radius, fading);
  });
  return tag('rect', { width: canvas.width, height: canvas.height, fill: wall }) + blots.join('');
}

/** Draws a light vignette and grain like that of a photograph. */
function drawFinish({ sketch }: Sitting): string {
  const vignette = sketch.radial([225, 270], 430, [
    [0, '#000000', 0],
    [0.62, '#000000', 0],
    [1, '#000000', 0.2],
  ]);
  return tag('rect', { width: canvas.width, height: canvas.height, fill: vignette }) + sketch.grain(0.8, 0.1);
}

/**
 * Draws a head-and-shoulders portrait of an invented adult as SVG, 480 by 600 units, light from the
 * upper left. The same features give the same text.
 */
export function drawPortrait(features: PortraitFeatures): string {
  const sketch = createSketch();
  const head = measureHead(features);
  const sitting: Sitting = { features, head, skin: skinTones(features), sketch };
  const hair = hairTones(features.hair.colour, features.hair.grey);
  const hairdo = drawHair(sitting);
  const faceClip = sketch.clip(curve(head.outline, true));
  const cast = group(
    group(hairdo.shadows.map((d) => shape(d, sitting.skin.deep, 0.75, { 'fill-rule': 'evenodd' })).join(''), {
      filter: sketch.blur(7, 'head'),
      transform: 'translate(4 9)',
    }),
    { 'clip-path': faceClip },
  );
  const tilted = (content: string): string =>
    group(content, { transform: `rotate(${features.pose.tiltDegrees} 240 440)` });
  const picture =
    drawBackdrop(sitting) +
    tilted(hairdo.back) +
    group(drawNeck(sitting) + drawGarment(sitting), { transform: bust }) +
    tilted(
      drawEars(sitting) +
        drawFace(sitting) +
        drawMarks(sitting) +
        drawNose(sitting) +
        drawEyes(sitting) +
        drawBeard(sitting, hair) +
        drawMouth(sitting) +
        cast +
        drawBrows(sitting, hair) +
        drawEarrings(sitting) +
        drawGlasses(sitting) +
        hairdo.front,
    ) +
    drawFinish(sitting);
  return tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: frame,
      width: canvas.width,
      height: canvas.height,
    },
    sketch.definitions() + picture,
  );
}
