import { describe, expect, it } from 'vitest'
import { plannedSheet } from './sheet-plan.ts'
import type { SheetsOrder } from './sheets.ts'

const usual: SheetsOrder = {
  ...{ paper: '6in', mode: 'per-student', prints: [{ size: '33x48', count: 8 }], captionAt: 'edge', lineCount: 1 },
  ...{ barcode: true, gapMm: 2, marginMm: 2, label: 'P20270416-01' },
}

function all(order: SheetsOrder, sets: number[]) {
  const sheets = []
  for (let place = 0; ; place++) {
    const sheet = plannedSheet(order, sets, place)
    if (sheet === undefined) return sheets
    sheets.push(sheet)
  }
}

describe('a batch on the screen', () => {
  it('has each student’s own sheets, one for each set whose caption lies on the edge', () => {
    const sheets = all(usual, [1, 2, 1])
    expect(sheets.map(({ name }) => name)).toEqual(['1', '2', '3', '4'])
    expect(sheets.map(({ places }) => new Set(places.map(({ person }) => person)))).toEqual(
      [0, 1, 1, 2].map((person) => new Set([person])),
    )
    for (const { places, paper } of sheets) {
      expect(places).toHaveLength(8)
      for (const { leftMm, topMm, widthMm, heightMm } of places) {
        expect(leftMm + widthMm).toBeLessThanOrEqual(paper.widthMm)
        expect(topMm + heightMm).toBeLessThanOrEqual(paper.heightMm)
      }
    }
  })

  it('fills sheets of one size with all students, and every print is on one', () => {
    const prints = [
      { size: '33x48', count: 5 },
      { size: '22x32', count: 3 },
    ]
    const sets = [1, 3, 2]
    const sheets = all({ ...usual, mode: 'per-size', captionAt: 'photo', barcode: false, prints }, sets)
    const copies = sets.map((_, person) =>
      sheets.flatMap(({ places }) => places).filter((one) => one.person === person),
    )
    expect(copies.map(({ length }) => length)).toEqual(sets.map((count) => count * 8))
    expect(sheets.map(({ name }) => name)).toEqual(expect.arrayContaining(['33x48: 1', '22x32: 1']))
  })
})
