// What the fallback Electron runs for `electron FOLDER`: it loads the application in that folder, as the default
// application of a full Electron distribution does, with the same calls, which Electron's types do not name.
const { app, dialog } = require('electron');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));

if (folder === undefined) {
  process.stderr.write('Usage: electron FOLDER [arguments]\n');
  app.exit(2);
} else {
  load(path.resolve(folder));
}

/** @param {string} target a folder with a package.json, or a script */
function load(target) {
  try {
    const description = path.join(target, 'package.json');
    if (fs.existsSync(description)) {
      const { name, productName, version } = JSON.parse(fs.readFileSync(description, 'utf8'));
      if (version !== undefined) app.setVersion(version);
      app.setName(productName ?? name ?? app.name);
      app.setAppPath(target);
    }
    process.defaultApp = true;
    Module._load(target, module, true);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`);
    dialog.showErrorBox('The application could not be loaded', String(error));
    app.exit(1);
  }
}
