/**
 * /my: the picture of the badge follows what is typed, and the price what is ticked. Without this script both come with a
 * reload.
 */

import { followPictures, followPrices } from "./form-follow.js";

followPrices({ atOnce: true });
followPictures();
