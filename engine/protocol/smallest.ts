/** Keeps the items with the smallest keys of all that are added. */
export interface Smallest {
  /** @param tie decides between equal keys */
  add(item: number, key: number, tie: number): void;
  /** The kept items and their keys, smallest first. */
  sorted(): { items: number[]; keys: number[] };
}

/** A sorted list of at most `limit` places: adding an item that is not kept takes one comparison. */
export function createSmallest(limit: number): Smallest {
  const items = new Float64Array(limit);
  const keys = new Float64Array(limit);
  const ties = new Float64Array(limit);
  let count = 0;
  return {
    add(item, key, tie) {
      if (count === limit) {
        if (limit === 0) return;
        const last = keys[limit - 1]!;
        if (key > last || (key === last && tie >= ties[limit - 1]!)) return;
      } else count++;
      let place = count - 1;
      while (place > 0 && (keys[place - 1]! > key || (keys[place - 1] === key && ties[place - 1]! > tie))) {
        items[place] = items[place - 1]!;
        keys[place] = keys[place - 1]!;
        ties[place] = ties[place - 1]!;
        place--;
      }
      items[place] = item;
      keys[place] = key;
      ties[place] = tie;
    },
    sorted: () => ({ items: [...items.subarray(0, count)], keys: [...keys.subarray(0, count)] }),
  };
}
