import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Builds the console into `dist/console`; `npm run console` serves it beside a running api. */
export default defineConfig({
  root: path('console'),
  plugins: [react()],
  build: {
    outDir: path('dist/console'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    assetsInlineLimit: 0, // a data: address would need a wider content-security policy
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    proxy: { '/api/': process.env['API_URL'] ?? 'http://127.0.0.1:3000' },
  },
})
