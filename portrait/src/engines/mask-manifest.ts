import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * What an operator says about a mask model of their own: a JSON file beside the ONNX file. A pixel goes in as
 * `(value / 255 - mean) / std`, channel by channel in the order of `channels`.
 */
export interface MaskManifest {
  name: string
  version: string
  /** The ONNX file, relative to the manifest. */
  file: string
  /** Of that file, hexadecimal. */
  sha256: string
  /** SPDX expression, or where the licence is found: the operator answers for the right to use the model. */
  licence: string
  input: {
    /** Side of the square picture that the network takes. */
    sidePx: number
    layout: 'NCHW' | 'NHWC'
    channels: 'RGB' | 'BGR'
    mean: [number, number, number]
    std: [number, number, number]
  }
  output: {
    /** `probability` 0..1, `logit` before the sigmoid, or `class-logits`, one channel a class before the softmax. */
    meaning: 'probability' | 'logit' | 'class-logits'
    /** The channel that means person; 0 where there is one. */
    personChannel?: number
  }
}

/** The model cannot be used; the message is one sentence that says what to do. */
export class MaskModelRefused extends Error {
  override name = 'MaskModelRefused'
}

export interface MaskModel {
  manifest: MaskManifest
  network: Uint8Array
}

/** Reads manifest and model and compares them, before anything of the model runs. @throws MaskModelRefused */
export function readMaskModel(manifestFile: string): MaskModel {
  const manifest = checked(parsed(manifestFile), manifestFile)
  const file = path.resolve(path.dirname(manifestFile), manifest.file)
  const network = read(file, `The mask model ${file} named in ${manifestFile} cannot be read`)
  const sha256 = createHash('sha256').update(network).digest('hex')
  if (sha256 !== manifest.sha256.toLowerCase()) {
    throw new MaskModelRefused(
      `The mask model ${file} has sha256 ${sha256}, but ${manifestFile} says ${manifest.sha256}: fetch the model again or correct the manifest.`,
    )
  }
  return { manifest, network }
}

function read(file: string, complaint: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new MaskModelRefused(`${complaint} (${(error as NodeJS.ErrnoException).code}): check the path.`)
  }
}

function parsed(file: string): unknown {
  const bytes = read(file, `The manifest of the mask model ${file} cannot be read`)
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw new MaskModelRefused(`The manifest of the mask model ${file} is not JSON: correct it.`)
  }
}

type Rule = [field: string, holds: (value: unknown) => boolean, wants: string]

const isText = (value: unknown) => typeof value === 'string' && value.trim() !== ''
const isOneOf = (values: string[]) => (value: unknown) => values.includes(value as string)
const isTriple = (value: unknown) => Array.isArray(value) && value.length === 3 && value.every(Number.isFinite)
const isWhole = (least: number, most: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most

const rules: Rule[] = [
  ['name', isText, 'a text'],
  ['version', isText, 'a text'],
  ['file', isText, 'the path of the ONNX file'],
  ['sha256', (value) => typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value), '64 hexadecimal digits'],
  ['licence', isText, 'the licence of the model, for example Apache-2.0'],
  ['input.sidePx', isWhole(32, 2048), 'a whole number from 32 to 2048'],
  ['input.layout', isOneOf(['NCHW', 'NHWC']), 'NCHW or NHWC'],
  ['input.channels', isOneOf(['RGB', 'BGR']), 'RGB or BGR'],
  ['input.mean', isTriple, 'three numbers'],
  ['input.std', (value) => isTriple(value) && (value as number[]).every((one) => one > 0), 'three numbers above 0'],
  ['output.meaning', isOneOf(['probability', 'logit', 'class-logits']), 'probability, logit or class-logits'],
  [
    'output.personChannel',
    (value) => value === undefined || isWhole(0, 255)(value),
    'a whole number from 0 on, or left out',
  ],
]

function checked(value: unknown, file: string): MaskManifest {
  for (const [field, holds, wants] of rules) {
    const found = field
      .split('.')
      .reduce<unknown>((part, key) => (part as Record<string, unknown> | null)?.[key], value)
    if (!holds(found)) throw new MaskModelRefused(`In the manifest ${file}, "${field}" must be ${wants}: correct it.`)
  }
  return value as MaskManifest
}
