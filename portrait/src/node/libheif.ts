import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/**
 * The functions of libheif's C interface that reading one picture takes, as its WebAssembly build exports them.
 * Pointers are offsets into `HEAPU8`. Where C returns a `heif_error`, the first argument is where it is written:
 * code, subcode and a pointer to the message, 32 bits each.
 * Source: libheif 1.23, `libheif/api/libheif/heif*.h`.
 */
export interface Libheif {
  HEAPU8: Uint8Array
  ready: Promise<unknown>
  _malloc(bytes: number): number
  _heif_context_alloc(): number
  _heif_context_set_maximum_image_size_limit(context: number, sidePx: number): void
  _heif_context_read_from_memory_without_copy(
    error: number,
    context: number,
    bytes: number,
    length: number,
    options: number,
  ): void
  _heif_context_get_primary_image_handle(error: number, context: number, handleOut: number): void
  _heif_image_handle_get_width(handle: number): number
  _heif_image_handle_get_height(handle: number): number
  _heif_image_handle_has_alpha_channel(handle: number): number
  _heif_image_handle_get_color_profile_type(handle: number): number
  _heif_image_handle_get_raw_color_profile_size(handle: number): number
  _heif_image_handle_get_raw_color_profile(error: number, handle: number, bytesOut: number): void
  _heif_image_handle_get_nclx_color_profile(error: number, handle: number, nclxOut: number): void
  _heif_decode_image(
    error: number,
    handle: number,
    imageOut: number,
    colourSpace: number,
    chroma: number,
    options: number,
  ): void
  _heif_decoding_options_alloc(): number
  _heif_image_get_width(image: number, channel: number): number
  _heif_image_get_height(image: number, channel: number): number
  _heif_image_get_plane_readonly2(image: number, channel: number, strideOut: number): number
}

/** The two constructors in use; TypeScript knows WebAssembly with a browser's types only. */
declare const WebAssembly: {
  Module: new (code: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: object }
}

type MakeLibheif = (settings: {
  instantiateWasm(imports: object, done: (instance: object) => void): object
  print(text: string): void
  printErr(text: string): void
}) => Libheif

const require = createRequire(import.meta.url)
let compiled: object | undefined

/**
 * A libheif of its own for one file: whatever that file does to its memory ends with it, and the memory, which
 * WebAssembly can only grow, is given back. The code is loaded with the first HEIC photo.
 */
export async function newLibheif(): Promise<Libheif> {
  const script = require.resolve('libheif-js/libheif-wasm/libheif.js')
  compiled ??= new WebAssembly.Module(readFileSync(script.replace(/\.js$/, '.wasm')))
  const module = compiled
  const make: MakeLibheif = require(script)
  const libheif = make({
    instantiateWasm(imports, done) {
      const instance = new WebAssembly.Instance(module, imports)
      done(instance)
      return instance.exports
    },
    print() {},
    printErr() {},
  })
  await libheif.ready
  return libheif
}
