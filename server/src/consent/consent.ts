import { type ConsentGive, Problem } from '@tucai/contract'

/** The privacy notice that is agreed to before the number is entered. A changed text gets a new version. */
export const privacyNotice = {
  version: '2026-11',
  zh: [
    '为了替您的学校采集毕业生照片，我们需要处理以下信息：证件号、姓名、性别、手机号、邮箱，学校提交的学籍信息，您拍摄的照片，以及选择纸质版照片时的邮寄信息。',
    '证件号和照片属于敏感个人信息。证件号只用来登录和核对您的学籍；照片只用来制作毕业生图像，并按学校的安排提交学信网。照片只做裁剪和背景替换，不修饰人像，不用于人脸识别。',
    '证件号、手机号、邮箱和地址加密保存，界面上只显示证件号前三位。工作人员每次查看都会留下记录。',
    '邮寄信息只交给承运的快递公司。除上述用途外，我们不向其他人提供您的信息，也不在境外保存。',
    '您可以随时查看自己的信息；需要更正、删除或撤回同意时，请联系客服。撤回同意不影响此前已经完成的处理。',
  ],
  en: [
    'To collect your graduate photo for your school we process: the number of your identity document, name, gender, phone, e-mail, the enrolment data your school submitted, the photos you take, and your postal address if you choose paper prints.',
    'The document number and the photo are sensitive personal information. The number serves to sign you in and to find your enrolment. The photo serves to make your graduate photo, which goes to CHSI as your school arranges. It is cropped and its background replaced; your features are not retouched and no face recognition takes place.',
    'Number, phone, e-mail and address are stored encrypted, and screens show only the first three characters of the number. Every look by staff is recorded.',
    'Your address is given to the courier only. Beyond this we share your information with nobody and do not keep it abroad.',
    'You can see your information at any time. To correct or delete it or to withdraw your agreement, contact our service. Withdrawal does not affect what was done before.',
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

const notices = { privacy: privacyNotice, document: documentNotice }

/** Agreement counts for the text that was shown. @throws Problem request-malformed when that is not the present one */
export function checkConsent({ purpose, version }: ConsentGive): void {
  if (version !== notices[purpose].version) throw new Problem('request-malformed', { field: 'version' })
}
