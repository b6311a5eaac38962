import type { Kind } from './markup.ts'

/** A node of a page's data, as Taro sets it. */
export interface TreeNode {
  sid: string
  uid?: string
  nn: string
  /** Class. */
  cl?: string
  /** Words of a text node. */
  v?: string
  cn?: TreeNode[]
  [field: string]: unknown
}

/** A node with those it lies in, the outermost first. */
export interface Found {
  node: TreeNode
  parents: TreeNode[]
}

/** Sets what a path like `root.cn.[0].cn[2].v` leads to. */
export function put(data: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(Boolean)
  const last = keys.pop()!
  let at = data as Record<string, unknown>
  for (const key of keys) {
    at[key] ??= {}
    at = at[key] as Record<string, unknown>
  }
  at[last] = value
}

export function* nodesOf(root: TreeNode | undefined, parents: TreeNode[] = []): Generator<Found> {
  for (const node of root?.cn ?? []) {
    const within = root === undefined ? parents : [...parents, root]
    yield { node, parents: within }
    yield* nodesOf(node, within)
  }
}

export function wordsOf(node: TreeNode): string {
  return (node.v ?? '') + (node.cn ?? []).map(wordsOf).join('')
}

/** Reads nodes by the names of attributes. */
export function openReader(kinds: Map<string, Kind>) {
  const tag = (node: TreeNode) => kinds.get(node.nn)?.tag
  const hears = (node: TreeNode, event: string) => kinds.get(node.nn)?.events.has(event) ?? false
  const attribute = (node: TreeNode, name: string) => {
    const field = kinds.get(node.nn)?.fields.get(name)
    return field === undefined ? undefined : node[field]
  }
  return {
    ...{ tag, hears, attribute },
    /** What a screen reader calls it. */
    name: (node: TreeNode) => String(attribute(node, 'aria-label') ?? '') || wordsOf(node).trim(),
    isControl: (node: TreeNode) =>
      hears(node, 'tap') && (tag(node) === 'button' || attribute(node, 'aria-role') !== undefined),
    isEnabled: (node: TreeNode) => String(attribute(node, 'aria-disabled') ?? false) === 'false',
  }
}
