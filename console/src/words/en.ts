import { en as campaigns } from '../campaign/words.ts'
import { en as delivery } from '../delivery/words.ts'
import { en as frame } from '../frame/words.ts'
import { en as graduate } from '../graduate/words.ts'
import { en as invoices } from '../invoice/words.ts'
import { en as management } from '../management/words.ts'
import { en as notices } from '../notice/words.ts'
import { en as orders } from '../order/words.ts'
import { en as overview } from '../overview/words.ts'
import { en as prints } from '../print/words.ts'
import { en as reconciliation } from '../reconciliation/words.ts'
import { en as review } from '../review/words.ts'
import { en as roster } from '../roster/words.ts'
import { en as parcels } from '../shipment/words.ts'
import { en as join } from '../staff/words.ts'
import { en as system } from '../system/words.ts'
import type { Words } from './zh-CN.ts'

export const en: Words = {
  invoices,
  notices,
  orders,
  parcels,
  prints,
  reconciliation,
  frame,
  overview,
  campaigns,
  management,
  join,
  graduate,
  delivery,
  roster,
  review,
  system,
  consoleName: 'Graduate photo console',
  consoleLine: 'Rosters, photos and payments of a campaign in one place.',
  consoleCare: 'Rosters hold personal data. Look only where your work needs it.',
  signIn: 'Sign in',
  signInLead: 'Use your staff user name and password',
  login: 'User name',
  password: 'Password',
  loginMissing: 'Enter your user name',
  passwordMissing: 'Enter your password',
  invitedOnly: (phone) => `For invited staff only${phone === '' ? '' : ` · help: ${phone}`}`,
  sessionEnded: 'Your session has ended. Please sign in again.',
  passwordStep: 'Password',
  codeStep: 'Code',
  setupStep: 'Authenticator',
  recoveryStep: 'Recovery codes',
  goOn: 'Next',
  otherLogin: 'Another user',
  codeTitle: 'Enter the 6-digit code',
  codeLead: (wordmark) => `Open your authenticator app and look for the ${wordmark} console.`,
  codeCare:
    'Five wrong codes lock the sign-in for 15 minutes. A session ends after 12 hours or 30 minutes without use, and can be ended at any time.',
  codeDemo: 'Demonstration: the code is shown in the terminal that runs the program.',
  nextCodeIn: (seconds) => `Next code in ${seconds} s`,
  useRecovery: 'Use a recovery code',
  useCode: 'Use a code instead',
  recoveryTitle: 'Enter a recovery code',
  recoveryLead: 'Without your phone, sign in with a code that you kept when you set the authenticator up.',
  recoveryOnce: 'Each works once',
  setupTitle: 'Set up your authenticator',
  setupLead: 'The first sign-in needs it. Scan the code with an authenticator app on your phone.',
  setupQr: 'QR code for the authenticator',
  setupByHand: 'No camera? Type this key',
  setupHere: 'Open on this device',
  setupFirstCode: 'Enter the 6 digits that the app shows',
  copy: 'Copy',
  copied: 'Copied',
  keepTitle: 'Keep your recovery codes',
  keepLead: 'Should you lose your phone, each signs you in once. They are not shown again.',
  saveFile: 'Save as a file',
  kept: 'I have put them in a safe place',
  enterConsole: 'Open the console',
  signOut: 'Sign out',
  signOutFailed: 'Signing out did not work. Please try again.',
  language: 'Language',
  administrator: 'Administrator',
  school: 'School',
  reviewer: 'Reviewer',
  finance: 'Finance',
  print: 'Print room',
  auditor: 'Auditor',
  navigation: 'Main navigation',
  campaign: 'Campaign',
  open: 'Open',
  notYetOpen: 'Not open yet',
  closed: 'Closed',
  daysLeft: (days) => (days === 1 ? '1 day left' : `${days} days left`),
  none: '—',
  range: (from, to, total) => `Rows ${from}–${to} of ${total}`,
  perPage: (count) => `${count} rows a page`,
  retry: 'Try again',
  retryIn: (seconds) => `Trying again in ${seconds} s`,
  loading: 'Loading',
  close: 'Close',
  noCampaigns: 'No campaign yet',
  noCampaignsHint: 'Campaigns appear here once they are made.',
  clearFilter: 'Clear the filter',
  failedTitle: 'The data could not be read',
  failedLine: 'Nothing stored is affected. Check the network or try again later.',
  errorCode: 'Code',
}
