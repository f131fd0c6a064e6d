// The version that `medic --version` tells: that of package.json.

import manifest from '../../../package.json' with { type: 'json' };

export const FLEETMEDIC_VERSION: string = manifest.version;
