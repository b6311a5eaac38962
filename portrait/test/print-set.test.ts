import { describe, expect, it } from 'vitest'
import { layoutSet, type SetPart } from '../src/print-set.ts'
import { layoutSheet, type Place, papers, photoSizes } from '../src/print-sheet.ts'

const paper = papers['6in']
const wanted = (...of: [size: string, count: number][]) =>
  of.map(([size, count]) => ({ photo: photoSizes[size], count }))
const counts = (sheets: SetPart[][]) =>
  sheets.map((parts) => {
    const of: Record<string, number> = {}
    for (const { layout } of parts) {
      const size = `${layout.photo.widthMm}x${layout.photo.heightMm}`
      of[size] = (of[size] ?? 0) + layout.places.length
    }
    return of
  })

describe('the prints of one person', () => {
  it('of a single size lie as on any sheet of it, on as many sheets as they need', () => {
    const sheets = layoutSet(paper, wanted(['33x48', 11]))!
    const whole = layoutSheet(paper, photoSizes['33x48'])
    expect(sheets[0]).toEqual([{ size: 0, layout: whole }])
    expect(sheets[1][0].layout.places).toEqual(whole.places.slice(0, 3))
    expect(sheets).toHaveLength(2)
  })

  it.each([
    [
      0,
      [
        ['35x49', 4],
        ['25x35', 4],
      ],
      [{ '35x49': 4, '25x35': 4 }],
    ],
    [
      0,
      [
        ['35x49', 4],
        ['25x35', 8],
      ],
      [{ '35x49': 4, '25x35': 5 }, { '25x35': 3 }],
    ],
    [
      0,
      [
        ['33x48', 4],
        ['25x35', 4],
      ],
      [{ '33x48': 4, '25x35': 4 }],
    ],
    [
      4.5,
      [
        ['35x49', 4],
        ['25x35', 4],
      ],
      [{ '35x49': 4, '25x35': 4 }],
    ],
  ] as const)('of several sizes share sheets, with %f mm of caption', (captionMm, sizes, expected) => {
    const sheets = layoutSet(paper, wanted(...(sizes as unknown as [string, number][])), { captionMm })!
    expect(counts(sheets)).toEqual(expected)
  })

  it('never overlap, keep the gap, the margin and room for captions, and have all marks off the photos', () => {
    const captionMm = 4.5
    for (const name of ['5in', '6in', 'A4']) {
      for (const [a, b, c] of [
        ['33x48', '25x35', '22x32'],
        ['35x53', '35x45', '25x35'],
      ]) {
        const sheets = layoutSet(papers[name], wanted([a, 5], [b, 7], [c, 3]), { captionMm })!
        for (const parts of sheets) {
          const areas = parts.flatMap(({ layout }) => layout.places.map((place) => withCaption(place, layout)))
          for (const [i, area] of areas.entries()) {
            expect(area.leftMm).toBeGreaterThanOrEqual(2 - 0.02)
            expect(area.topMm).toBeGreaterThanOrEqual(2 - 0.02)
            expect(area.leftMm + area.widthMm).toBeLessThanOrEqual(papers[name].widthMm - 2 + 0.02)
            expect(area.topMm + area.heightMm).toBeLessThanOrEqual(papers[name].heightMm - 2 + 0.02)
            for (const other of areas.slice(i + 1)) expect(apartMm(area, other)).toBeGreaterThanOrEqual(2 - 0.02)
          }
          const photos = parts.flatMap(({ layout }) => layout.places)
          for (const { fromXMm: x, fromYMm: y } of parts.flatMap(({ layout }) => layout.cutMarks))
            expect(
              photos.some((p) => x > p.leftMm && x < p.leftMm + p.widthMm && y > p.topMm && y < p.topMm + p.heightMm),
            ).toBe(false)
        }
        const total = counts(sheets).reduce<Record<string, number>>((sum, of) => {
          for (const [size, count] of Object.entries(of)) sum[size] = (sum[size] ?? 0) + count
          return sum
        }, {})
        expect(total).toEqual({ [a]: 5, [b]: 7, [c]: 3 })
      }
    }
  })

  it('are not laid at all where a size is larger than the paper', () => {
    expect(
      layoutSet({ widthMm: 40, heightMm: 60 }, wanted(['25x35', 1], ['35x53', 1]), { captionMm: 9 }),
    ).toBeUndefined()
  })
})

function withCaption(place: Place, { captionMm, turned }: { captionMm: number; turned: boolean }): Place {
  return turned ? { ...place, widthMm: place.widthMm + captionMm } : { ...place, heightMm: place.heightMm + captionMm }
}

function apartMm(a: Place, b: Place): number {
  const across = Math.max(b.leftMm - a.leftMm - a.widthMm, a.leftMm - b.leftMm - b.widthMm)
  const down = Math.max(b.topMm - a.topMm - a.heightMm, a.topMm - b.topMm - b.heightMm)
  return Math.max(across, down)
}
