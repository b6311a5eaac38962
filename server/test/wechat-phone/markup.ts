import { readFileSync } from 'node:fs'
import path from 'node:path'

/** What a node becomes on the phone: its tag, the events it tells, and which of its fields is which attribute. */
export interface Kind {
  tag: string
  events: Set<string>
  fields: Map<string, string>
}

/** Taro draws every page with the templates of one file; a node's `nn` names its template. */
export function readMarkup(built: string): Map<string, Kind> {
  const wxml = readFileSync(path.join(built, 'base.wxml'), 'utf8')
  const kinds = new Map<string, Kind>()
  for (const [, name = '', body = ''] of wxml.matchAll(
    /<template name="tmpl_\d+_([^"]+)">\n([\s\S]*?)\n<\/template>/g,
  )) {
    const [, tag, attributes = ''] = /^\s*<([\w-]+)([^>]*)/.exec(body) ?? []
    if (tag === undefined || tag === 'template') continue
    const nn = name.replace(/_(focus|blur)$/, '')
    const kind = kinds.get(nn) ?? { tag, events: new Set(), fields: new Map() }
    for (const [, event = ''] of attributes.matchAll(/(?:bind|catch)(\w+)="eh"/g)) kind.events.add(event)
    for (const [, attribute = '', field = ''] of attributes.matchAll(/([\w-]+)="\{\{(?:xs\.b\()?i\.(\w+)/g))
      kind.fields.set(attribute, field)
    kinds.set(nn, kind)
  }
  return kinds
}
