import { describe, expect, test } from '@jest/globals';
import { createPackShelf, packName, type ShelvedPack } from '../../../engine/visual/pack-shelf.ts';

const shelved = (
  version: string,
  digest = 'a'.repeat(64),
  description: ShelvedPack['description'] = 1,
): ShelvedPack => ({
  pack: { id: 'p', version, licence: 'ours', faces: [], digest },
  faces: new Map(),
  description,
});

describe('the shelf of packs', () => {
  const [one, two] = [shelved('1.0.0'), shelved('2.0.0')];

  test('notes id, version and content of the current pack, and the prior', () => {
    expect(createPackShelf(one, '1.1.1').version()).toBe('p@1.0.0.aaaaaaaa+prior@1.1.1');
  });

  test('keeps a pack for participants who began with it when another becomes current', () => {
    const shelf = createPackShelf(one, '1.1.1');
    const noted = shelf.version();
    shelf.use(two);
    expect(shelf.current()).toBe(two);
    expect(shelf.begunWith(noted)).toBe(one);
    expect(shelf.begunWith(shelf.version())).toBe(two);
  });

  test('finds a pack also when the prior has changed, since scoring compares priors', () => {
    expect(createPackShelf(one, '2.0.0').begunWith('p@1.0.0.aaaaaaaa+prior@1.1.1')).toBe(one);
  });

  test('finds a pack by a version stored without a digest', () => {
    expect(createPackShelf(one, '1.1.1').begunWith('p@1.0.0+prior@1.1.1')).toBe(one);
    expect(() => createPackShelf(two, '1.1.1').begunWith('p@1.0.0+prior@1.1.1')).toThrow(/not at hand/);
  });

  test('treats a pack that was changed under the same version as another pack', () => {
    const changed = shelved('1.0.0', 'b'.repeat(64));
    expect(packName(changed.pack)).not.toBe(packName(one.pack));
    const shelf = createPackShelf(changed, '1.1.1');
    expect(() => shelf.begunWith('p@1.0.0.aaaaaaaa+prior@1.1.1')).toThrow(
      'the calibration pack p@1.0.0.aaaaaaaa is not at hand',
    );
  });

  test('keeps one pack described in two ways apart', () => {
    const newer = shelved('1.0.0', undefined, 2);
    const shelf = createPackShelf(one, '1.1.1');
    shelf.use(newer);
    expect(shelf.version()).toBe('p@1.0.0.aaaaaaaa+prior@1.1.1+description@2');
    expect(shelf.begunWith(shelf.version())).toBe(newer);
    expect(shelf.begunWith('p@1.0.0.aaaaaaaa+prior@1.1.1')).toBe(one);
  });

  test('treats the same pack described in another way as another pack', () => {
    expect(() =>
      createPackShelf(one, '1.1.1').begunWith('p@1.0.0.aaaaaaaa+prior@1.1.1+description@2'),
    ).toThrow(/not at hand/);
  });
});
