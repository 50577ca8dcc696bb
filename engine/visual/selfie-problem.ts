/** Reasons to refuse a selfie; the bot has a sentence and a tip for each. */
export type SelfieProblem =
  // the file
  | 'not-an-image'
  | 'heic'
  | 'animated'
  | 'too-many-pixels'
  | 'image-too-small'
  // the picture
  | 'no-face'
  | 'several-faces'
  | 'too-small'
  | 'face-cut'
  | 'too-dark'
  | 'too-bright'
  | 'blurred'
  | 'turned-away';
