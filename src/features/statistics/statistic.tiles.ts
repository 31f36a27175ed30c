// Where each township of the model district has its tile: row and column, about as they lie on the map. Townships of other
// districts, and new ones, stand below in the order of their codes.

const PLACES: Readonly<Record<string, readonly [number, number]>> = {
  '110112120': [0, 2],
  '110112013': [0, 3],
  '110112104': [0, 4],
  '110112012': [1, 0],
  '110112003': [1, 1],
  '110112002': [1, 2],
  '110112008': [1, 3],
  '110112007': [1, 4],
  '110112119': [1, 5],
  '110112010': [2, 0],
  '110112004': [2, 1],
  '110112001': [2, 2],
  '110112009': [2, 3],
  '110112114': [3, 0],
  '110112121': [3, 1],
  '110112011': [3, 2],
  '110112105': [3, 3],
  '110112110': [3, 5],
  '110112109': [4, 0],
  '110112209': [4, 3],
  '110112106': [4, 4],
  '110112117': [5, 4],
};
const COLUMNS = 6;

/** The tile of every township, none twice. */
export function tilesOf(codes: readonly string[]): ReadonlyMap<string, readonly [row: number, column: number]> {
  const placed = codes.filter((code) => code in PLACES);
  const below = placed.length === 0 ? 0 : 1 + Math.max(...placed.map((code) => PLACES[code]?.[0] ?? 0));
  const others = codes.filter((code) => !(code in PLACES)).toSorted();
  return new Map([
    ...placed.map((code) => [code, PLACES[code] ?? [0, 0]] as const),
    ...others.map((code, index) => [code, [below + Math.floor(index / COLUMNS), index % COLUMNS]] as const),
  ]);
}
