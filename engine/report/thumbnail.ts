import sharp from 'sharp';

const side = 320;

/**
 * A small upright picture of a photo, for a report: JPEG without metadata, at most 320 pixels a side, so that a face can
 * be recognised and the photo itself is not passed on.
 */
export const thumbnailOf = (photo: Buffer): Promise<Buffer> =>
  sharp(photo)
    .autoOrient()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 80 })
    .toBuffer();
