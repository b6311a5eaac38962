import type { ReactNode } from 'react'
import './app.css'
export default function App({ children }: { children: ReactNode }) { return children }
