/** Red, green and blue, 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** From black over purple and orange to a pale yellow: each step is brighter, also for the colour-blind. */
const stops: readonly Color[] = [
  [0, 0, 4],
  [40, 11, 84],
  [101, 21, 110],
  [159, 42, 99],
  [212, 72, 66],
  [245, 125, 21],
  [250, 193, 39],
  [252, 255, 164],
];

/** Colour of a brightness between 0 and 1; what lies outside gets the nearest one. */
export function heatColor(brightness: number): Color {
  const place = Math.min(1, Math.max(0, brightness)) * (stops.length - 1);
  const below = Math.min(Math.floor(place), stops.length - 2);
  const part = place - below;
  const [from, to] = [stops[below] as Color, stops[below + 1] as Color];
  const mix = (channel: 0 | 1 | 2): number => Math.round(from[channel] + part * (to[channel] - from[channel]));
  return [mix(0), mix(1), mix(2)];
}

/** The nearest colour of the 6 x 6 x 6 cube that terminals with 256 colours have. */
export function cubeColor([red, green, blue]: Color): number {
  const level = (channel: number): number => Math.round((channel / 255) * 5);
  return 16 + 36 * level(red) + 6 * level(green) + level(blue);
}
