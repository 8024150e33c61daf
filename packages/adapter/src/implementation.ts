/**
 * For those who write an adapter: the parts that every implementation needs, so that the same fault gets the same code
 * and the same bytes the same arrays. Applications do not need this entry.
 *
 * @module
 */
export { atPlace } from './implementation/at-place.js';
export { requireAttributeName } from './implementation/attribute-name.js';
export { swapByteOrder } from './implementation/byte-order.js';
export { checkCreation, type CreationLayout } from './implementation/check-creation.js';
export { checkInto } from './implementation/check-into.js';
export { checkResize } from './implementation/check-resize.js';
export { classifyErrorStack, innermostMessage } from './implementation/classify-error-stack.js';
export { decodeElements } from './implementation/decode-elements.js';
export { defaultChunk } from './implementation/default-chunk.js';
export { elementSize, holdsPointers } from './implementation/element-size.js';
export { encodeElements } from './implementation/encode-elements.js';
export { parseErrorStacks } from './implementation/error-stack.js';
export { float16ToNumber, numberToFloat16 } from './implementation/float16.js';
export { inferDtype, typedValue, type TypedValue } from './implementation/infer-dtype.js';
export { filterText, missingFilter } from './implementation/missing-filter.js';
export { numberArrayClass, numberLayout } from './implementation/number-array.js';
export type { PointerMemory } from './implementation/pointer-memory.js';
export { creationCapabilities, requireCapabilities } from './implementation/required-capability.js';
export { resolveSelection, type Hyperslab } from './implementation/resolve-selection.js';
export { stackFault } from './implementation/stack-fault.js';
export { requireName } from './object-path.js';
