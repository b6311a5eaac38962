import { join, resolve } from 'node:path'
import { addCampaignByCommand, feesByCommand, listCampaigns } from './campaign/campaign-commands.ts'
import { schoolByName } from './campaign/campaigns.ts'
import { openInvoiceEvents } from './collection/invoice-events.ts'
import { type CommandGround, onData } from './command-line.ts'
import { type Config, readConfig } from './config.ts'
import { settleByCommand } from './graduate/graduate-commands.ts'
import { attachInvoices, exportInvoices, listInvoices } from './invoice/invoice-commands.ts'
import { backupSetting, keepingCommandIn, keepingCommands } from './keeping-commands.ts'
import { rotateKeys } from './keys/keys-commands.ts'
import { openMoney, openRuleGround, reviewEventsOn } from './money.ts'
import { listNotices, retryNotices } from './notice/notice-commands.ts'
import { openTell } from './notice/notices.ts'
import { listAlarms, reconcileByCommand } from './payment/payment-commands.ts'
import { openSheetPrinter } from './photo/sheet-printer.ts'
import { UsageWrong } from './platform/command.ts'
import { inTransaction, SYSTEM } from './platform/db.ts'
import { openLog } from './platform/log.ts'
import { paperFonts } from './platform/paper/paper.ts'
import { openSheetReader } from './platform/sheets/sheet-reader.ts'
import { StartRefused } from './platform/start-refused.ts'
import { printCommand } from './print/print-commands.ts'
import { printedOrders } from './print/prints.ts'
import { cancelCampaignByCommand } from './refund/refund-commands.ts'
import { approveByCommand, listReviews, rejectByCommand } from './review/review-commands.ts'
import { importRoster } from './roster/roster-commands.ts'
import { sealedColumns } from './sealed-columns.ts'
import { settingsPage } from './settings/settings-page.ts'

import { exportShipments, importShipments, listShipments } from './shipment/shipment-commands.ts'

import {
  addStaffByCommand,
  changeStaffRole,
  listStaff,
  lockStaffByCommand,
  resetStaffPassword,
  resetStaffTotp,
  unlockStaffByCommand,
} from './staff/staff-commands.ts'

type Run = (ground: CommandGround, args: string[], config: Config) => Promise<number>

const say = (line: string) => console.log(line)
/** Paths are meant from where the caller is; npm changes to the project's folder. */
const callerFolder = process.env.INIT_CWD ?? process.cwd()

const schoolIdIn = (ground: CommandGround) => (name: string) =>
  inTransaction(ground.db, SYSTEM, (tx) => schoolByName(tx, name))

/** Decisions at the command line have the same consequences as at the desk. */
function deciding(ground: CommandGround) {
  const tell = openTell(ground, ground.clock)
  return { ...ground, events: reviewEventsOn(openRuleGround(ground, tell), tell) }
}

/** Providers of payments are asked at the command line as in the running program. */
function paying(ground: CommandGround, config: Config) {
  const log = openLog({ logsFolder: config.logsFolder })
  return openMoney({ ...ground, config, log }, openTell(ground, ground.clock)).payments
}

/** Every command by its words. */
const commands: Record<string, { usage: string; run: Run }> = {
  'roster import': {
    usage: 'FILE --campaign ID [--whole] [--dry-run]   import a roster, all of it or nothing',
    run: (ground, args, config) => importRoster(ground, join(config.dataFolder, 'work'), args, callerFolder, say),
  },
  'campaign list': {
    usage: '                                      the campaigns and their ids',
    run: (ground) => listCampaigns(ground, say),
  },
  'campaign add': {
    usage:
      '--school NAME --title TITLE --opens DAY --closes DAY --fee FEN --paper-fee FEN [--camera-only] [--identity roster|code|hybrid]',
    run: (ground, args) => addCampaignByCommand(ground, args, say),
  },
  'campaign fees': {
    usage: 'ID [FILE.json]                        what it charges; from a file of the form that is shown',
    run: (ground, args) => feesByCommand(ground, args, callerFolder, say),
  },
  'campaign cancel': {
    usage: 'ID --give-back                      ends unpaid orders and gives back what was paid',
    run: (ground, args) => cancelCampaignByCommand(ground, args, say),
  },
  'payment reconcile': {
    usage: '[YYYY-MM-DD]                      compares a day with the bill of the provider; yesterday',
    run: (ground, args, config) => reconcileByCommand(paying(ground, config), args, say),
  },
  'payment alarms': {
    usage: '                                     money that a person has to look at',
    run: (ground) => listAlarms(ground, say),
  },
  'staff add': {
    usage: 'LOGIN [--role ROLE] [--school NAME]       an administrator, another role, or an operator of a school',
    run: (ground, args) => addStaffByCommand(ground, schoolIdIn(ground), args, say),
  },
  'graduate confirm': {
    usage: 'ID                                 what a student stated is right',
    run: (ground, args) => settleByCommand(ground, 'confirmed', args, say),
  },
  'graduate refuse': {
    usage: 'ID                                  what a student stated is wrong',
    run: (ground, args) => settleByCommand(ground, 'refused', args, say),
  },
  'notice list': {
    usage: '[--kind KIND] [--state STATE] [--identity ID]   messages to people and what came of them',
    run: (ground, args) => listNotices(ground, args, say),
  },
  'notice retry': {
    usage: 'ID ... | --all                        messages that failed are tried again within two minutes',
    run: (ground, args) => retryNotices(ground, args, say),
  },
  'shipment list': {
    usage: '--campaign ID                         parcels by state',
    run: (ground, args, config) => listShipments(packing(ground, config), args, say),
  },
  'shipment export': {
    usage: 'FILE.csv|xlsx --campaign ID --courier CODE [--again]   printed orders in a courier’s columns',
    run: (ground, args, config) => exportShipments(packing(ground, config), args, callerFolder, say),
  },
  'shipment import': {
    usage: 'FILE [--courier CODE] [--dry-run] [--take-good]   tracking numbers, all of them or none',
    run: (ground, args, config) => importShipments(packing(ground, config), args, callerFolder, say),
  },
  'keys rotate': {
    usage: '                                        new encryption keys, beside the running program',
    run: (ground, args, { keysFolder }) => rotateKeys(ground, { keysFolder, columns: sealedColumns }, args, say),
  },
  'review list': {
    usage: '--campaign ID [--state STATE]          photos under review and what came of them',
    run: (ground, args) => listReviews(deciding(ground), args, say),
  },
  'review approve': {
    usage: 'PHOTO ... | --all --campaign ID     photos that meet the standard',
    run: (ground, args) => approveByCommand(deciding(ground), args, say),
  },
  'review reject': {
    usage: 'PHOTO --reason CODE[,CODE] [--note TEXT] [--for-good]',
    run: (ground, args) => rejectByCommand(deciding(ground), args, say),
  },
  'staff role': {
    usage: 'LOGIN --role ROLE [--school NAME]         another role; ends the sessions',
    run: (ground, args) => changeStaffRole(ground, schoolIdIn(ground), args, say),
  },
  'staff list': {
    usage: '                                         the logins and their roles',
    run: (ground) => listStaff(ground, say),
  },
  'print list': {
    usage: '--campaign ID                           what is due for printing, and the batches',
    run: printing('list'),
  },
  'print make': {
    usage: '--campaign ID [--college NAME] [--delivery mail|station]   a batch, and its file',
    run: printing('make'),
  },
  'print printed': {
    usage: 'BATCH [--except ORDER,ORDER]         the batch is on paper',
    run: printing('printed'),
  },
  'print pdf': {
    usage: 'BATCH --out FILE                         its sheets, with the list in front',
    run: printing('pdf'),
  },
  'invoice list': {
    usage: '[--state STATE] [--campaign ID]          invoice requests and how far they are',
    run: invoicing(listInvoices),
  },
  'invoice export': {
    usage: '--out FILE [--campaign ID | --again EXPORT]   requests for the finance system, as XLSX or CSV',
    run: invoicing(exportInvoices),
  },
  'invoice attach': {
    usage: 'REQUEST [--number NUMBER] [--file FILE] | --sheet FILE   numbers and files that came back',
    run: invoicing(attachInvoices),
  },
  'staff reset-password': {
    usage: 'LOGIN                          a new password, shown once; ends the sessions',
    run: (ground, args) => resetStaffPassword(ground, args, say),
  },
  'staff reset-totp': {
    usage: 'LOGIN                              the next sign-in sets the authenticator up anew',
    run: (ground, args) => resetStaffTotp(ground, args, say),
  },
  'staff lock': {
    usage: 'LOGIN                                    nobody signs in with it; ends the sessions',
    run: (ground, args) => lockStaffByCommand(ground, args, say),
  },
  'staff unlock': {
    usage: 'LOGIN                                  it may sign in again',
    run: (ground, args) => unlockStaffByCommand(ground, args, say),
  },
}

function invoicing(command: typeof listInvoices): Run {
  return async (ground, args) => {
    const sheets = openSheetReader()
    const events = openInvoiceEvents(openTell(ground, ground.clock))
    try {
      return await command({ ...ground, events, sheets, folder: callerFolder }, args, say)
    } finally {
      await sheets.stop()
    }
  }
}

function printing(verb: string): Run {
  return (ground, args, { dataFolder, fontsFolder }) => {
    const printer = openSheetPrinter({ workFolder: resolve(dataFolder, 'work'), fontsFolder })
    return printCommand({ ...ground, printer }, callerFolder, [verb, ...args], say)
  }
}

function packing(ground: CommandGround, { sender, fontsFolder }: Config) {
  return { ...ground, sender, printedOrders, fonts: paperFonts(fontsFolder) }
}

function usage(): string {
  const lines = Object.entries({ ...commands, ...keepingCommands }).map(
    ([name, command]) => `  npm run tucai -- ${name} ${command.usage}`,
  )
  return ['Commands:', ...lines, '  npm run -s tucai -- settings   docs/configuration.md: every setting'].join('\n')
}

async function main(args: string[]): Promise<number> {
  if (args[0] === 'settings') {
    say(settingsPage().trimEnd())
    return 0
  }
  const keeping = keepingCommandIn(args)
  if (keeping) {
    const config = readConfig()
    return keeping.command.run(backupSetting(config, callerFolder, say), keeping.rest, config)
  }
  const command = commands[args.slice(0, 2).join(' ')]
  if (command === undefined) {
    console.error(usage())
    return args.length === 0 || args[0] === 'help' ? 0 : 1
  }
  const config = readConfig()
  return onData(config, say, (ground) => command.run(ground, args.slice(2), config))
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageWrong) && !(error instanceof StartRefused)) throw error
  console.error(error.message)
  process.exitCode = 1
}
