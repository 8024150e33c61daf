/** The name under which an object is looked up, as MTH5 does it. Unlike a new name it may be one that is not allowed. */
export function lookupName(kind: 'survey' | 'station' | 'run' | 'channel', given: string): string {
  const name = given.replaceAll(' ', '_').replaceAll(',', '');
  return kind === 'channel' ? name.toLowerCase() : name;
}
