import { zh as campaigns } from '../campaign/words.ts'
import { zh as delivery } from '../delivery/words.ts'
import { zh as frame } from '../frame/words.ts'
import { zh as graduate } from '../graduate/words.ts'
import { zh as invoices } from '../invoice/words.ts'
import { zh as management } from '../management/words.ts'
import { zh as notices } from '../notice/words.ts'
import { zh as orders } from '../order/words.ts'
import { zh as overview } from '../overview/words.ts'
import { zh as prints } from '../print/words.ts'
import { zh as reconciliation } from '../reconciliation/words.ts'
import { zh as review } from '../review/words.ts'
import { zh as roster } from '../roster/words.ts'
import { zh as parcels } from '../shipment/words.ts'
import { zh as join } from '../staff/words.ts'
import { zh as system } from '../system/words.ts'

export const zhCN = {
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
  consoleName: '毕业生图像采集工作台',
  consoleLine: '名单、照片与付款进度在一处查看。',
  consoleCare: '名单含个人信息，请只在工作需要时查看。',
  signIn: '登录',
  signInLead: '使用工作人员的用户名和密码',
  login: '用户名',
  password: '密码',
  loginMissing: '请输入用户名',
  passwordMissing: '请输入密码',
  invitedOnly: (phone: string) => `仅限受邀的工作人员${phone === '' ? '' : ` · 遇到问题请拨 ${phone}`}`,
  sessionEnded: '登录已失效，请重新登录',
  passwordStep: '账号与密码',
  codeStep: '动态验证码',
  setupStep: '绑定验证器',
  recoveryStep: '恢复码',
  goOn: '下一步',
  otherLogin: '换一个账号',
  codeTitle: '输入 6 位动态验证码',
  codeLead: (wordmark: string) => `打开验证器应用，查看“${wordmark} 工作台”的验证码。`,
  codeCare: '连续 5 次错误会锁定 15 分钟。会话 12 小时后或离开 30 分钟后结束，可随时被撤销。',
  codeDemo: '演示模式：验证码显示在启动程序的终端里。',
  nextCodeIn: (seconds: number) => `还剩 ${seconds} 秒后换新码`,
  useRecovery: '改用恢复码',
  useCode: '改用验证码',
  recoveryTitle: '输入恢复码',
  recoveryLead: '手机不在身边时，用绑定验证器时保存的恢复码登录。',
  recoveryOnce: '每个恢复码只能用一次',
  setupTitle: '绑定验证器',
  setupLead: '首次登录需要绑定。用手机上的验证器应用扫描二维码。',
  setupQr: '绑定验证器的二维码',
  setupByHand: '不能扫码时，手工输入密钥',
  setupHere: '在本机打开',
  setupFirstCode: '输入应用里显示的 6 位验证码',
  copy: '复制',
  copied: '已复制',
  keepTitle: '保存恢复码',
  keepLead: '手机丢失时，每个恢复码可代替验证码登录一次。离开本页后不再显示。',
  saveFile: '存为文件',
  kept: '我已把恢复码存放在安全的地方',
  enterConsole: '进入工作台',
  signOut: '退出登录',
  signOutFailed: '没有退出成功，请再试一次',
  language: '语言',
  administrator: '管理员',
  school: '学校',
  reviewer: '审核员',
  finance: '财务',
  print: '冲印',
  auditor: '审计员',
  navigation: '主导航',
  campaign: '采集批次',
  open: '开放中',
  notYetOpen: '未开放',
  closed: '已结束',
  daysLeft: (days: number) => `余 ${days} 天`,
  none: '—',
  range: (from: string, to: string, total: string) => `第 ${from}–${to} 行，共 ${total} 行`,
  perPage: (count: number) => `每页 ${count} 行`,
  retry: '重试',
  retryIn: (seconds: number) => `${seconds} 秒后自动重试`,
  loading: '正在载入',
  close: '关闭',
  noCampaigns: '还没有采集批次',
  noCampaignsHint: '批次建立后会出现在这里。',
  clearFilter: '清除筛选',
  failedTitle: '没有读到数据',
  failedLine: '已保存的数据不受影响。请检查网络，或稍后重试。',
  errorCode: '代码',
}

export type Words = typeof zhCN
