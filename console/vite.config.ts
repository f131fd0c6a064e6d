// Builds the console to dist/console, from where the API serves it. No inline scripts: the content policy forbids them.

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** In kilobytes: the component library alone is above vite's default warning. */
const EXPECTED_CHUNK = 1500;

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: EXPECTED_CHUNK,
  },
});
