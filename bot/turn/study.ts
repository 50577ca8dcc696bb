import type { Digest } from '../../engine/protocol/phases.ts';
import type { Instrument } from '../../engine/personality/instrument.ts';
import type { Passwords } from '../../engine/ports/passwords.ts';
import type { CalibrationPack } from '../../engine/visual/calibration-pack.ts';

/** What the dialogs and commands know of the study they run. */
export interface Study {
  name: string;
  /** E-mail address for questions, if the operator named one. */
  contact: string | undefined;
  instrument: Instrument;
  /** What people begin with now. */
  readonly pack: CalibrationPack;
  /** What somebody began with, by the version noted then. */
  packOf: (visualVersion: string) => CalibrationPack;
  /** Different calibration faces; two are shown again. */
  calibrationFaces: number;
  /** Names the current pack and the prior: the instrument version of phase 1. */
  readonly visualVersion: string;
  biologicalVersion: string;
  digest: Digest;
  passwords: Passwords;
  inviteDays: number;
  /** What an admin's /freeze declares and /score must match. */
  readonly declaration: Record<string, unknown>;
}
