import Taro from '@tarojs/taro'
import type { Transport } from '@tucai/contract/client'
import { signInHeaders } from './sign-in.weapp'

export const transport: Transport = async ({ method, url, body, key }) => {
  const answer = await Taro.request({
    url: TUCAI_API_ORIGIN + url,
    // WeChat has no PATCH; no route of the student's app uses it.
    method: method as 'GET' | 'POST' | 'DELETE',
    header: { ...signInHeaders(), ...(key === undefined ? {} : { 'idempotency-key': key }) },
    // WeChat calls every request JSON, and nothing at all is not JSON.
    ...(method === 'GET' ? {} : { data: body ?? {} }),
  })
  return { status: answer.statusCode, body: answer.data }
}
