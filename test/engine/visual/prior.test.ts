import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../foundation/random.ts';
import { faceFeatures } from '../../../engine/visual/features.ts';
import { fitPosterior, type Swipe } from '../../../engine/visual/preference-posterior.ts';
import { loadPrior, parsePrior } from '../../../engine/visual/prior.ts';
import { directedVisualScore } from '../../../engine/visual/visual-score.ts';

const file = new URL('../../../engine/visual/priors/prior-1.json', import.meta.url);
const random = createRandom('prior');
const embedding = (): Float32Array =>
  Float32Array.from({ length: 1024 }, () => Math.max(0, 0.4 * random.normal()));

describe('the shipped prior', () => {
  test('is small and names its sources and licence', async () => {
    const text = await readFile(file, 'utf8');
    expect(text.length).toBeLessThan(2 ** 20);
    const { licence, provenance } = JSON.parse(text) as {
      licence: string;
      provenance: { inputs: { name: string; files: Record<string, string> }[] };
    };
    expect(licence).toMatch(/research use/i);
    expect(provenance.inputs.map(({ name }) => name)).toEqual(['scut', 'london', 'mebeauty']);
    for (const { files } of provenance.inputs) {
      for (const hash of Object.values(files)) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  test('turns a description into 1, the consensus and 48 components', async () => {
    const prior = await loadPrior();
    const description = embedding();
    const [female, male] = (['female', 'male'] as const).map((sex) => faceFeatures(prior, description, sex));
    expect(female).toHaveLength(50);
    expect(female?.[0]).toBe(1);
    expect(female?.[1]).not.toBe(male?.[1]);
    expect(female?.slice(2)).toEqual(male?.slice(2));
    expect(() => faceFeatures(prior, new Float32Array(128), 'female')).toThrow(/128 numbers/);
  });

  test('ranks faces by consensus before the first swipe', async () => {
    const prior = await loadPrior();
    const faces = Array.from({ length: 40 }, () => faceFeatures(prior, embedding(), 'female'));
    const posterior = fitPosterior(prior.raters, []);
    const scored = faces
      .map((features) => ({
        consensus: features[1]!,
        score: directedVisualScore(posterior, features, 'female', prior.reference),
      }))
      .sort((one, other) => one.score - other.score);
    const mean = (part: typeof scored): number =>
      part.reduce((sum, { consensus }) => sum + consensus, 0) / part.length;
    expect(mean(scored.slice(20))).toBeGreaterThan(mean(scored.slice(0, 20)));
  });

  test('follows a participant whose swipes contradict the consensus', async () => {
    const prior = await loadPrior();
    const faces = Array.from({ length: 12 }, () => faceFeatures(prior, embedding(), 'male'));
    const byConsensus = faces.map((features) => features[1]!).sort((one, other) => one - other);
    const swipe = (features: Float64Array): Swipe => (features[1]! > byConsensus[5]! ? 1 : 4);
    const against = fitPosterior(
      prior.raters,
      faces.map((features) => ({ features, rating: swipe(features) })),
    );
    expect(against.mean[1]!).toBeLessThan(prior.raters.mean[1]!);
  });
});

describe('a prior is refused', () => {
  test('when it is of another format', () => {
    expect(() => parsePrior('{"format":"harmonia-visual-prior/9"}')).toThrow(/visual-prior\/9, expected/);
    expect(() => parsePrior('null')).toThrow(/format is undefined/);
  });

  test('when it is not JSON', () => {
    expect(() => parsePrior('{')).toThrow(/not JSON/);
  });

  test('when it is missing', async () => {
    await expect(loadPrior('/nowhere/prior.json')).rejects.toMatchObject({ code: 'prior-invalid' });
  });

  test.each(['centre', 'components', 'landmarks', 'raters', 'reference', 'licence', 'version'])(
    'when its %s is damaged, by name',
    async (field) => {
      const json = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
      const damage =
        typeof json[field] === 'string' ? '' : { ...(json[field] as object), noise: -1, female: {} };
      expect(() => parsePrior(JSON.stringify({ ...json, [field]: damage }))).toThrow(new RegExp(field));
    },
  );

  test.each(['points', 'female', 'male'])('when its inducing points lack numbers in %s', async (part) => {
    const json = JSON.parse(await readFile(file, 'utf8')) as { landmarks: Record<string, string> };
    // Sixteen characters of base64 are three numbers of four bytes, or six of two.
    const landmarks = { ...json.landmarks, [part]: json.landmarks[part]!.slice(16) };
    expect(() => parsePrior(JSON.stringify({ ...json, landmarks }))).toThrow(
      /landmarks: expected 96 numbers/,
    );
  });
});
