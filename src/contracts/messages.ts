// Gives zod/mini its English messages, once; without this every problem reads "Invalid input".

import { en } from 'zod/locales';
import * as z from 'zod/mini';

z.config(en());
