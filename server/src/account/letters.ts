import type { Letter } from '../notice/notice.ts'

/** Mails to the owner of an account. None of them repeats the number or the name. */

export function welcomeLetter(to: string): Letter {
  return {
    to,
    subject: '注册成功 / You are registered',
    text: '您已注册图像采集账户。如果不是您本人操作，请联系客服。\n\nYour account for the photo collection is ready. If you did not register, please contact our service.',
  }
}

export function registeredAgainLetter(to: string): Letter {
  return {
    to,
    subject: '有人用您的证件号再次注册 / Someone registered with your number again',
    text: '您的账户没有任何改变，直接登录即可。如果不是您本人操作，请登录后修改密码。\n\nNothing about your account has changed; simply sign in. If it was not you, sign in and change your password.',
  }
}

export function codeLetter(to: string, code: string): Letter {
  return {
    to,
    subject: `登录验证码 ${code} / Your sign-in code`,
    text: `验证码：${code}，10分钟内有效。请不要告诉任何人。\n\nYour code is ${code}, valid for 10 minutes. Tell nobody.`,
  }
}

export function passwordCodeLetter(to: string, code: string): Letter {
  return {
    to,
    subject: `重设密码验证码 ${code} / Your code for a new password`,
    text: `验证码：${code}，10分钟内有效，用来重设密码。如果不是您本人操作，请不要告诉任何人，也无需处理。\n\nYour code for a new password is ${code}, valid for 10 minutes. If you did not ask for it, tell nobody; nothing has changed.`,
  }
}

export function passwordChangedLetter(to: string): Letter {
  return {
    to,
    subject: '密码已修改 / Your password was changed',
    text: '您的账户密码已修改，其他设备已退出登录。如果不是您本人操作，请用“忘记密码”重新设置，并联系客服。\n\nThe password of your account was changed, and other devices were signed out. If it was not you, choose "Forgot password" and contact our service.',
  }
}

export function contactChangedLetter(to: string): Letter {
  return {
    to,
    subject: '联系方式已修改 / Your phone or e-mail address was changed',
    text: '您账户的手机号或邮箱已修改，验证码将发送到新的联系方式。如果不是您本人操作，请修改密码并联系客服。\n\nThe phone or e-mail address of your account was changed; codes go there from now on. If it was not you, change your password and contact our service.',
  }
}

export function wechatBoundLetter(to: string): Letter {
  return {
    to,
    subject: '微信已绑定 / A WeChat was linked',
    text: '一个微信已绑定到您的账户，可以直接登录。如果不是您本人操作，请在“登录设备”中解除绑定，并修改密码。\n\nA WeChat was linked to your account and can sign in. If it was not you, unlink it under "Devices" and change your password.',
  }
}

export function defaultPasswordTriedLetter(to: string): Letter {
  return {
    to,
    subject: '有人用默认密码尝试登录 / Someone tried the default password',
    text: '您已设置自己的密码，默认密码不能再登录。如果是您本人，请使用自己的密码；忘记密码请在登录页点击“忘记密码”。\n\nYou have chosen an own password, so the default one no longer signs in. If it was you, use your own password; if you forgot it, choose "Forgot password".',
  }
}
