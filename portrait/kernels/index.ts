// AssemblyScript, compiled to WebAssembly with SIMD by compile.ts. Addresses are bytes of the module's memory.
export { boxMean } from './box'
export { differ } from './difference'
export { enlargeRow } from './enlarge'
export { answerRows } from './perceptron'
export { blendRowsOfBytes, blendRowsOfFloats, roundToBytes, shrinkRow1, shrinkRow3 } from './resample'
