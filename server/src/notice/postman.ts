import { createTransport } from 'nodemailer'
import type { CodeSender, Postman } from './notice.ts'

/** Letters by SMTP. `from` is the sender's address. */
export function smtpPostman(smtpUrl: string, from: string): Postman {
  const transport = createTransport(smtpUrl, { from })
  return {
    async send(letter) {
      await transport.sendMail(letter)
    },
  }
}

/** The demonstration has no mail server: letters are shown to whoever started it. */
export function terminalPostman(tell: (text: string) => void): Postman {
  return {
    async send({ subject, text }) {
      tell(`[mail] ${subject}\n${text.replace(/^/gm, '       ')}`)
    },
  }
}

/** In production letters need a mail server; without one they wait and fail. */
export function missingPostman(): Postman {
  return {
    async send() {
      throw new Error('no mail server is configured: set TUCAI_SMTP_URL')
    },
  }
}

/** The same for codes that would go to a phone. */
export function terminalCodeSender(tell: (text: string) => void): CodeSender {
  return {
    reaches: () => true,
    async send({ code }) {
      tell(`[sms] 验证码 ${code}，10分钟内有效 / Your code is ${code}, valid for 10 minutes`)
    },
  }
}
