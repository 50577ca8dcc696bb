/** The character of a synthetic participant. The study cannot read it; it only gets answers in the chat. */
export interface Persona {
  firstName: string;
  locale: 'en' | 'es' | 'ru';
  email: string;
  /** The answer to the question for a password; undefined skips it. */
  password: string | undefined;
  sex: 'female' | 'male';
  seeks: 'female' | 'male' | 'both';
  birthYear: number;
  seeksAgeMin: number;
  seeksAgeMax: number;
  /** The photograph that the participant sends, as the bytes of an image file. */
  selfie(): Promise<Buffer>;
  /** The swipe on a calibration face: 1 strong no … 4 strong yes. */
  swipe(picture: Buffer): Promise<number>;
  /** The agreement with a statement, 1–5. */
  agree(itemId: string): number;
  /** The wish to meet the participant of a profile, 1–7; undefined stands for a profile without a photo. */
  meet(picture: Buffer | undefined): Promise<number>;
  /** A random number in [0, 1) for habits, such as tapping twice. */
  habit(): number;
}
