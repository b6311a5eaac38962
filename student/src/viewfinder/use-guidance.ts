import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Guided } from '../guidance/guide.ts'
import type { CameraPort } from './camera-port.ts'

/**
 * What guidance says while the camera is watched: `undefined` until it has begun, null where there is none. `onHeld` is
 * called for every picture in which all has been good for long enough.
 */
export function useGuidance(camera: RefObject<CameraPort>, watched: boolean, onHeld: () => void): Guided | undefined {
  const [guided, setGuided] = useState<Guided | undefined>()
  const held = useRef(onHeld)
  held.current = onHeld
  useEffect(() => {
    setGuided(undefined)
    if (!watched) return
    return camera.current?.guide((said) => {
      setGuided((before) => (sameAs(before, said) ? before : said))
      if (said?.held) held.current()
    })
  }, [camera, watched])
  return guided
}

function sameAs(before: Guided | undefined, said: Guided): boolean {
  return before?.hint === said?.hint && before?.held === said?.held && (before === null) === (said === null)
}
