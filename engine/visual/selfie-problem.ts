/** Everything that can be wrong with a selfie; each has its own sentence and tip in the bot. */
export type SelfieProblem =
  // the file
  | 'not-an-image'
  | 'heic'
  | 'animated'
  | 'too-many-pixels'
  | 'image-too-small'
  // what is on it
  | 'no-face'
  | 'several-faces'
  | 'too-small'
  | 'face-cut'
  | 'too-dark'
  | 'too-bright'
  | 'blurred'
  | 'turned-away';
