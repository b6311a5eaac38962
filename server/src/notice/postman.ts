import { createTransport } from 'nodemailer'
import { accepted, type Carried, type CodeSender, notCarried, type Postman } from './notice.ts'

const CONNECT_WITHIN_MS = 10_000
const ANSWER_WITHIN_MS = 20_000

/**
 * Letters by SMTP. `from` is the sender’s address. The Message-ID is made of the notice’s key, so that mail programs which
 * tell copies by it show a letter once that had to be sent twice.
 */
export function smtpPostman(smtpUrl: string, from: string): Postman {
  const limits = {
    connectionTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    socketTimeout: ANSWER_WITHIN_MS,
  }
  const transport = createTransport({ url: smtpUrl, ...limits }, { from })
  const domain = /@([^\s@>]+)>?$/.exec(from)?.[1] ?? 'localhost'
  return {
    async send({ to, subject, text, key }) {
      try {
        const { messageId } = await transport.sendMail({ to, subject, text, messageId: `<${key}@${domain}>` })
        return accepted(messageId)
      } catch (error) {
        return outcomeOf(error as SmtpError)
      }
    },
  }
}

interface SmtpError {
  code?: string
  command?: string
  responseCode?: number
  syscall?: string
  timeoutType?: string
}

/** What the mail server’s refusal means. Its words repeat the address, so only its code is told. */
function outcomeOf({ code = 'failure', command, responseCode, syscall, timeoutType }: SmtpError): Carried {
  const reason = String(responseCode ?? code)
  const isAboutLetter = command === 'RCPT TO' || command === 'DATA'
  if (isAboutLetter && responseCode !== undefined && responseCode >= 500) return notCarried('refused', reason)
  // A connection that breaks later may break between the letter and the server’s word on it.
  const isConnected = syscall !== 'connect' && !/^(CONNECT|GREETING)/.test(timeoutType ?? '')
  const isBroken = isConnected && ['ETIMEDOUT', 'ECONNECTION', 'ESOCKET'].includes(code) && responseCode === undefined
  return notCarried(isBroken ? 'unknown' : 'away', reason)
}

/** The demonstration has no mail server: letters are shown to whoever started it. */
export function terminalPostman(tell: (text: string) => void): Postman {
  return {
    async send({ subject, text }) {
      tell(`[mail] ${subject}\n${text.replace(/^/gm, '       ')}`)
      return accepted(null)
    },
  }
}

/** In production letters need a mail server; without one they wait and fail. */
export function missingPostman(): Postman {
  return {
    async send() {
      return notCarried('away', 'TUCAI_SMTP_URL')
    },
  }
}

/** The same for codes that would go to a phone. */
export function terminalCodeSender(tell: (text: string) => void): CodeSender {
  return {
    reaches: () => true,
    async send({ code }) {
      tell(`[sms] 验证码 ${code}，10分钟内有效 / Your code is ${code}, valid for 10 minutes`)
      return accepted(null)
    },
  }
}
