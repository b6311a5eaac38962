import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import {
  type BackupSetting,
  backupByCommand,
  keyByCommand,
  moveByCommand,
  restoreByCommand,
  verifyByCommand,
  type WithPlace,
} from './backup/backup-commands.ts'
import { onPlace, withFiles } from './command-line.ts'
import { type Config, readConfig } from './config.ts'
import { UsageWrong } from './platform/command.ts'
import { StartRefused } from './platform/start-refused.ts'

/** Commands that work on the data as a whole and as it is: they bring no database to a newer schema by themselves. */
export interface KeepingCommand {
  usage: string
  run(setting: BackupSetting, args: string[], config: Config): Promise<number>
}

export const keepingCommands: Record<string, KeepingCommand> = {
  'backup key': {
    usage: 'FILE                                    makes the key that encrypts backups',
    run: keyByCommand,
  },
  'backup verify': {
    usage:
      'FOLDER                               reads a backup, the newest in the folder, and says whether it is whole',
    run: verifyByCommand,
  },
  'backup restore': {
    usage: 'FOLDER                              into an empty database and an empty store of files',
    run: (setting, args, config) => restoreByCommand(setting, placeOf(config, setting, true), args),
  },
  backup: {
    usage: 'FOLDER [--keep N] [--with-keys]            database and files, encrypted, while the program runs',
    run: (setting, args, config) => backupByCommand(setting, placeOf(config, setting, false), args),
  },
  move: {
    usage: 'SETTINGS                                     database and files to where a file of settings says',
    run: move,
  },
}

/** The command and the words behind it, or undefined. */
export function keepingCommandIn(args: string[]): { command: KeepingCommand; rest: string[] } | undefined {
  for (const words of [2, 1]) {
    const command = keepingCommands[args.slice(0, words).join(' ')]
    if (command) return { command, rest: args.slice(words) }
  }
  return undefined
}

export function backupSetting(config: Config, folder: string, say: (line: string) => void): BackupSetting {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return { keyPath: config.backupKeyPath, keysFolder: config.keysFolder, folder, program: version, say }
}

function placeOf(config: Config, { say }: BackupSetting, stopped: boolean): WithPlace {
  return (work) => onPlace(config, { say, stopped }, work)
}

/** Settings are read from a file of the form NAME=value, so that no password stands on the command line. */
async function move(setting: BackupSetting, args: string[], config: Config): Promise<number> {
  const [path, ...others] = args
  if (path === undefined || others.length > 0)
    throw new UsageWrong('move SETTINGS, a file with DATABASE_URL=… and TUCAI_S3_…=…')
  const given = readSettings(resolve(setting.folder, path))
  const target = readConfig(insteadOf(process.env, given))
  const isOtherDatabase = target.databaseUrl !== config.databaseUrl
  const isOtherStore = storeOf(target) !== storeOf(config)
  if (!isOtherDatabase && !isOtherStore)
    throw new StartRefused(`${path} names neither another database nor another store of files than the present ones.`)
  const { say } = setting
  const exitCode = await onPlace(config, { say, stopped: true }, (from) =>
    isOtherDatabase
      ? onPlace(target, { say }, ({ urls, files }) =>
          moveByCommand(setting, from, { urls, files: isOtherStore ? files : undefined }),
        )
      : withFiles(target, (files) => moveByCommand(setting, from, { urls: undefined, files })),
  )
  say(
    `原处未改动。今后启动时使用 ${path} 中的设置（${Object.keys(given).join('、')}），密钥文件夹仍用 ${config.keysFolder}，或在别处用 TUCAI_KEYS_DIR 指明它的副本。`,
  )
  return exitCode
}

function readSettings(path: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new StartRefused(`${path} can't be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}

/** What the file names goes before the same setting in a file of its own, and the other way round. */
function insteadOf(environment: NodeJS.ProcessEnv, given: NodeJS.Dict<string>): NodeJS.ProcessEnv {
  const merged = { ...environment, ...given }
  for (const name of Object.keys(given)) {
    const other = name.endsWith('_FILE') ? name.slice(0, -'_FILE'.length) : `${name}_FILE`
    if (given[other] === undefined) delete merged[other]
  }
  return merged
}

const storeOf = ({ s3, filesFolder }: Config) => JSON.stringify(s3 ?? filesFolder)
