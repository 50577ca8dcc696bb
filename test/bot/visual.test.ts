import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CalibrationRating } from '../../engine/ports/phases.ts';
import type { Person } from '../../sandbox/server.ts';
import { picture, pictureWidths } from '../support/faces.ts';
import { participantOf, stagedAt } from '../support/staged-study.ts';
import { buttonsOf, choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy();
});

const atSelfie = async (): Promise<Person> => {
  const { person } = await stagedAt(study, 'selfie');
  person.send('/continue');
  await says(person, /Stage 1 of 3/);
  return person;
};
const atCalibration = async (): Promise<Person> => {
  const { person } = await stagedAt(study, 'calibration');
  person.send('/continue');
  await says(person, /1\/14/);
  return person;
};
const ratingsOf = async (person: Person): Promise<CalibrationRating[]> => {
  const { userId } = (await participantOf(study, person))!;
  return study.harmonia().database.transact((uow) => uow.visual.ratings(userId));
};
const selfieOf = async (person: Person) => {
  const { userId } = (await participantOf(study, person))!;
  return study.harmonia().database.transact((uow) => uow.visual.selfie(userId));
};

/** Waits, after `act`, for a new message that matches. */
async function saysNext(person: Person, act: () => Promise<unknown>, pattern: RegExp): Promise<string> {
  const before = person.lastFromBot()!.id;
  await act();
  return person.until(() => {
    const { id, text = '' } = person.lastFromBot()!;
    return id > before && pattern.test(text) && text;
  });
}

/** A file with the signature of HEIC, the format of an iPhone's photo. */
const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(400)]);

describe('a selfie that cannot be used', () => {
  let person: Person;
  beforeAll(async () => {
    person = await atSelfie();
  });

  test.each([
    ['no-face', /found no face/],
    ['several-faces', /more than one face/],
    ['too-small', /too small in that picture/],
    ['blurred', /blurred/],
    ['too-dark', /too dark/],
    ['too-bright', /too bright/],
    ['turned-away', /turned away/],
    ['face-cut', /cut off/],
  ] as const)('%s: says so and asks for another', async (problem, sentence) => {
    const selfie = await picture(pictureWidths[problem]);
    const text = await saysNext(person, () => person.sendFile('photo', selfie), sentence);
    expect(text).toMatch(/Please send another photo\.$/);
    expect(await selfieOf(person)).toMatchObject({ status: 'refused', problem });
  });

  test.each<[string, Parameters<Person['sendFile']>, RegExp]>([
    [
      'a HEIC file',
      ['document', heic, { fileName: 'IMG_1.HEIC', mimeType: 'image/heic' }],
      /HEIC or AVIF picture/,
    ],
    [
      'a HEIC file with a wrong name',
      ['document', heic, { fileName: 'me.jpg', mimeType: 'image/jpeg' }],
      /HEIC or AVIF picture/,
    ],
    [
      'a GIF',
      ['document', Buffer.from('GIF89a--------------'), { fileName: 'a.gif', mimeType: 'image/gif' }],
      /animated|GIF/,
    ],
    [
      'text that calls itself a picture',
      ['document', Buffer.from('just words'), { fileName: 'a.jpg', mimeType: 'image/jpeg' }],
      /could not open that file as a picture/,
    ],
    [
      'an SVG',
      ['document', Buffer.from('<svg xmlns="x"/>'), { fileName: 'a.svg', mimeType: 'image/svg+xml' }],
      /could not open that file as a picture/,
    ],
    [
      'a text file',
      ['document', Buffer.from('dear diary'), { fileName: 'a.txt', mimeType: 'text/plain' }],
      /not a picture/,
    ],
    [
      'a PDF',
      ['document', Buffer.from('%PDF-1.7'), { fileName: 'a.pdf', mimeType: 'application/pdf' }],
      /not a picture/,
    ],
    [
      'a file over 20 MB',
      ['document', Buffer.alloc(21 * 1024 * 1024), { fileName: 'big.jpg', mimeType: 'image/jpeg' }],
      /over 20 MB/,
    ],
    ['a round video', ['video_note', Buffer.from('x')], /round video message/],
    ['a video', ['video', Buffer.from('x')], /A video does not work/],
    ['a voice message', ['voice', Buffer.from('x')], /voice message does not work/],
    ['a sticker', ['sticker', Buffer.from('x')], /sticker does not work/],
  ])('%s gets its own sentence', async (_name, file, sentence) => {
    study.clock.advance(60_000);
    await saysNext(person, () => person.sendFile(...file), sentence);
    expect((await selfieOf(person))?.status).toBe('refused');
  });

  test('a truncated picture is refused as unreadable', async () => {
    const whole = await picture(400, 3);
    const half = whole.subarray(0, Math.floor(whole.length / 2));
    const send = () => person.sendFile('document', half, { fileName: 'half.jpg', mimeType: 'image/jpeg' });
    await saysNext(person, send, /could not open that file/);
  });

  test('a picture of a few pixels is refused', async () => {
    await person.sendFile('document', await picture(100), { fileName: 's.jpg', mimeType: 'image/jpeg' });
    await says(person, /at least 160 pixels/);
  });

  test('a contact card and a text get a sentence', async () => {
    person.contact();
    await says(person, /contact card does not work/);
    await type(person, 'here I am');
    await says(person, /Please send a photo: tap the paper clip/);
  });

  test('an album is answered with one message and not with one per picture', async () => {
    const before = person.messages().filter(({ from }) => from === 'bot').length;
    const files = [];
    for (let n = 1; n <= 4; n++) files.push({ kind: 'photo' as const, bytes: await picture(400, n) });
    await person.sendAlbum(files);
    await says(person, /several pictures at once/);
    person.send('/help');
    await says(person, /asks for a photo/);
    expect(person.messages().filter(({ from }) => from === 'bot').length - before).toBe(2);
    expect(await selfieOf(person)).toMatchObject({ status: 'refused', problem: 'album' });
  });

  test('a good photo is accepted after many that were refused', async () => {
    await person.sendFile('document', await picture(600, 5), { fileName: 'me.jpg', mimeType: 'image/jpeg' });
    await says(person, /Shall we use it/);
  });
});

describe('a selfie that works', () => {
  test('is shown before it is used, and can be replaced', async () => {
    const person = await atSelfie();
    await person.sendFile('photo', await picture(400, 11));
    const shown = await says(person, /Shall we use it/);
    expect(shown.file?.kind).toBe('photo');
    await type(person, 'what?');
    await says(person, /use one of the buttons/);
    await type(person, 'Retake');
    await says(person, /Stage 1 of 3/);
    await person.sendFile('photo', await picture(400, 12));
    await says(person, /Shall we use it/);
    await type(person, 'Use it');
    await says(person, /1\/14/);
    expect(await selfieOf(person)).toMatchObject({ status: 'accepted', attempts: 2 });
  });

  test('of photos in a row the last one counts, and the first gets the message that it is looked at', async () => {
    const person = await atSelfie();
    const photo = await picture(400, 77);
    study.sandbox.fault({ kind: 'delay', method: 'getFile', milliseconds: 1500, times: 4 });
    for (let n = 0; n < 4; n++) await person.sendFile('photo', photo);
    await says(person, /Shall we use it/);
    expect(person.messages().filter(({ text }) => /looking at your photo/.test(text ?? ''))).toHaveLength(1);
    expect(await selfieOf(person)).toMatchObject({ status: 'preview', attempts: 4 });
  });

  test('is replaced by a second photo while the first is analysed', async () => {
    const person = await atSelfie();
    const [first, second] = [await picture(pictureWidths.blurred, 21), await picture(400, 22)];
    study.sandbox.fault({ kind: 'delay', method: 'getFile', milliseconds: 1500 });
    await person.sendFile('photo', first);
    await person.sendFile('photo', second);
    await says(person, /Shall we use it/);
    expect(await selfieOf(person)).toMatchObject({ status: 'preview', attempts: 2 });
    // Long enough for a message about the first photo to arrive, if the bot sent one.
    await pause(2000);
    expect(person.messages().some(({ text }) => /blurred/.test(text ?? ''))).toBe(false);
  });

  test('is replaced by a new photo sent instead of an answer to the preview, and the old file is deleted', async () => {
    const person = await atSelfie();
    const { userId } = (await participantOf(study, person))!;
    const pathNow = () => study.harmonia().database.transact((uow) => uow.visual.photoPath(userId));
    await person.sendFile('photo', await picture(400, 31));
    const first = await says(person, /Shall we use it/);
    const earlier = await pathNow();
    await person.sendFile('photo', await picture(400, 32));
    await person.until(() => {
      const last = person.lastFromBot()!;
      return last.id > first.id && /Shall we use it/.test(last.text ?? '');
    });
    const later = await pathNow();
    expect(later).not.toBe(earlier);
    expect(later).toMatch(/^uploads\/[0-9a-f-]{36}\.jpg$/);
  });

  test('is stored without metadata and without the sender’s file name', async () => {
    const person = await atSelfie();
    await person.sendFile('document', await picture(500, 41), {
      fileName: 'Kim Possible.jpg',
      mimeType: 'image/jpeg',
    });
    await says(person, /Shall we use it/);
    const preview = person.lastFromBot()!.file!;
    expect(study.sandbox.file(preview.id).includes('Exif')).toBe(false);
    const [call] = study.sandbox.calls('sendPhoto').slice(-1);
    expect(JSON.stringify(call)).not.toContain('Kim Possible');
  });
});

describe('calibration', () => {
  test('stores each tap at once, in order, with the time it took', async () => {
    const person = await atCalibration();
    expect(person.lastFromBot()!.text).toContain('The faces are drawings');
    study.clock.advance(1500);
    await choose(person, '4');
    await says(person, /2\/14/);
    const [rating] = await ratingsOf(person);
    expect(rating).toMatchObject({ position: 0, rating: 4, repeat: false });
    expect(rating!.dwellMs).toBeGreaterThanOrEqual(1500);
    expect(rating!.dwellMs).toBeLessThan(20_000);
  });

  test('marks the earlier answer with a tick after a tap on back, and takes another', async () => {
    const person = await atCalibration();
    await choose(person, '1');
    await choose(person, '2');
    await choose(person, 'back');
    await says(person, /2\/14/);
    const ticked = person
      .lastFromBot()!
      .buttons!.flat()
      .filter(({ text }) => text.startsWith('✓'));
    expect(ticked.map(({ data }) => data?.split(':')[2])).toEqual(['2']);
    await choose(person, '3');
    await says(person, /3\/14/);
    expect((await ratingsOf(person)).map(({ rating }) => rating)).toEqual([1, 3]);
  });

  test('has no back button at the first face', async () => {
    const person = await atCalibration();
    expect(buttonsOf(person).map((data) => data.split(':')[2])).toEqual(['1', '2', '3', '4']);
  });

  test('rates one face after a double tap, and answers both taps', async () => {
    const person = await atCalibration();
    const queries = person.tap(buttonsOf(person)[3]!, { times: 3 });
    await person.until(() => queries.every((id) => person.toasts().some(({ queryId }) => queryId === id)));
    await says(person, /2\/14/);
    expect((await ratingsOf(person)).map(({ rating }) => rating)).toEqual([4]);
  });

  test('repeats the open question after a tap on a button of an earlier face, and stores nothing', async () => {
    const person = await atCalibration();
    const stale = buttonsOf(person)[0]!;
    const { id: messageId } = person.lastFromBot()!;
    await choose(person, '4');
    await choose(person, '4');
    person.tap(stale, { messageId });
    await person.until(() =>
      person.toasts().some(({ text }) => /already counted|from earlier/.test(text ?? '')),
    );
    await says(person, /3\/14/);
    expect((await ratingsOf(person)).map(({ rating }) => rating)).toEqual([4, 4]);
  });

  test('takes the words and the numbers of the scale, and repeats the question after another text', async () => {
    const person = await atCalibration();
    for (const [word, expected] of [
      ['strong yes', 4],
      ['NO', 2],
      ['3', 3],
      ['Strong no.', 1],
    ] as const) {
      await type(person, word);
      expect((await ratingsOf(person)).at(-1)!.rating).toBe(expected);
    }
    await type(person, 'maybe');
    await says(person, /use one of the buttons/);
    await type(person, 'back');
    await says(person, /4\/14/);
  });

  test('changes nothing after the seal, not even by a tap on an old button', async () => {
    const person = await atCalibration();
    const first = buttonsOf(person);
    const { id: messageId } = person.lastFromBot()!;
    await type(person, '1');
    for (let face = 1; face < 13; face++) await choose(person, String(1 + (face % 4)));
    await choose(person, '4');
    await says(person, /Stage 1 is complete/);
    await choose(person, 'back');
    await says(person, /14\/14/);
    await choose(person, '1');
    await says(person, /Stage 1 is complete/);
    const sealButton = buttonsOf(person).find((data) => data.endsWith(':seal'))!;
    const sealMessage = person.lastFromBot()!.id;
    await choose(person, 'seal');
    await says(person, /Stage 1 is sealed[\s\S]*1\/44/);
    const sealed = await ratingsOf(person);
    expect(sealed).toHaveLength(14);
    expect(sealed[13]!.rating).toBe(1);
    const queries = [
      ...person.tap(first[0]!, { messageId }),
      ...person.tap(sealButton, { messageId: sealMessage }),
    ];
    await person.until(() => queries.every((id) => person.toasts().some(({ queryId }) => queryId === id)));
    await says(person, /1\/44/);
    expect(await ratingsOf(person)).toEqual(sealed);
    await person.sendFile('photo', await picture(400, 50));
    await says(person, /choose a number from 1 to 5/);
    expect((await selfieOf(person))?.status).toBe('accepted');
  });
});
