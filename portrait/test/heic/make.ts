/**
 * Makes the HEIC files beside it, by hand, where `heif-enc` with x265 is installed; see README.md. Colour patches and a
 * drawn person, coded once; the tests write everything else about a file around them.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { drawPerson } from '../drawn-person.ts'
import { type HevcStill, readHevcStill, writeHeif } from '../heif-file.ts'
import { camera, patchPixels } from './pictures.ts'

const work = mkdtempSync(path.join(os.tmpdir(), 'heic-'))

async function encode(picture: Sharp, quality: number, ...settings: string[]): Promise<Uint8Array> {
  const png = path.join(work, 'picture.png')
  const heic = path.join(work, 'picture.heic')
  await picture.png().toFile(png)
  execFileSync('heif-enc', ['-q', String(quality), ...settings, png, '-o', heic], { stdio: 'ignore' })
  return readFileSync(heic)
}

function rawRgb(rgb: Uint8Array, width: number, height: number): Sharp {
  return sharp(rgb, { raw: { width, height, channels: 3 } })
}

async function makePatches(): Promise<void> {
  const { rgb, widthPx, heightPx } = patchPixels()
  const patches = () => rawRgb(rgb, widthPx, heightPx)
  writeFileSync(path.join(import.meta.dirname, 'patches.heic'), await encode(patches(), 90))
  const deep = patches().toColourspace('rgb16')
  writeFileSync(path.join(import.meta.dirname, 'patches-10-bit.heic'), await encode(deep, 90, '-b', '10'))
  const clear = patches().ensureAlpha(0)
  writeFileSync(path.join(import.meta.dirname, 'patches-clear.heic'), await encode(clear, 90))
}

/** As an iPhone stores an upright photo: a lying grid of 512-pixel tiles in Display P3, to be turned by a quarter. */
async function makeCameraPhoto(): Promise<void> {
  const { widthPx, heightPx, tilePx, variation } = camera
  const { rgb } = drawPerson(variation, { widthPx, heightPx })
  const truth = rawRgb(rgb, widthPx, heightPx).resize(camera.truthWidthPx)
  await truth.png().toFile(path.join(import.meta.dirname, 'camera-truth.png'))
  const wide = await rawRgb(rgb, widthPx, heightPx).withIccProfile('p3').png().toBuffer()
  const lying = await sharp(wide).keepIccProfile().rotate(270).png().toBuffer()
  const { icc } = await sharp(lying).metadata()
  const columns = Math.ceil(heightPx / tilePx)
  const rows = Math.ceil(widthPx / tilePx)
  const padded = await sharp(lying)
    .extend({ right: columns * tilePx - heightPx, bottom: rows * tilePx - widthPx, extendWith: 'copy' })
    .removeAlpha()
    .raw()
    .toBuffer()
  const tiles: HevcStill[] = []
  for (let tile = 0; tile < columns * rows; tile++) {
    const left = (tile % columns) * tilePx
    const top = Math.floor(tile / columns) * tilePx
    const cut = rawRgb(padded, columns * tilePx, rows * tilePx).extract({ left, top, width: tilePx, height: tilePx })
    tiles.push(readHevcStill(await encode(cut, 45)))
  }
  const file = writeHeif(tiles, {
    grid: { columns, rows, widthPx: heightPx, heightPx: widthPx },
    quarterTurns: 3,
    colour: { icc: icc as Uint8Array },
  })
  writeFileSync(path.join(import.meta.dirname, 'camera.heic'), file)
}

await makePatches()
await makeCameraPhoto()
rmSync(work, { recursive: true })
