import type { Chance } from './chance.ts'
import type { Crowd } from './crowd.ts'
import { enrolWalkers } from './enrolling.ts'
import type { Ground } from './ground.ts'
import { goToCamera, type Walker } from './student.ts'

/** Students who stand before the camera: signed in, agreed, information confirmed. */
export async function walkersAtCamera(ground: Ground, crowd: Crowd, chance: Chance, count: number): Promise<Walker[]> {
  const walkers = await enrolWalkers(ground, crowd, chance, count)
  for (const walker of walkers) {
    crowd.walkers.push(walker)
    await goToCamera(walker, { emulator: ground.emulator, mails: ground.mailbox.mails, jpeg: ground.jpeg })
  }
  return walkers
}
