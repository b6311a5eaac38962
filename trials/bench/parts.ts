import { dayPart } from './day.ts'
import { type Ground, openGround } from './ground.ts'
import { jsonPart } from './json.ts'
import type { Outcome, Part, Size } from './part.ts'
import { queuePart } from './queue.ts'
import { signInPart } from './sign-in.ts'
import { soakPart } from './soak.ts'
import { takePart } from './take.ts'
import { uploadsPart } from './uploads.ts'

export const parts: Record<string, Part> = {
  take: takePart,
  queue: queuePart,
  json: jsonPart,
  uploads: uploadsPart,
  'sign-in': signInPart,
  day: dayPart,
  soak: soakPart,
}

/** Runs parts one after another and tells of each as soon as it is done. Answers all figures, by part and name. */
export async function runParts(
  names: string[],
  size: Omit<Size, 'open'>,
  tell: (name: string, outcome: Outcome) => void,
): Promise<Record<string, number>> {
  const figures: Record<string, number> = {}
  const shared = size.isShort ? await openGround({ TUCAI_PHOTO_WORKERS: '1' }) : undefined
  const open = async (settings?: NodeJS.ProcessEnv): Promise<Ground> =>
    shared ? { ...shared, close: async () => {} } : openGround(settings)
  try {
    for (const name of names) {
      const outcome = await parts[name]!({ ...size, open })
      for (const [figure, value] of Object.entries(outcome.figures)) figures[`${name}: ${figure}`] = value
      tell(name, outcome)
    }
    return figures
  } finally {
    await shared?.close()
  }
}
