// Behaviour shared by every page. Everything hangs on data-* attributes and delegated events,
// so fragments that htmx brings in later work without any wiring.
import "./ui/checks.js";
import { startCopy } from "./ui/copy.js";
import { startDialogs } from "./ui/dialogs.js";
import { startErrors } from "./ui/errors.js";
import { startForms } from "./ui/forms.js";
import { startKeys } from "./ui/keys.js";
import { startMenus } from "./ui/menus.js";
import { startNotices } from "./ui/notices.js";

startNotices();
startDialogs();
startMenus();
startForms();
startErrors();
startKeys();
startCopy();
