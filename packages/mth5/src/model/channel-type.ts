/**
 * What a channel measures, which its component tells by its first letter.
 *
 * Source: MTH5 0.6.5, mt_metadata 1.0.4.
 *
 * @module
 */
import { objectName } from './names.js';
import { refusal, type Where } from './refusal.js';

/** What a channel measures, as its attribute `type` holds it. */
export type ChannelType = 'electric' | 'magnetic' | 'auxiliary';

/** First letters that the components of a type have; none where any will do. */
const firstLetters: Readonly<Record<ChannelType, readonly string[]>> = {
  electric: ['e'],
  magnetic: ['h', 'b', 'r'],
  auxiliary: [],
};

/** The type that a component has by its first letter: `e` electric; `h`, `b`, `r` magnetic; else auxiliary. */
export function channelTypeOf(component: string): ChannelType {
  const first = component.slice(0, 1).toLowerCase();
  if (firstLetters.electric.includes(first)) return 'electric';
  return firstLetters.magnetic.includes(first) ? 'magnetic' : 'auxiliary';
}

/**
 * The name under which MTH5 keeps a channel of a type.
 *
 * @throws Hdf5Error `INVALID_DATA` for what {@link objectName} refuses, and for a component whose first letter does not fit
 * the type: MTH5 would make the dataset and then fail to read it. TypeError for a type that there is not.
 */
export function requireComponent(type: ChannelType, component: string, where?: Where): string {
  const name = objectName('channel', component, where);
  if (!Object.hasOwn(firstLetters, type)) {
    throw new TypeError(`there is no type of channel '${type}': it is one of ${Object.keys(firstLetters).join(', ')}`);
  }
  const letters = firstLetters[type];
  if (letters.length === 0 || letters.includes(name.slice(0, 1))) return name;
  throw refusal(
    `The component ${JSON.stringify(component)} cannot be ${type}: such a component begins with ${letters.join(', ')}`,
    `Make the channel ${channelTypeOf(name)}, or name it for example ${JSON.stringify(`${letters[0] ?? ''}${name}`.slice(0, 20))}`,
    where,
  );
}
