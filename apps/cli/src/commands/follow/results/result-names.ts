/**
 * Names of the datasets of reduced frames: the last part of the path of what was reduced, or all of it where two have the
 * same, with the reduction behind it.
 *
 * @param names The datasets as the user named them.
 * @param suffix For example `sum`.
 */
export function resultNames(names: readonly string[], suffix: string): ReadonlyMap<string, string> {
  const last = names.map((name) => partsOf(name).at(-1) ?? 'data');
  const results = new Map<string, string>();
  const taken = new Set<string>();
  names.forEach((name, place) => {
    const own = last[place] as string;
    const isAlone = last.filter((other) => other === own).length === 1;
    const wanted = `${isAlone ? own : partsOf(name).join('_')}_${suffix}`;
    let result = wanted;
    for (let number = 2; taken.has(result); number++) result = `${wanted}_${number}`;
    taken.add(result);
    results.set(name, result);
  });
  return results;
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
