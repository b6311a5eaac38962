export const zh = {
  title: '接受邀请',
  lead: (login: string, place: string, role: string) =>
    `${login}，你被邀请加入${place}，角色是${role}。请设置自己的密码。`,
  centre: '采集中心',
  password: '设置密码',
  passwordRule: '至少 12 位，不含用户名，不用常见密码',
  again: '再输入一次',
  differs: '两次输入的密码不一样',
  toSignIn: '去登录',
}

export const en: typeof zh = {
  title: 'Accept your invitation',
  lead: (login, place, role) => `${login}, you are invited to join ${place} as ${role}. Choose a password of your own.`,
  centre: 'the centre',
  password: 'Choose a password',
  passwordRule: 'At least 12 characters, without your user name, and not a common one',
  again: 'Enter it once more',
  differs: 'The two are not the same',
  toSignIn: 'Sign in instead',
}
