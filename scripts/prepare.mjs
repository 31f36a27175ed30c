// Makes a fresh clone able to run `npm run demo` or `npm test`. npm starts this before there are any dependencies, so
// it uses nothing but Node. Where everything is there already it costs a few hundred milliseconds of looking.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const at = (...path) => join(root, ...path);
const changedAt = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

/** Latest change of any file below the directories. */
const newest = (...directories) =>
  directories
    .filter((directory) => existsSync(directory))
    .flatMap((directory) => readdirSync(directory, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .reduce((latest, entry) => Math.max(latest, changedAt(join(entry.parentPath, entry.name))), 0);

function stop(message) {
  console.error(message);
  process.exit(1);
}

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error || status !== 0) stop(`${command} ${args.join(' ')} did not succeed.`);
}

const NODE = [20, 19];
function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < NODE[0] || (major === NODE[0] && minor < NODE[1])) {
    stop(`Jiefen needs Node ${NODE.join('.')} or newer; this is ${process.versions.node}.`);
  }
}

function installDependencies() {
  if (changedAt(at('node_modules/.package-lock.json')) >= changedAt(at('package-lock.json'))) return;
  run('npm', ['ci', '--no-audit', '--no-fund']);
}

function build() {
  const sources = newest(at('src'), at('config'), at('views/assets'), at('packages/embedded-mongo/src'));
  const built = Math.min(
    changedAt(at('dist/src/cli.js')),
    changedAt(at('packages/embedded-mongo/dist/index.js')),
    changedAt(at('public/assets/manifest.json')),
  );
  if (built < sources) run(process.execPath, [at('scripts/build.mjs')]);
}

function buildAssets() {
  const sources = Math.max(newest(at('views/assets')), changedAt(at('scripts/build-assets.mjs')));
  if (changedAt(at('public/assets/manifest.json')) < sources) run(process.execPath, [at('scripts/build-assets.mjs')]);
}

const onPath = (program) =>
  process.env.PATH?.split(':').some((directory) => existsSync(join(directory, program))) ?? false;

/** The browser tests need Chromium and a font with Chinese characters. */
const hasBrowser = () => ['chromium', 'chromium-browser', 'google-chrome'].some(onPath);
const FONTS = ['/usr/share/fonts', '/usr/local/share/fonts'];
const hasChineseFont = () =>
  FONTS.filter((directory) => existsSync(directory))
    .flatMap((directory) => readdirSync(directory, { recursive: true }))
    .some((file) => /(cjk|wqy|notosanssc|sourcehan).*\.(ttc|ttf|otf)$/i.test(file));

function installBrowser() {
  const missing = [...(hasBrowser() ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-wqy-microhei'])];
  if (missing.length === 0) return;
  const command = `apt-get update && apt-get install --yes --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0)
    stop(`The browser tests need ${missing.join(' and ')}. Run once:\n  sudo sh -c '${command}'`);
  if (!onPath('apt-get'))
    stop(`The browser tests need ${missing.join(' and ')}; install them with your system's packages.`);
  execFileSync('sh', ['-c', command], { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

const purposes = {
  demo: () => build(),
  test: () => {
    installBrowser();
    buildAssets();
  },
};

const purpose = purposes[process.argv[2]];
if (!purpose) stop('usage: node scripts/prepare.mjs demo|test');
checkNode();
installDependencies();
purpose();
