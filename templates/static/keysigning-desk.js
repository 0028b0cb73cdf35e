// The page of who runs the keysigning: saves reloads, and sends no secret key.
import "./staff.js";
import "./swap.js";
import "./public-key-forms.js";
