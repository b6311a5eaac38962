import Taro from '@tarojs/taro'
import type { ProblemBody } from '@tucai/contract'
import { Refusal } from '@tucai/contract/client'
import { signInHeaders } from './sign-in.weapp'

/** A mini program saves such files nowhere: the student sends the file to a chat of the own choice. */
export async function saveFile(path: string, fileName: string): Promise<void> {
  const answer = await Taro.downloadFile({ url: TUCAI_API_ORIGIN + path, header: signInHeaders() })
  if (answer.statusCode >= 400) {
    const text = Taro.getFileSystemManager().readFileSync(answer.tempFilePath, 'utf8') as string
    throw new Refusal(answer.statusCode, JSON.parse(text) as ProblemBody)
  }
  await Taro.shareFileMessage({ filePath: answer.tempFilePath, fileName })
}
