// Reads the imports of a source file and judges them by the rules of architecture section 2. Apart from its test, so that
// the rules themselves can be seen to fail on planted violations.

export interface Violation {
  readonly file: string;
  readonly imported: string;
  readonly rule: string;
}

interface LayerRule {
  /** Files the rule speaks of. */
  readonly files: RegExp;
  /** Layers these files may import from; `#layer/` and relative paths are both resolved to one. */
  readonly layers: readonly string[];
  /** Packages and built-in modules they may import. */
  readonly packages: RegExp;
  readonly rule: string;
}

const ANY_BUT_AWS_AND_ONNX = /^(?!@aws-sdk\/|onnxruntime-node$|zod$)/;

const RULES: readonly LayerRule[] = [
  {
    files: /^src\/domain\//,
    layers: ['domain'],
    packages: /^zod\/mini$/,
    rule: 'domain imports only domain and zod/mini',
  },
  {
    files: /^src\/strategies\//,
    layers: ['strategies', 'domain'],
    packages: /^zod\/mini$/,
    rule: 'strategies import only domain',
  },
  {
    files: /^src\/application\//,
    layers: ['application', 'domain', 'contracts', 'strategies'],
    packages: /^(zod\/mini|node:crypto|node:util|canonicalize|simple-statistics)$/,
    rule: 'application imports domain, contracts, strategies and its own ports',
  },
  {
    files: /^src\/contracts\//,
    layers: ['contracts', 'domain'],
    packages: /^(zod\/mini|zod\/locales|yaml|fastest-levenshtein|canonicalize|node:crypto)$/,
    rule: 'contracts import only domain',
  },
  {
    files: /^src\/adapters\/aws\//,
    layers: ['adapters', 'application', 'contracts', 'domain'],
    packages: /^(?!onnxruntime-node$|zod$)/,
    rule: 'adapters import ports, contracts and domain',
  },
  {
    files: /^src\/adapters\/onnx\//,
    layers: ['adapters', 'application', 'contracts', 'domain'],
    packages: /^(?!@aws-sdk\/|zod$)/,
    rule: 'only adapters/onnx imports onnxruntime-node, and no AWS SDK',
  },
  {
    files: /^src\/adapters\//,
    layers: ['adapters', 'application', 'contracts', 'domain'],
    packages: ANY_BUT_AWS_AND_ONNX,
    rule: 'adapters import ports, contracts and domain',
  },
  {
    files: /^src\/runtime\//,
    layers: ['runtime', 'application', 'adapters', 'strategies', 'contracts', 'domain'],
    packages: /^(?!onnxruntime-node$|zod$)/,
    rule: 'runtime composes everything but the local tools',
  },
  {
    files: /^src\/local\//,
    layers: ['local', 'functions', 'runtime', 'application', 'adapters', 'strategies', 'contracts', 'domain'],
    packages: ANY_BUT_AWS_AND_ONNX,
    rule: 'the local runtime speaks neither to AWS nor to the model runtime itself',
  },
  {
    files: /^functions\//,
    layers: ['functions', 'application', 'contracts', 'runtime', 'domain'],
    packages: /^$/,
    rule: 'a handler imports its use case, contracts and runtime',
  },
  {
    files: /^cdk\//,
    layers: ['cdk', 'contracts'],
    packages: /^(aws-cdk-lib|constructs|cdk-nag|node:|esbuild$|zod\/mini$)/,
    rule: 'cdk imports contracts only',
  },
  {
    files: /^console\//,
    layers: ['console', 'contracts'],
    packages: /^(?!@aws-sdk\/|onnxruntime-node$|zod$|node:(?!url|path))/,
    rule: 'console imports contracts only',
  },
];

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;

/** Everything that a source text imports: static, dynamic, type-only and re-exports. */
export function importsOf(text: string): readonly string[] {
  return [...text.matchAll(IMPORT)].map(([, from, dynamic, bare]) => from ?? dynamic ?? bare ?? '');
}

/** The imports of one file that its layer does not allow. */
export function violationsOf(file: string, text: string): readonly Violation[] {
  const rule = RULES.find(({ files }) => files.test(file));
  if (!rule) return [];
  return importsOf(text)
    .filter((imported) => !isAllowed(rule, file, imported))
    .map((imported) => ({ file, imported, rule: rule.rule }));
}

function isAllowed(rule: LayerRule, file: string, imported: string): boolean {
  if (imported.startsWith('#')) return rule.layers.includes(imported.slice(1).split('/')[0] ?? '');
  if (!imported.startsWith('.')) return rule.packages.test(imported);
  const path = new URL(imported, `file:///${file}`).pathname.slice(1);
  return rule.layers.includes(layerOf(path));
}

function layerOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'src' ? second : first;
}
