/** A network of one 1 x 1 convolution over three channels, with a sigmoid behind it where wanted. */
export interface TinyModel {
  sidePx: number
  layout: 'NCHW' | 'NHWC'
  /** For each output channel: the three weights and the bias. */
  classes: [number, number, number, number][]
  sigmoid: boolean
}

const float = 1
const opset = 17

/**
 * The bytes of an ONNX file, field by field; a picture that comes as NHWC is transposed first and back at the end.
 * Source: onnx.proto3 of ONNX 1.14 (ModelProto, GraphProto, NodeProto, TensorProto), protobuf wire format.
 */
export function onnxModel({ sidePx, layout, classes, sigmoid }: TinyModel): Uint8Array {
  const turned = layout === 'NHWC'
  const count = classes.length
  const shape = (channels: number) => (turned ? [1, sidePx, sidePx, channels] : [1, channels, sidePx, sidePx])
  const nodes: Uint8Array[] = []
  let last = 'picture'
  const add = (kind: string, inputs: string[], ...attributes: Uint8Array[]) => {
    const output = `${kind}-${nodes.length}`
    nodes.push(join(...inputs.map((name) => text(1, name)), text(2, output), text(4, kind), ...attributes))
    last = output
  }
  if (turned) add('Transpose', [last], integers('perm', [0, 3, 1, 2]))
  add('Conv', [last, 'weights', 'bias'])
  if (sigmoid) add('Sigmoid', [last])
  if (turned) add('Transpose', [last], integers('perm', [0, 2, 3, 1]))
  const weights = classes.flatMap((one) => one.slice(0, 3))
  const biases = classes.map((one) => one[3])
  const graph = join(
    ...nodes.map((node) => field(1, node)),
    text(2, 'tiny'),
    field(5, tensor('weights', [count, 3, 1, 1], weights)),
    field(5, tensor('bias', [count], biases)),
    field(11, valueInfo('picture', shape(3))),
    field(12, valueInfo(last, shape(count))),
  )
  return join(number(1, 8), field(7, graph), field(8, join(text(1, ''), number(2, opset))))
}

function tensor(name: string, dims: number[], values: number[]): Uint8Array {
  const raw = new Uint8Array(Float32Array.from(values).buffer)
  return join(...dims.map((dim) => number(1, dim)), number(2, float), text(8, name), field(9, raw))
}

function valueInfo(name: string, dims: number[]): Uint8Array {
  const shape = join(...dims.map((dim) => field(1, number(1, dim))))
  return join(text(1, name), field(2, field(1, join(number(1, float), field(2, shape)))))
}

function integers(name: string, values: number[]): Uint8Array {
  const kindIsIntegers = number(20, 7)
  return field(5, join(text(1, name), ...values.map((value) => number(8, value)), kindIsIntegers))
}

function number(id: number, value: number): Uint8Array {
  return join(varint(id << 3), varint(value))
}

function text(id: number, value: string): Uint8Array {
  return field(id, new TextEncoder().encode(value))
}

function field(id: number, bytes: Uint8Array): Uint8Array {
  return join(varint((id << 3) | 2), varint(bytes.length), bytes)
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128)
  return Uint8Array.from([...bytes, rest])
}

function join(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
