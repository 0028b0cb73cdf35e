/** /register: the price follows what is ticked. Without this script a button shows it. */

import { followPrices } from "./form-follow.js";

followPrices({ atOnce: true });
