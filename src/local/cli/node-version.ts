// Which Node runs Fleetmedic. Written so that older ones can read it, too.

/** The oldest major version with everything that is used: node:sqlite, and TypeScript without a build. */
export const NEEDED_NODE_MAJOR = 24;

/** What is wrong with a version of Node, with the remedy; undefined when it will do. */
export function findNodeProblem(version: string): string | undefined {
  const major = Number(version.split('.')[0]);
  if (major >= NEEDED_NODE_MAJOR) return undefined;
  return `Fleetmedic needs Node ${NEEDED_NODE_MAJOR} or newer; this is Node ${version}. Install it from https://nodejs.org, or run \`npm ci\` in the checkout and then \`npx medic\`, which brings its own.`;
}
