import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Guided } from '../src/guidance/guide.ts'

/** WeChat, as far as guidance asks it: a camera whose frames and a VisionKit whose faces are handed over by hand. */
const wechat = vi.hoisted(() => ({
  session: undefined as unknown,
  frame: undefined as ((frame: { data: ArrayBuffer; width: number; height: number }) => void) | undefined,
  listening: false,
}))
vi.mock('@tarojs/taro', () => ({
  default: {
    createVKSession: () => wechat.session,
    createCameraContext: () => ({
      onCameraFrame: (hear: typeof wechat.frame) => {
        wechat.frame = hear
        const start = () => {
          wechat.listening = true
        }
        const stop = () => {
          wechat.listening = false
        }
        return { start, stop }
      },
    }),
  },
}))
const { guideFrames } = await import('../src/guidance/frames-guide.weapp.ts')

const [width, height] = [288, 400]
const box = () => ({ widthPx: 390, heightPx: 540 })

/** A session that finds this face in every frame; null is none. */
function sessionSeeing(face: object | null, startError?: number) {
  const heard: Record<string, (anchors: unknown) => void> = {}
  const session = {
    destroyed: false,
    asked: [] as object[],
    on: (event: string, hear: (anchors: unknown) => void) => {
      heard[event] = hear
    },
    start: (done: (error: number | null) => void) => done(startError ?? null),
    detectFace: (asked: object) => {
      session.asked.push(asked)
      if (face === null) heard.removeAnchors([])
      else heard.updateAnchors([face])
    },
    destroy: () => {
      session.destroyed = true
    },
  }
  wechat.session = session
  return session
}

/** A face in shares of the frame, as wide as that. */
function face(widthShare: number, eyesY: number) {
  const points = Array.from({ length: 106 }, () => ({ x: 0.5, y: 0.5 }))
  points[0] = { x: 0.5 - widthShare / 2, y: eyesY }
  points[32] = { x: 0.5 + widthShare / 2, y: eyesY }
  points[74] = { x: 0.5 - widthShare / 4, y: eyesY }
  points[77] = { x: 0.5 + widthShare / 4, y: eyesY }
  points[16] = { x: 0.5, y: eyesY + 0.22 }
  points[46] = { x: 0.5, y: eyesY + 0.1 }
  return { origin: { x: 0, y: 0 }, size: { width: widthShare, height: widthShare }, points, angle: [0, 0, 0] }
}

/** Plays frames of one bright colour, a tenth of a second apart. */
function play(count: number) {
  const data = new Uint8Array(width * height * 4).fill(220).buffer
  for (let i = 0; i < count; i++) {
    vi.advanceTimersByTime(100)
    wechat.frame?.({ data, width, height })
  }
}

describe('guidance in the mini program', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] })
    wechat.listening = false
    wechat.frame = undefined
    return () => vi.useRealTimers()
  })

  it('judges the frames of the camera by the faces that VisionKit finds', () => {
    const said: Guided[] = []
    const session = sessionSeeing(face(0.15, 0.43))
    guideFrames(false, box, (guided) => said.push(guided))
    play(3)
    expect(said.at(-1)).toEqual({ hint: 'closer', held: false })
    expect(session.asked[0]).toMatchObject({ width, height, sourceType: 0 })
  })

  it('says that all is held after a good second, and nothing after it was ended', () => {
    const said: Guided[] = []
    const session = sessionSeeing(face(0.39, 0.43))
    const end = guideFrames(false, box, (guided) => said.push(guided))
    play(8)
    expect(said.at(-1)).toEqual({ hint: 'good', held: false })
    play(5)
    expect(said.at(-1)).toEqual({ hint: 'good', held: true })
    end()
    expect(session.destroyed).toBe(true)
    expect(wechat.listening).toBe(false)
  })

  it('points to the outline while there is nobody', () => {
    const said: Guided[] = []
    sessionSeeing(null)
    guideFrames(false, box, (guided) => said.push(guided))
    play(2)
    expect(said.at(-1)).toEqual({ hint: 'outline', held: false })
  })

  it('falls silent where there is no VisionKit, and where it does not start', () => {
    const said: Guided[] = []
    wechat.session = undefined
    guideFrames(false, box, (guided) => said.push(guided))
    expect(said).toEqual([null])

    const session = sessionSeeing(null, 2_000_004)
    guideFrames(false, box, (guided) => said.push(guided))
    expect(said).toEqual([null, null])
    expect(session.destroyed).toBe(true)
  })

  it('takes silence for nobody, and goes on', () => {
    const said: Guided[] = []
    const session = sessionSeeing(face(0.15, 0.43))
    const { detectFace } = session
    session.detectFace = () => {}
    guideFrames(false, box, (guided) => said.push(guided))
    play(40)
    expect(new Set(said.map((guided) => guided?.hint))).toEqual(new Set(['outline']))
    session.detectFace = detectFace
    play(20)
    expect(said.at(-1)?.hint).toBe('closer')
  })

  it('falls silent on a phone that answers too late', () => {
    const said: Guided[] = []
    const session = sessionSeeing(face(0.15, 0.43))
    const { detectFace } = session
    session.detectFace = (asked) => {
      vi.advanceTimersByTime(900)
      detectFace(asked)
    }
    guideFrames(false, box, (guided) => said.push(guided))
    play(20)
    expect(said.at(-1)).toBeNull()
    expect(session.destroyed).toBe(true)
  })
})
