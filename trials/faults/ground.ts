import { chmodSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { openWechatPayEmulator, type WechatPayEmulator } from '../../emulators/wechat-pay/emulator.ts'
import { databasePasswords } from '../../server/src/platform/postgres/passwords.ts'
import { socketUrl, withClient } from '../../server/src/platform/postgres/roles.ts'
import { BUNDLED, recordedSocketFolder, runningServerUrls } from '../../server/src/platform/postgres/run-record.ts'
import { type Mailbox, openMailbox } from '../../server/test/mailbox.ts'
import { apps, merchantSettings } from '../../server/test/payment-histories/merchant-settings.ts'
import { openServerProcess, type ServerProcess } from '../../server/test/payment-kills/server-process.ts'
import { goodPhoto } from '../../server/test/pictures.ts'
import { freePort } from '../../server/test/started-product.ts'
import type { OwnPostgres } from './own-postgres.ts'

/** The product and everything around it, on this machine only. */
export interface Ground {
  folder: string
  /** Where the product writes. */
  dataFolder: string
  keysFolder: string
  url: string
  server: ServerProcess
  emulator: WechatPayEmulator
  mailbox: Mailbox
  jpeg: Buffer
  /** The settings that every process of the product gets. */
  environment: NodeJS.ProcessEnv
  /** Looks at the database as the superuser. @throws while it is away */
  look<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>
  appUrl(): string
  close(): Promise<void>
}

export interface GroundOptions {
  /** Apart from the product; without it the bundled one runs. */
  postgres?: OwnPostgres
  /** Where the product writes, when not into a folder of the ground's own. */
  dataFolder?: string
  environment?: NodeJS.ProcessEnv
  /** Does not start the product. */
  isStill?: boolean
  /** Where everybody asks, when something stands before the product. */
  port?: number
  publicUrl?: string
}

export async function openGround(options: GroundOptions = {}): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'tucai-faults-'))
  chmodSync(folder, 0o711)
  const dataFolder = options.dataFolder ?? join(folder, 'data')
  const keysFolder = join(folder, 'keys-of-all')
  const emulator = await openWechatPayEmulator({ appIds: apps })
  const mailbox = await openMailbox()
  const port = options.port ?? (await freePort())
  const url = options.publicUrl ?? `http://127.0.0.1:${port}`
  const { postgres } = options
  const environment: NodeJS.ProcessEnv = {
    ...(await merchantSettings(folder, emulator, url)),
    TUCAI_DATA_DIR: dataFolder,
    TUCAI_SMTP_URL: mailbox.url,
    TUCAI_PHOTO_WORKERS: '1',
    ...(postgres && { DATABASE_URL: postgres.ownerUrl, DATABASE_APP_URL: postgres.appUrl, TUCAI_KEYS_DIR: keysFolder }),
    ...options.environment,
  }
  const keys = environment.TUCAI_KEYS_DIR ?? join(dataFolder, 'keys')
  const superuserUrl = () =>
    postgres?.superuserUrl ??
    socketUrl(recordedSocketFolder(dataFolder) ?? '', 'postgres', databasePasswords(keys).superuser, BUNDLED.database)
  const server = openServerProcess(port, environment)
  const ground: Ground = {
    ...{ folder, dataFolder, keysFolder: keys, url, server, emulator, mailbox, environment, jpeg: await goodPhoto() },
    look: async <R extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await withClient(superuserUrl(), (client) => client.query<R>(text, values))).rows,
    appUrl: () => postgres?.appUrl ?? runningServerUrls(dataFolder)!.app,
    async close() {
      await server.stop()
      await emulator.close()
      await mailbox.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  if (!options.isStill)
    await server.start().catch(async (error) => {
      await ground.close()
      throw error
    })
  return ground
}
