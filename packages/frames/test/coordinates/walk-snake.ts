/** The points of a snake scan, found by walking: one step at a time, turning round at the ends. */
export function walkSnake(shape: readonly number[]): number[][] {
  const position = shape.map(() => 0);
  const steps = shape.map(() => 1);
  const visited = [[...position]];
  const size = shape.reduce((product, extent) => product * extent, 1);
  while (visited.length < size) {
    let axis = shape.length - 1;
    for (; ; axis--) {
      const next = (position[axis] as number) + (steps[axis] as number);
      if (next >= 0 && next < (shape[axis] as number)) {
        position[axis] = next;
        break;
      }
      steps[axis] = -(steps[axis] as number);
    }
    visited.push([...position]);
  }
  return visited;
}
