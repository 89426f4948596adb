/** Electron as a mere browser: one window with the page that the environment names. */
const { app, BrowserWindow } = require('electron');

void app
  .whenReady()
  .then(() => new BrowserWindow({ width: 1000, height: 800 }).loadURL(String(process.env.BROWSER_PAGE)));
