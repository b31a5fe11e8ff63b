import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { config } from 'zod'
import { Toasts } from './components/toasts.tsx'
import { queryClient } from './query-client.ts'
import { router } from './router.tsx'
import './styles/index.css'
import { applyTheme, storedTheme } from './theme.ts'

config({ jitless: true }) // the content-security policy forbids code made at run time
applyTheme(storedTheme())

const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root')

createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <Toasts>
          <RouterProvider router={router} />
        </Toasts>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
)
