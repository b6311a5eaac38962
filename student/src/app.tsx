import type { ReactNode } from 'react'
import './platform/styles'
import './platform/wechat-return'
import './styles/all.css'

export default function App({ children }: { children: ReactNode }) {
  return children
}
