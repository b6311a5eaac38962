import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { expect } from 'vitest'
import { unzipped } from '../unzipped.ts'
import { readFinishedFile } from './finished-photo.ts'
import { type Line, rowsOfXlsx } from './school-sheet.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

type Package = {
  /** Everything that was downloaded, by its name. */
  files: Map<string, Buffer>
  /** Who must be in it, with the hash of the photo that was approved. */
  people: { line: Line; approvedSha256: string }[]
}

/** Each photo, the manifest and the list of a package for CHSI, read without any of the product's code. */
export async function checkPackage({ files, people }: Package): Promise<void> {
  const ending = (end: string) => [...files].filter(([name]) => name.endsWith(end))
  const [zip, list, manifest] = [ending('.zip'), ending('.xlsx'), [...files].filter(([name]) => /sha256/i.test(name))]
  expect([zip.length, list.length, manifest.length, files.size]).toEqual([1, 1, 1, 3])
  const entries = await unzipped(zip[0]![1])
  const nameOf = ({ college, className, studentNumber }: Line) => `${college}/${className}/${studentNumber}.jpg`
  expect(entries.map(({ name }) => name).sort()).toEqual(people.map(({ line }) => nameOf(line)).sort())
  // A zip is unpacked into a folder of its name.
  const unpackedTo = zip[0]![0].slice(0, -'.zip'.length)
  const hashes = hashesIn(manifest[0]![1].toString('utf8'))
  for (const { line, approvedSha256 } of people) {
    const { bytes } = entries.find(({ name }) => name === nameOf(line))!
    expect([line.studentNumber, sha256(bytes)]).toEqual([line.studentNumber, approvedSha256])
    expect(hashes.get(`${unpackedTo}/${nameOf(line)}`)).toBe(approvedSha256)
    await checkPhoto(bytes)
  }
  expect(hashes.get(zip[0]![0])).toBe(sha256(zip[0]![1]))
  expect(hashes.get(list[0]![0])).toBe(sha256(list[0]![1]))
  await checkList(list[0]![1], people)
  for (const { line } of people) expect(manifest[0]![1].toString('utf8')).not.toContain(line.number)
}

/** `sha256sum` writes a hash and a name in each line. */
function hashesIn(manifest: string): Map<string, string> {
  const lines = manifest.split('\n').flatMap((line) => {
    const found = /^([0-9a-f]{64}) [ *](.+)$/.exec(line.trim())
    return found === null ? [] : [[found[2]!, found[1]!] as const]
  })
  return new Map(lines)
}

/** What chsi-2017-blue asks of a file. */
async function checkPhoto(bytes: Buffer): Promise<void> {
  expect(readFinishedFile(bytes)).toMatchObject({
    ...{ widthPx: 480, heightPx: 640, densityDpi: [300, 300], baseline: true, components: 3, endsAtEoi: true },
  })
  expect(bytes.length).toBeGreaterThanOrEqual(30_720)
  expect(bytes.length).toBeLessThanOrEqual(40_000)
  const { data } = await sharp(bytes)
    .extract({ left: 8, top: 8, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect(data[2]! - data[0]!).toBeGreaterThan(60)
}

async function checkList(list: Buffer, people: Package['people']): Promise<void> {
  const [headings, ...rows] = await rowsOfXlsx(list)
  const columns = ['学号', '姓名', '学院', '班级'].map((title) => headings!.indexOf(title))
  expect(columns).not.toContain(-1)
  const said = rows.map((row) => columns.map((at) => row[at]!))
  const wanted = people.map(({ line }) => [line.studentNumber, line.name, line.college, line.className])
  expect(said.sort()).toEqual(wanted.sort())
  for (const { approvedSha256 } of people) expect(rows.some((row) => row.includes(approvedSha256))).toBe(true)
}
