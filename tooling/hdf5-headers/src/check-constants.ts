import type { Difference } from './difference.js';
import type { Headers } from './headers.js';
import type { Measured } from './compiler.js';
import type { OurDeclarations } from './our-declarations.js';

/** Whether two numbers are the same 64 bits: the headers write the largest number as -1 at times. */
function sameBits(a: bigint, b: bigint): boolean {
  return BigInt.asUintN(64, a) === BigInt.asUintN(64, b);
}

/** What differs in the values of macros and enumerators; a compiler's word counts where there is one. */
export function checkConstants(ours: OurDeclarations, headers: Headers, measured: Measured | undefined): Difference[] {
  return Object.entries(ours.constants).flatMap(([name, our]) => {
    const constant = headers.constant(name);
    if (!constant) return [{ file: headers.file, line: 0, name, message: 'the headers do not define it' }];
    const { file, line } = constant.place;
    const value = measured?.constants.get(name) ?? constant.value;
    if (value === undefined) return [{ file, line, name, message: 'no constant whole number in the header' }];
    return sameBits(value, BigInt(our)) ? [] : [{ file, line, name, message: `${value} in the header, ours ${our}` }];
  });
}
