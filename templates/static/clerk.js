/** A scanner that fires into the field of a PIN: what it read is no PIN, and nothing of it stays there. */

import { listenToScanners } from "./wedge.js";

listenToScanners(() => {});
