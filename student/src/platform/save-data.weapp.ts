import Taro from '@tarojs/taro'
import type { ProblemBody } from '@tucai/contract'
import { Refusal } from '@tucai/contract/client'
import { pathOf } from '@tucai/contract/paths'
import { signInHeaders } from './sign-in.weapp'

/** A mini program saves archives nowhere: the student sends the copy to a chat of the own choice. */
export async function saveData(exportId: string, fileName: string): Promise<void> {
  const url = TUCAI_API_ORIGIN + pathOf('dataExportDownload', { exportId })
  const answer = await Taro.downloadFile({ url, header: signInHeaders() })
  if (answer.statusCode >= 400) {
    const text = Taro.getFileSystemManager().readFileSync(answer.tempFilePath, 'utf8') as string
    throw new Refusal(answer.statusCode, JSON.parse(text) as ProblemBody)
  }
  await Taro.shareFileMessage({ filePath: answer.tempFilePath, fileName })
}
