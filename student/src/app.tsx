import type { ReactNode } from 'react'
import './platform/privacy'
import './platform/styles'
import './platform/update'
import './platform/wechat-return'
import './styles/all.css'

export default function App({ children }: { children: ReactNode }) {
  return children
}
