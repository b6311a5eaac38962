import { Problem } from '@tucai/contract'
import { isPaid } from '../order/order.ts'
import { photoOf } from '../photo/photos.ts'
import { inTransaction } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { addCorrection, lockCollection } from './collections.ts'
import { collectionSummaries, collectionView, enrolmentOf } from './enrolment.ts'

/** What can be looked at and done whatever the step. */
export function collectionRoutes(routes: RouteTable, engines: Engines): void {
  const { db, files, secrets, clock } = engines

  routes.handle('collectionList', ({ actor }) =>
    inTransaction(db, actor, (tx) => collectionSummaries(tx, engines, actor)),
  )

  routes.handle('collectionShow', ({ actor, params: { graduateId } }) =>
    inTransaction(db, actor, async (tx) =>
      collectionView(tx, engines, await enrolmentOf(tx, engines, actor, graduateId)),
    ),
  )

  routes.handle('correctionSend', ({ actor, params: { graduateId }, body }) =>
    inTransaction(db, actor, async (tx) => {
      const { graduate } = await enrolmentOf(tx, engines, actor, graduateId)
      const text = body.text.trim()
      if (text === '') throw new Problem('request-malformed', { field: 'text' })
      await lockCollection(tx, secrets, graduate)
      await addCorrection(tx, secrets, graduate, text, clock.now())
      return {}
    }),
  )

  routes.handle('photoDownload', async ({ actor, params: { photoId } }) => {
    const { photo, graduate } = await inTransaction(db, actor, async (tx) => {
      const photo = await photoOf(tx, photoId)
      if (photo?.identityId !== actor.identityId) throw new Problem('not-found')
      const { order, graduate } = await enrolmentOf(tx, engines, actor, photo.graduateId)
      if (!isPaid(order) || order?.photoId !== photoId) throw new Problem('photo-not-paid')
      return { photo, graduate }
    })
    return { stream: await files.stream(photo.finishedKey!), fileName: `${graduate.studentNumber}.jpg` }
  })
}
