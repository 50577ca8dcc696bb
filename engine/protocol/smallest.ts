/** For each of many rows, the items with the smallest keys of all that were added. Plain arrays, which threads may share. */
export interface SmallestTable {
  readonly limit: number;
  readonly counts: Int32Array;
  /** The greatest key of a full row; Infinity while a row has places. */
  readonly greatest: Float64Array;
  /** `limit` places a row, smallest key first. */
  readonly items: Float64Array;
  readonly keys: Float64Array;
  readonly ties: Float64Array;
}

/** An empty table; `bytes` makes the memory of an array. */
export const createSmallestTable = (
  rows: number,
  limit: number,
  bytes: (length: number) => ArrayBufferLike = (length) => new ArrayBuffer(length),
): SmallestTable => ({
  limit,
  counts: new Int32Array(bytes(4 * rows)),
  greatest: new Float64Array(bytes(8 * rows)).fill(limit === 0 ? Number.NEGATIVE_INFINITY : Infinity),
  items: new Float64Array(bytes(8 * rows * limit)),
  keys: new Float64Array(bytes(8 * rows * limit)),
  ties: new Float64Array(bytes(8 * rows * limit)),
});

/** Adds an item to a row, with one comparison where it is not kept. @param tie decides between equal keys */
export function addSmallest(table: SmallestTable, row: number, item: number, key: number, tie: number): void {
  const { limit, counts, greatest, items, keys, ties } = table;
  if (key > greatest[row]!) return;
  const first = row * limit;
  const count = counts[row]!;
  let place = first + count;
  if (count < limit) {
    counts[row] = count + 1;
  } else {
    place--;
    if (key === greatest[row] && tie >= ties[place]!) return;
  }
  while (place > first && (keys[place - 1]! > key || (keys[place - 1] === key && ties[place - 1]! > tie))) {
    items[place] = items[place - 1]!;
    keys[place] = keys[place - 1]!;
    ties[place] = ties[place - 1]!;
    place--;
  }
  items[place] = item;
  keys[place] = key;
  ties[place] = tie;
  if (counts[row] === limit) greatest[row] = keys[first + limit - 1]!;
}

/** Adds all items of another table with as many rows. */
export function mergeSmallest(into: SmallestTable, from: SmallestTable): void {
  const { limit, counts, items, keys, ties } = from;
  for (let row = 0; row < counts.length; row++)
    for (let place = row * limit; place < row * limit + counts[row]!; place++)
      addSmallest(into, row, items[place]!, keys[place]!, ties[place]!);
}

/** The items of a row, smallest key first. */
export const smallestOf = ({ limit, counts, items }: SmallestTable, row: number): Float64Array =>
  items.subarray(row * limit, row * limit + counts[row]!);
