/** What a synthetic participant is like inside: hidden from the study, which can only ask. */
export interface Persona {
  firstName: string;
  locale: 'en' | 'es' | 'ru';
  email: string;
  /** Typed when a password is asked for; undefined skips it. */
  password: string | undefined;
  sex: 'female' | 'male';
  seeks: 'female' | 'male' | 'both';
  birthYear: number;
  seeksAgeMin: number;
  seeksAgeMax: number;
  /** The photograph they send. */
  selfie(): Promise<Buffer>;
  /** Swipe on a calibration face: 1 strong no … 4 strong yes. */
  swipe(picture: Buffer): Promise<number>;
  /** Agreement with a statement, 1–5. */
  agree(itemId: string): number;
  /** How much they would like to meet the person on a profile, 1–7. */
  meet(picture: Buffer | undefined): Promise<number>;
  /** A number in [0, 1) for small habits, such as tapping twice. */
  habit(): number;
}
