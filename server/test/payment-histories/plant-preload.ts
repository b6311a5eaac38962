import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { planted, plantNamed } from './plants.ts'

/** Given to Node with `--import`: loads the program with the mistake that TUCAI_PLANT names. */
const plant = plantNamed(process.env.TUCAI_PLANT ?? '')
const address = pathToFileURL(resolve(import.meta.dirname, '../../src', plant.file)).href
let isPlanted = false

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (url !== address) return loaded
    isPlanted = true
    return { ...loaded, source: planted(plant, String(loaded.source)) }
  },
})

process.on('exit', () => {
  if (isPlanted) return
  console.error(`plant ${plant.name} was never loaded`)
  process.exitCode = 1
})
