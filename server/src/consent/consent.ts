import { type ConsentPurpose, type ConsentView, Problem } from '@tucai/contract'

/** The privacy notice that is agreed to before the number is entered. A changed text gets a new version. */
export const privacyNotice = {
  version: '2026-11',
  zh: [
    '为了替您的学校采集毕业生照片，我们需要处理以下信息：证件号、姓名、性别、手机号、邮箱，学校提交的学籍信息，您拍摄的照片，以及选择纸质版照片时的邮寄信息。',
    '证件号和照片属于敏感个人信息。证件号只用来登录和核对您的学籍；照片只用来制作毕业生图像，并按学校的安排提交学信网。照片只做裁剪和背景替换，不修饰人像，不用于人脸识别。',
    '证件号、手机号、邮箱和地址加密保存，界面上只显示证件号前三位。工作人员每次查看都会留下记录。',
    '邮寄信息只交给承运的快递公司。除上述用途外，我们不向其他人提供您的信息，也不在境外保存。',
    '您可以随时在“我的数据”里查看、导出和删除自己的信息，在“授权管理”里撤回同意；需要更正时请联系学校或客服。撤回同意不影响此前已经完成的处理。',
  ],
  en: [
    'To collect your graduate photo for your school we process: the number of your identity document, name, gender, phone, e-mail, the enrolment data your school submitted, the photos you take, and your postal address if you choose paper prints.',
    'The document number and the photo are sensitive personal information. The number serves to sign you in and to find your enrolment. The photo serves to make your graduate photo, which goes to CHSI as your school arranges. It is cropped and its background replaced; your features are not retouched and no face recognition takes place.',
    'Number, phone, e-mail and address are stored encrypted, and screens show only the first three characters of the number. Every look by staff is recorded.',
    'Your address is given to the courier only. Beyond this we share your information with nobody and do not keep it abroad.',
    'You can see, export and delete your information under “My data” and withdraw your agreement under “Consents” at any time. To correct something contact your school or our service. Withdrawal does not affect what was done before.',
  ],
} as const

/** The notice that is agreed to before a picture of a document is read; typing the fields is always possible instead. */
export const documentNotice = {
  version: '2026-11',
  zh: [
    '为了免去手工填写，我们可以识别您拍摄的身份证或护照，读出姓名、性别、民族、出生日期、住址、证件号或护照资料页上的内容，由您核对后使用。',
    '证件照片属于敏感个人信息。照片只在识别的几秒内存在于内存中，识别完成即丢弃，不保存，不用于人脸识别。',
    '您也可以不同意，改为手工填写，不影响后续采集。',
  ],
  en: [
    'To save you typing we can read your identity card or passport from a picture: name, sex, nationality or ethnic group, birth date, address, number. You check everything before it is used.',
    'The picture is sensitive personal information. It exists in memory for the seconds of reading only, is thrown away afterwards, is never stored and not used for face recognition.',
    'You may decline and type the fields yourself; nothing else changes.',
  ],
} as const

/** The rest of the texts; a changed text gets a new version, and the gates then ask for it. */
const photoNotice = {
  version: '2026-11',
  zh: [
    '照片属于敏感个人信息。我们保存您拍摄的原始照片，在服务器上裁剪、替换背景并检查是否符合图像采集标准，生成毕业生图像。',
    '照片不修饰人像，不用于人脸识别，不用于其他目的。没有选用的照片30天后删除，原始照片在毕业后180天删除。',
  ],
  en: [
    'Your photo is sensitive personal information. We store the picture you take, crop it, replace its background and check it against the standard to make your graduate photo.',
    'Your features are not retouched, no face recognition takes place, and the photo serves nothing else. Takes you did not choose are deleted after 30 days, the original 180 days after graduation.',
  ],
} as const

const deliveryNotice = {
  version: '2026-11',
  zh: ['毕业生图像完成后，我们按学校的安排把照片和学号提供给您的学校和学信网，用于学历证书电子注册。'],
  en: [
    'When your graduate photo is done we give it with your student number to your school and to CHSI, as your school arranges, for the registration of your diploma.',
  ],
} as const

const mailingNotice = {
  version: '2026-11',
  zh: ['如果您选择纸质版照片，我们把收件人、手机号和地址提供给承运的快递公司，只用于寄送。'],
  en: [
    'If you choose paper prints we give recipient, phone and address to the courier who carries them, for that purpose only.',
  ],
} as const

const progressNotice = {
  version: '2026-12',
  zh: [
    '我们可以用微信、短信或邮件告诉您采集的进展，并在截止前提醒您。',
    '履行订单所必需的通知（支付、退款、照片退回、寄送、领取和发票）以及验证码和账户安全提醒不受影响，会照常发送。',
  ],
  en: [
    'We can tell you about the progress of your collection by WeChat, text message or mail, and remind you before it closes.',
    'What your order needs is sent in any case: messages about payment, refunds, a rejected photo, parcels, pick-up and invoices, and so are codes and warnings about your account.',
  ],
} as const

interface Purpose {
  title: { zh: string; en: string }
  notice: { version: string; zh: readonly string[]; en: readonly string[] }
  consequence: { zh: string; en: string }
}

/** Every purpose in the order in which students see them. */
const purposes: Record<ConsentPurpose, Purpose> = {
  privacy: {
    title: { zh: '隐私保护指引', en: 'Privacy notice' },
    notice: privacyNotice,
    consequence: {
      zh: '撤回后不能继续采集，仍可登录查看、导出和删除自己的信息。',
      en: 'You can’t go on collecting. You can still sign in to see, export and delete your information.',
    },
  },
  document: {
    title: { zh: '识别证件照片', en: 'Reading a picture of a document' },
    notice: documentNotice,
    consequence: {
      zh: '撤回后证件信息需要手工填写。证件照片从不保存，没有需要删除的内容。',
      en: 'You type the fields of documents yourself. Pictures of documents are never stored, so nothing is left to delete.',
    },
  },
  photo: {
    title: { zh: '拍摄和处理照片', en: 'Taking and processing the photo' },
    notice: photoNotice,
    consequence: {
      zh: '撤回后不能拍照，尚未支付的采集里的照片会立即删除。已支付的照片按订单保留。',
      en: 'You can’t take a photo, and photos of collections that are not paid are deleted at once. Photos you paid for stay with their order.',
    },
  },
  delivery: {
    title: { zh: '提供给学校和学信网', en: 'Delivery to school and CHSI' },
    notice: deliveryNotice,
    consequence: {
      zh: '撤回后照片不会再提供给学校和学信网，可能影响您的学历证书电子注册。已经提供的无法收回。',
      en: 'Your photo is no longer given to school and CHSI, which may affect the registration of your diploma. What was given can’t be taken back.',
    },
  },
  mailing: {
    title: { zh: '邮寄纸质版照片', en: 'Mailing paper prints' },
    notice: mailingNotice,
    consequence: {
      zh: '撤回后删除保存的地址，尚未支付的采集需要重新选择是否要纸质版照片。已支付的订单照常寄送。',
      en: 'Saved addresses are deleted, and collections that are not paid ask again about paper prints. Paid orders are mailed as usual.',
    },
  },
  notices: {
    title: { zh: '进展通知', en: 'Messages about progress' },
    notice: progressNotice,
    consequence: {
      zh: '撤回后不再发送进展通知，您可以随时登录查看。',
      en: 'You get no messages about progress. You can sign in and look at any time.',
    },
  },
}

/** One agreement as stored. */
export interface Consent {
  purpose: ConsentPurpose
  version: string
  givenAt: Date
  withdrawnAt: Date | null
}

/** Agreement counts for the text that was shown. @throws Problem consent-outdated when that is not the present one */
export function checkConsent({ purpose, version }: { purpose: ConsentPurpose; version: string }): void {
  if (version !== purposes[purpose].notice.version) throw new Problem('consent-outdated', { field: 'version' })
}

/** Whether the newest agreement to a purpose is to its present text and was not withdrawn. */
export function stands(consent: Consent | undefined): boolean {
  return (
    consent !== undefined &&
    consent.withdrawnAt === null &&
    consent.version === purposes[consent.purpose].notice.version
  )
}

/** @throws Problem consent-needed about the first purpose without an agreement that stands */
export function requireConsents(newest: Map<ConsentPurpose, Consent>, needed: readonly ConsentPurpose[]): void {
  const missing = needed.find((purpose) => !stands(newest.get(purpose)))
  if (missing !== undefined) throw new Problem('consent-needed', { field: missing })
}

export function consentViews(newest: Map<ConsentPurpose, Consent>): ConsentView[] {
  return (Object.keys(purposes) as ConsentPurpose[]).map((purpose) => {
    const { title, notice, consequence } = purposes[purpose]
    const { version, zh, en } = notice
    const given = newest.get(purpose)
    const shown = given && {
      version: given.version,
      givenAt: given.givenAt.toISOString(),
      withdrawnAt: given.withdrawnAt?.toISOString() ?? null,
      stands: stands(given),
    }
    return { purpose, title, version, zh: [...zh], en: [...en], consequence, given: shown ?? null }
  })
}
