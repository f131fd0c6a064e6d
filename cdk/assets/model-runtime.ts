// Takes the native part of the model runtime out of the bundle: only the libraries of the one platform that runs the
// function go beside it, 10 MB zipped in place of more than 100.

import { copyFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

const PACKAGE = join(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')), '..');
const BINDING = 'onnxruntime_binding.node';
const LIBRARIES = [BINDING, 'libonnxruntime.so.1'];
/** How the package finds its library: by the platform it runs on. */
const LOOKUP = /require\(`[^`]*onnxruntime_binding\.node`\)/;

/** Lets the runtime look for its library beside the bundle. */
export const pruneModelRuntime: Plugin = {
  name: 'prune-model-runtime',
  setup(build) {
    build.onLoad({ filter: /onnxruntime-node[/\\]dist[/\\]binding\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace(LOOKUP, `require('./${BINDING}')`);
      if (contents !== text) return { contents };
      throw new Error(`${path} no longer loads its library as expected: adapt cdk/assets/model-runtime.ts`);
    });
    build.onResolve({ filter: /onnxruntime_binding\.node$/ }, () => ({
      path: `./${BINDING}`,
      external: true,
    }));
  },
};

/** Puts the libraries for this processor into the folder of a bundle. */
export function copyModelRuntime(architecture: 'arm64' | 'x86_64', folder: string): void {
  const from = join(PACKAGE, 'bin/napi-v6/linux', architecture === 'arm64' ? 'arm64' : 'x64');
  for (const library of LIBRARIES) copyFileSync(join(from, library), join(folder, library));
}
