import { picture } from './faces.ts';
import { type ZipItem, zipOf } from './zip.ts';

const facesPerSex = 15;

/** The London Set in the layout of its publication, with pictures without people; the last face has no age. */
export async function londonItems(): Promise<{ photos: ZipItem[]; table: string }> {
  const photos: ZipItem[] = [];
  const lines = ['face_id,face_age,face_gender,face_eth'];
  for (let at = 1; at <= 2 * facesPerSex; at++) {
    const id = String(at).padStart(3, '0');
    photos.push({ name: `neutral_front/${id}_03.jpg`, content: await picture(300, at) });
    lines.push(`${id},${at === 2 * facesPerSex ? 'NA' : 20 + at},${at % 2 ? 'female' : 'male'},white`);
  }
  return { photos, table: `${lines.join('\n')}\n` };
}

/** SCUT-FBP5500 in its official layout, with pictures without people. */
export async function scutItems(): Promise<ZipItem[]> {
  const names: string[] = [];
  for (const group of ['AF', 'CM']) for (let at = 1; at <= facesPerSex; at++) names.push(`${group}${at}`);
  const photos: ZipItem[] = [];
  for (const [at, name] of names.entries())
    photos.push({ name: `SCUT-FBP5500_v2/Images/${name}.jpg`, content: await picture(320, 50 + at) });
  return [
    ...photos,
    // The official archive has empty ones too.
    ...names.map((name) => ({ name: `SCUT-FBP5500_v2/facial landmark/${name}.pts` })),
    {
      name: 'SCUT-FBP5500_v2/train_test_files/All_labels.txt',
      content: names.map((name) => `${name}.jpg 3.1\n`).join(''),
    },
  ];
}

/** The archive of SCUT-FBP5500. */
export const scutArchive = async (): Promise<Buffer> => zipOf(await scutItems());
