import type { Sex } from '../../engine/ports/participants.ts';

export type HairStyle =
  | 'long-straight'
  | 'long-wavy'
  | 'long-fringe'
  | 'bob'
  | 'tied-back'
  | 'pixie'
  | 'curls'
  | 'afro'
  | 'locs'
  | 'headscarf'
  | 'headwrap'
  | 'crop'
  | 'side-part'
  | 'swept-back'
  | 'fringe'
  | 'buzz'
  | 'bald'
  | 'receding'
  | 'shoulder'
  | 'turban';

export type HairColour =
  'black' | 'dark-brown' | 'brown' | 'chestnut' | 'auburn' | 'copper' | 'dark-blond' | 'blond';
export type EyeColour = 'dark-brown' | 'brown' | 'amber' | 'hazel' | 'green' | 'grey' | 'blue';
export type Beard = 'none' | 'stubble' | 'moustache' | 'goatee' | 'short' | 'full';
export type Glasses = 'none' | 'round' | 'rectangular' | 'browline';
export type Garment = 'crew' | 'v-neck' | 'scoop' | 'shirt' | 'blazer' | 'turtleneck';

/**
 * All features of one drawn person. Numbers without a unit run from -1 to 1 around an average adult of that sex;
 * `share` numbers run from 0 to 1.
 */
export interface PortraitFeatures {
  sex: Sex;
  ageYears: number;
  skin: { /** Share, from the lightest to the darkest. */ depth: number; warmth: number; freckles: number };
  face: { width: number; length: number; jaw: number; chin: number; cheeks: number };
  eyes: {
    size: number;
    spacing: number;
    tilt: number;
    openness: number;
    fold: 'deep' | 'soft' | 'single';
    colour: EyeColour;
  };
  brows: { thickness: number; arch: number; angle: number; height: number };
  nose: { width: number; length: number; bridge: number; tip: number };
  mouth: { width: number; upper: number; lower: number; smile: number; /** Share. */ tint: number };
  hair: { style: HairStyle; colour: HairColour; /** Share. */ grey: number; volume: number };
  beard: Beard;
  glasses: Glasses;
  earrings: boolean;
  garment: { kind: Garment; hue: number; lightness: number; chroma: number };
  backdrop: { hue: number; lightness: number };
  /** Head turned to the side (-1..1, a few degrees) and tilted, in degrees. */
  pose: { turn: number; tiltDegrees: number };
  /** The seed of strands, freckles and other small details. */
  detail: string;
}
